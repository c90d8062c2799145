"""`./doorstep bench pipeline`: what durability costs.

Loan events go through one notifier process (inbox, decision, state, history, timer, outbox, published text request),
and through the same process without a database (`baseline`), in turn, on the same Kafka, in the same run. The last
line is the ratio of the two speeds: the median of the pairs.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import logging
import os
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import psycopg

from deploy.local import testbed
from shared.runtime.clock import write_moment
from shared.runtime.kafka.topics import create_topics

from .feed import feed
from .runs import Run, run

NIGHT = datetime(2026, 10, 6, 2, tzinfo=UTC)
"""Texts are not due at night, so nothing but the pipeline is measured; the decision knows the morning."""
PARTITIONS = 24
WANTED = 0.45


async def bench(events: int, pairs: int, folder: Path) -> float:
    postgres = testbed.address("postgres", folder / "postgres")
    connection = {"bootstrap_servers": testbed.address("kafka", folder / "kafka")}
    ratios = []
    for number in range(1, pairs + 1):
        runs = {}
        for name in ("baseline", "notifier"):
            prefix = f"{name}{number}-{uuid4().hex[:6]}."
            await create_topics(connection, partitions=PARTITIONS, prefix=prefix)
            size = await feed(connection, f"{prefix}loans", events, NIGHT)
            with database(postgres) as url:
                env = settings(folder, url, connection["bootstrap_servers"], prefix)
                module = "services.notifier" if name == "notifier" else "tests.benchmarks.pipeline.baseline"
                log = folder / f"{prefix}log"
                runs[name] = await run(module, env, connection, f"{prefix}texts", PARTITIONS, events, log)
            tell(number, name, runs[name], size)
        ratios.append(runs["notifier"].per_s / runs["baseline"].per_s)
        print(f"pair {number}: {ratios[-1]:.2f} of the baseline", flush=True)
    return statistics.median(ratios)


def tell(number: int, name: str, done: Run, size: int) -> None:
    print(
        f"pair {number}: {name:9} {done.events:,} events of {size} bytes, {done.per_s:,.0f} a second, "
        f"peak memory {done.peak_mb:.0f} MB",
        flush=True,
    )


@contextmanager
def database(postgres: str) -> Iterator[str]:
    """An empty database for one run; dropped afterwards."""
    name = f"bench_{uuid4().hex[:12]}"
    base, _, query = postgres.partition("?")
    with psycopg.connect(postgres, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        yield base.rpartition("/")[0] + f"/{name}" + (f"?{query}" if query else "")
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def settings(folder: Path, url: str, bootstrap: str, prefix: str) -> dict[str, str]:
    key, clock = folder / "master", folder / "clock"
    if not key.exists():
        key.write_bytes(base64.urlsafe_b64encode(os.urandom(32)))
        write_moment(clock, NIGHT)
    return {
        "DATABASE_URL": url,
        "KAFKA_BOOTSTRAP_SERVERS": bootstrap,
        "DOORSTEP_TOPIC_PREFIX": prefix,
        "DOORSTEP_MASTER_KEY_FILE": str(key),
        "DOORSTEP_CLOCK_FILE": str(clock),
        "DOORSTEP_HEALTH_PORT": "0",
        "DOORSTEP_WEBHOOK_PORT": "28099",
        "DOORSTEP_PUBLIC_URL": "http://127.0.0.1:28099",
        "TWILIO_API_URL": "http://127.0.0.1:9",
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "not-a-real-token-at-all",
        "TWILIO_FROM": "+15005550006",
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="doorstep bench pipeline", description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--pairs", type=int, default=3)
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    folder = Path(tempfile.mkdtemp(prefix="doorstep-bench-"))
    try:
        ratio = asyncio.run(bench(options.events, options.pairs, folder))
    finally:
        testbed.leave()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"pipeline: {ratio:.2f} of the baseline without a database (at least {WANTED} is wanted)")


if __name__ == "__main__":
    main()
