"""`./doorstep bench pipeline`: what durability costs.

Loan events go through one notifier process (inbox, decision, state, history, timer, outbox, published text request),
and through the same process without a database (`baseline`: read, validate, decide, produce, commit), in turn, on the
same Kafka, in the same run. The last line is the ratio of the two speeds: the median of the rounds. `plain` is a
process that does not even decide; the ratio to it is told too.

With `--console`: the service beside a console at which somebody looks, in turn with the service alone.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import contextlib
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

import psutil
import psycopg

from deploy.local import test_servers
from shared.runtime.clock import write_moment
from shared.runtime.kafka.topics import create_topics
from tests.arguments import whole
from tests.benchmarks.console.process import console_of

from .feed import feed
from .looking import somebody_looks
from .runs import Run, run

NIGHT = datetime(2026, 10, 6, 2, tzinfo=UTC)
"""Texts are not due at night, so nothing but the pipeline is measured; the decision knows the morning."""
PARTITIONS = 24
WANTED = 0.45


MODULES = {
    "plain": "tests.benchmarks.pipeline.baseline",
    "baseline": "tests.benchmarks.pipeline.baseline",
    "notifier": "services.notifier",
}


async def bench(events: int, rounds: int, folder: Path) -> tuple[float, float]:
    """The medians of notifier's speed as a share of the baseline's and of the plain process's."""
    postgres = test_servers.address("durable-postgres", folder / "postgres")
    connection = {"bootstrap_servers": test_servers.address("kafka", folder / "kafka")}
    shares: dict[str, list[float]] = {"plain": [], "baseline": []}
    for number in range(1, rounds + 1):
        runs = {}
        for name, module in MODULES.items():
            prefix = f"{name}{number}-{uuid4().hex[:6]}."
            await create_topics(connection, partitions=PARTITIONS, prefix=prefix)
            size = await feed(connection, f"{prefix}loans", events, NIGHT)
            with database(postgres) as url:
                env = settings(folder, url, connection["bootstrap_servers"], prefix)
                env |= {"BENCH_PLAIN": "1"} if name == "plain" else {}
                runs[name] = await run(
                    module, env, connection, f"{prefix}texts", PARTITIONS, events, folder / f"{prefix}log"
                )
            tell(number, name, runs[name], size)
        for name, found in shares.items():
            found.append(runs["notifier"].per_s / runs[name].per_s)
    return statistics.median(shares["baseline"]), statistics.median(shares["plain"])


async def beside_console(events: int, rounds: int, folder: Path) -> list[float]:
    """Of each round: notifier's speed with a console and somebody who looks, as a share of that without.

    In turn, and the order is turned around each time: what the machine does beside them falls on both alike.
    """
    postgres = test_servers.address("durable-postgres", folder / "postgres")
    connection = {"bootstrap_servers": test_servers.address("kafka", folder / "kafka")}
    shares = []
    for number in range(1, rounds + 1):
        runs = {}
        for name in ("alone", "watched") if number % 2 else ("watched", "alone"):
            prefix = f"{name}{number}-{uuid4().hex[:6]}."
            await create_topics(connection, partitions=PARTITIONS, prefix=prefix)
            size = await feed(connection, f"{prefix}loans", events, NIGHT)
            async with contextlib.AsyncExitStack() as closing:
                url = closing.enter_context(database(postgres))
                env = settings(folder, url, connection["bootstrap_servers"], prefix)
                looked_at = None
                if name == "watched":
                    looked_at = await closing.enter_async_context(
                        console_of(folder, url, connection["bootstrap_servers"], prefix)
                    )
                    await closing.enter_async_context(somebody_looks(looked_at.address))
                runs[name] = await run(
                    MODULES["notifier"], env, connection, f"{prefix}texts", PARTITIONS, events, folder / f"{prefix}log"
                )
                if looked_at is not None:
                    used = psutil.Process(looked_at.pid).cpu_times()
                    print(f"round {number}: the console used {used.user + used.system:.1f} s of the processors")
            tell(number, name, runs[name], size)
        shares.append(runs["watched"].per_s / runs["alone"].per_s)
    return shares


def tell(number: int, name: str, done: Run, size: int) -> None:
    print(
        f"round {number}: {name:9} {done.events:,} events of {size} bytes, {done.per_s:,.0f} a second, "
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
        key.chmod(0o600)
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


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="doorstep bench pipeline", description=__doc__)
    made.add_argument("--events", type=whole(1), default=100_000)
    made.add_argument("--rounds", type=whole(1), default=3)
    made.add_argument("--console", action="store_true", help="notifier with a console beside it, against without")
    return made


def main() -> None:
    options = parser().parse_args()
    logging.disable(logging.CRITICAL)
    folder = Path(tempfile.mkdtemp(prefix="doorstep-bench-"))
    if options.console:
        _beside_console(options.events, options.rounds, folder)
        return
    try:
        ratio, plain = asyncio.run(bench(options.events, options.rounds, folder))
    finally:
        test_servers.leave()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"against a process that does not even decide: {plain:.2f}")
    print(f"pipeline: {ratio:.2f} of the baseline without a database (at least {WANTED} is wanted)")


def _beside_console(events: int, rounds: int, folder: Path) -> None:
    try:
        shares = sorted(asyncio.run(beside_console(events, rounds, folder)))
    finally:
        test_servers.leave()
        shutil.rmtree(folder, ignore_errors=True)
    print(
        f"pipeline beside a console: {statistics.median(shares):.2f} of the speed without one "
        f"({rounds} rounds, {shares[0]:.2f} to {shares[-1]:.2f})"
    )


if __name__ == "__main__":
    main()
