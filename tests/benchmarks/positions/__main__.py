"""`./doorstep bench positions`: how many positions a second a region takes.

All collectors are of one region, so all records are of one partition and one router process. In turn, on the same
Kafka and PostgreSQL: positions as the facts that they are; and as they were before, an input of the region each, in a
state of as many collectors, with a row of history. The clock runs from the first batch committed to the last.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil
import psycopg
from psycopg.rows import tuple_row

from deploy.local import test_servers
from shared.runtime.kafka.topics import create_topics
from tests.arguments import whole
from tests.benchmarks.counted.stand import NIGHT, database, settings

from .feed import feed, positions, registrations

WANTED_PER_S = 5_000
LOOK_EVERY_S, STALL_S = 0.02, 120.0
MODULES = {"facts": "services.router", "decisions": "tests.benchmarks.positions.as_decisions"}
SEEN = "SELECT coalesce(sum(next_offset), 0)::bigint FROM router.consumed_places WHERE topic LIKE %s"
LEFT = "SELECT (SELECT count(*) FROM router.history), (SELECT count(*) FROM router.positions)"


@dataclass(frozen=True, slots=True)
class Run:
    """`cpu_us` of the process and `wal_bytes` are for each position; `history` and `rows` are what they added."""

    per_s: float
    cpu_us: float
    wal_bytes: float
    history: int
    rows: int


async def bench(name: str, number: int, collectors: int, folder: Path) -> Run:
    postgres = test_servers.address("durable-postgres", folder / "postgres")
    connection = {"bootstrap_servers": test_servers.address("kafka", folder / "kafka")}
    prefix = f"{name}-{uuid4().hex[:6]}."
    await create_topics(connection, partitions=1, prefix=prefix)
    await feed(connection, f"{prefix}fleet", registrations(collectors, NIGHT))
    with database(postgres) as url:
        env = os.environ | settings(folder, url, connection["bootstrap_servers"], prefix)
        log = folder / f"{prefix}log"
        with log.open("wb") as errors:
            process = subprocess.Popen([sys.executable, "-m", MODULES[name]], env=env, stderr=errors)
        try:
            ends = Ends(url, process, log)
            await ends.reached(collectors)
            return await _measured(ends, connection, f"{prefix}fleet", number, collectors)
        finally:
            process.terminate()
            process.wait(60)


async def _measured(ends: Ends, connection: dict[str, Any], topic: str, number: int, collectors: int) -> Run:
    """The records lie there before it is woken, so that it is measured and not their producer."""
    spent = psutil.Process(ends.process.pid)
    spent.suspend()
    await feed(connection, topic, positions(number, collectors, NIGHT))
    history, _ = ends.asked(LEFT)
    (wal,) = ends.asked("SELECT pg_current_wal_insert_lsn()::text")
    used_s = _used_s(spent)
    spent.resume()
    first_at, first = await ends.reached(collectors + 1)
    last_at, last = await ends.reached(collectors + number)
    if last == first:
        raise SystemExit("all was read between two looks: ask for more positions")
    (bytes_,) = ends.asked(f"SELECT (pg_current_wal_insert_lsn() - '{wal}'::pg_lsn)::bigint")
    after, rows = ends.asked(LEFT)
    return Run(
        (last - first) / (last_at - first_at),
        (_used_s(spent) - used_s) * 1e6 / number,
        bytes_ / number,
        int(after - history),
        int(rows),
    )


def _used_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


class Ends:
    """How far the process has come, by its own database."""

    def __init__(self, url: str, process: subprocess.Popen[bytes], log: Path) -> None:
        self.url, self.process, self._log = url, process, log

    def asked(self, query: str, *params: Any) -> tuple[Any, ...]:
        with psycopg.connect(self.url, autocommit=True, row_factory=tuple_row) as connection:
            return tuple(connection.execute(query.encode(), params).fetchall()[0])

    async def reached(self, offset: int) -> tuple[float, int]:
        """When it was seen to be there, and how far it was then."""
        seen, since = -1, time.perf_counter()
        while seen < offset:
            await asyncio.to_thread(self._ended)
            try:
                (now,) = self.asked(SEEN, "%fleet")
            except psycopg.Error:
                now = -1  # its tables are being made
            if now > seen:
                seen, since = now, time.perf_counter()
            elif self.process.poll() is not None or time.perf_counter() - since > STALL_S:
                raise SystemExit(f"{seen} of {offset} records were read; see {self._log}")
        return since, seen

    def _ended(self) -> None:
        """Has it ended within the time between two looks?"""
        try:
            self.process.wait(LOOK_EVERY_S)
        except subprocess.TimeoutExpired:
            return


async def compared(options: argparse.Namespace, folder: Path) -> tuple[list[Run], list[Run]]:
    facts: list[Run] = []
    decisions: list[Run] = []
    for number in range(1, options.rounds + 1):
        for name, runs, events in (
            ("facts", facts, options.events), ("decisions", decisions, options.decisions),
        ):  # fmt: skip
            run = await bench(name, events, options.collectors, folder)
            runs.append(run)
            print(
                f"round {number}: {name:9} {events:,} positions, {run.per_s:,.0f} a second, {run.cpu_us:,.0f} us and "
                f"{run.wal_bytes:,.0f} bytes of WAL each; {run.history:,} rows of history, {run.rows:,} of positions",
                flush=True,
            )
    return facts, decisions


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="doorstep bench positions", description=__doc__)
    made.add_argument("--events", type=whole(1), default=60_000)
    made.add_argument("--decisions", type=whole(1), default=3_000, help="how many of them as decisions")
    made.add_argument("--collectors", type=whole(1), default=1_000)
    made.add_argument("--rounds", type=whole(1), default=3)
    return made


def main() -> None:
    options = parser().parse_args()
    logging.disable(logging.CRITICAL)
    folder = Path(tempfile.mkdtemp(prefix="doorstep-bench-"))
    try:
        facts, decisions = asyncio.run(compared(options, folder))
    finally:
        test_servers.leave()
        shutil.rmtree(folder, ignore_errors=True)
    per_s = statistics.median(run.per_s for run in facts)
    before = statistics.median(run.per_s for run in decisions)
    print(
        f"positions: {per_s:,.0f} a second for one region of {options.collectors:,} collectors, {per_s / before:.0f} "
        f"times those that are decisions; {sum(run.history for run in facts)} rows of history "
        f"(at least {WANTED_PER_S:,} and none are wanted)"
    )


if __name__ == "__main__":
    main()
