"""`./doorstep bench monitor`: how many events a second the stream monitor counts.

Loans and the texts that follow from them lie in Kafka. The monitor as it runs in production (batches, sums per minute
published and filed in Faust's windowed tables, latencies) counts them all; so does a plain Faust agent that adds one
to a windowed table for each event, on the same Kafka, in the same run; at the given number of events and at ten times
as many. The last line is the result.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from deploy.local import test_servers
from deploy.local.ports import free_port
from shared.runtime.kafka.topics import create_topics
from tests.arguments import whole

from .feed import feed
from .runs import CountingRun, run

PARTITIONS = 24
WANTED_PER_S = 10_000
TIMES = (1, 10)
MODULES = {"plain": "tests.benchmarks.monitor.plain", "monitor": "services.console.monitor"}


async def bench(events: int, names: list[str], folder: Path) -> dict[str, CountingRun]:
    """The runs over so many events, by name."""
    connection = {"bootstrap_servers": test_servers.address("kafka", folder / "kafka")}
    prefix = f"bench-{uuid4().hex[:6]}."
    await create_topics(connection, partitions=PARTITIONS, prefix=prefix)
    size = await feed(connection, prefix, events, datetime.now(UTC))
    found = {}
    for name in names:
        port = free_port()
        env = {
            "KAFKA_BOOTSTRAP_SERVERS": connection["bootstrap_servers"],
            "DOORSTEP_TOPIC_PREFIX": prefix,
            "DOORSTEP_HEALTH_PORT": str(port),
            "BENCH_RUN": f"plain-{uuid4().hex[:6]}",
            "BENCH_TOPICS": "loans,texts",
            "BENCH_PARTITIONS": str(PARTITIONS),
            "BENCH_FOLDER": str(folder / f"{prefix}{name}"),
        }
        found[name] = await run(MODULES[name], env, port, events, folder / f"{prefix}{name}.log")
        print(
            f"{name:8} {events:,} events of {size} bytes, {found[name].per_s:,.0f} a second "
            f"({found[name].per_cpu_s:,.0f} a second of its processor time)",
            flush=True,
        )
    return found


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="doorstep bench monitor", description=__doc__)
    made.add_argument("--events", type=whole(1_000), default=50_000, help="how many (%(default)s), and ten times")
    made.add_argument("--only", choices=sorted(MODULES), help="one of the two, for looking into it")
    return made


def main() -> None:
    options = parser().parse_args()
    names = [options.only] if options.only else list(MODULES)
    logging.disable(logging.CRITICAL)
    folder = Path(tempfile.mkdtemp(prefix="doorstep-bench-"))
    try:
        runs = [asyncio.run(bench(options.events * times, names, folder)) for times in TIMES]
    finally:
        test_servers.leave()
        shutil.rmtree(folder, ignore_errors=True)
    if not options.only:
        ratios = " and ".join(f"{found['monitor'].per_s / found['plain'].per_s:.1f}" for found in runs)
        slowest = min(found["monitor"].per_s for found in runs)
        print(
            f"monitor: {slowest:,.0f} events a second (at least {WANTED_PER_S:,} are wanted), {ratios} times a plain "
            "Faust windowed table"
        )


if __name__ == "__main__":
    main()
