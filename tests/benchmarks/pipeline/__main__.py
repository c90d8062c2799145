"""`./doorstep bench pipeline`: what durability costs, on a database that is full of cases.

Two kinds of events go through notifier (inbox, decision, state, history, timer, outbox, published texts): the `first`
of new cases, and `later` ones, of four kinds, of random cases among those that are known. One process and two of them
are measured against one that has no database (`baseline`: read, validate, decide on a state in memory, produce,
commit), in turn, on the same Kafka, in the same run. Processor time is that of all processes, servers included.

The last line has the ratios of the speeds (medians of the rounds) and what a later event costs. `plain` is a process
that does not even decide. With `--console`: the service beside a console at which somebody looks, in turn with the
service alone.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
from collections.abc import Iterable
from contextlib import AsyncExitStack
from uuid import uuid4

import psutil
import psycopg

from tests.arguments import whole
from tests.benchmarks.console.process import console_of
from tests.benchmarks.counted.filled import fill
from tests.benchmarks.counted.processes import Command
from tests.benchmarks.counted.stand import NIGHT, Stand, database, named, settings, stand, topics
from tests.benchmarks.counted.template import template

from .baseline import LATER, PLAIN
from .feed import encoded, first_events, later_events
from .looking import somebody_looks
from .runs import Run, run

PARTITIONS = 24
TEXTED_DAYS = 40
KINDS = ("first", "later")
WHO = {"plain": 1, "baseline": 1, "notifier": 1, "two": 2}
"""How many processes each is. `two` are two notifiers."""


class Bench:
    """Runs on a stand, each with topics of its own and a copy of the database that is called `full`."""

    def __init__(self, stand: Stand, full: str, cases: int, events: int) -> None:
        self._stand, self._full = stand, full
        self._records = {
            "first": encoded(first_events(events, cases, NIGHT)),
            "later": encoded(later_events(events, cases, NIGHT)),
        }

    async def run(self, who: str, kind: str, round: int, *, watched: bool = False) -> Run:
        prefix = f"{who}-{kind}{round}-{uuid4().hex[:6]}."
        group = "baseline" if who in ("plain", "baseline") else "doorstep-notifier"
        async with AsyncExitStack() as closing:
            await closing.enter_async_context(topics(self._stand, prefix, PARTITIONS))
            url = None if group == "baseline" else closing.enter_context(database(self._stand.postgres, self._full))
            looked_at = 0
            if watched and url is not None:
                console = await closing.enter_async_context(
                    console_of(self._stand.folder, url, self._stand.kafka, prefix)
                )
                await closing.enter_async_context(somebody_looks(console.address))
                looked_at = console.pid
            commands = [self._command(who, kind, url, prefix) for _ in range(WHO[who])]
            records = self._records[kind]
            done = await run(self._stand, commands, prefix + group, f"{prefix}loans", PARTITIONS, records, url)
            if url is not None:
                all_decided(url, len(records))
            if looked_at:
                used = psutil.Process(looked_at).cpu_times()
                print(f"round {round}: the console used {used.user + used.system:.1f} s of the processors")
        size = sum(len(value) for _, value in records) // len(records)
        name = f"{who}, watched" if watched else who
        print(
            f"round {round}: {kind:5} {name:8} {done.events:,} events of {size} bytes, {done.per_s:,.0f} a second; "
            f"{done.cost.told(done.events)}; peak memory {done.peak_mb:.0f} MB",
            flush=True,
        )
        return done

    def _command(self, who: str, kind: str, url: str | None, prefix: str) -> Command:
        env = settings(self._stand.folder, url or "postgresql://nobody", self._stand.kafka, prefix)
        if url is not None:
            return Command("notifier", "services.notifier", env)
        env |= {PLAIN: "1"} if who == "plain" else {LATER: "1"} if kind == "later" else {}
        return Command(who, "tests.benchmarks.pipeline.baseline", env)


def all_decided(url: str, events: int) -> None:
    """Ends the benchmark where events were lost or set aside: that would be fast. What was filled in has no content."""
    with psycopg.connect(url, autocommit=True) as asking:
        row = asking.execute(
            "SELECT (SELECT count(*) FROM notifier.inbox WHERE content IS NOT NULL), count(*) FROM notifier.parked"
        ).fetchone()
    if row != (events, 0):
        raise SystemExit(
            f"of {events:,} events {row and row[0]:,} were taken in, and {row and row[1]} cases are parked"
        )


async def measured(options: argparse.Namespace, stand: Stand) -> str:
    """The last line."""
    runs: dict[tuple[str, str], list[Run]] = {}
    with database(stand.postgres) as url:
        size = await fill(url, options.cases, template(NIGHT, TEXTED_DAYS), NIGHT)
        print(f"a database of {size / 1e9:.1f} GB: {options.cases:,} cases", flush=True)
        bench = Bench(stand, named(url), options.cases, options.events)
        if options.console:
            return await beside_console(bench, options.rounds)
        kinds = KINDS if options.only is None else (options.only,)
        for round in range(1, options.rounds + 1):
            for kind in kinds:
                for who in WHO:
                    if who == "plain" and not options.plain:
                        continue
                    runs.setdefault((who, kind), []).append(await bench.run(who, kind, round))
    said = [_ratios(runs, kind) for kind in kinds]
    if "later" in kinds:
        one = runs["notifier", "later"]
        each = statistics.median(each.cost.each_us(each.events)["all"] for each in one)
        wal = statistics.median(each.cost.wal_bytes / each.events for each in one)
        said.append(f"a later event costs all processes {each:.0f} us and {wal / 1000:.1f} KB of WAL")
    return f"pipeline: {'; '.join(said)}"


def _ratios(runs: dict[tuple[str, str], list[Run]], kind: str) -> str:
    ratio = {who: _of_baseline(runs[who, kind], runs["baseline", kind]) for who in ("notifier", "two")}
    return f"{kind} events {ratio['notifier']:.2f} of the baseline without a database, two notifiers {ratio['two']:.2f}"


def _of_baseline(some: Iterable[Run], baselines: Iterable[Run]) -> float:
    return statistics.median(one.per_s / base.per_s for one, base in zip(some, baselines, strict=True))


async def beside_console(bench: Bench, rounds: int) -> str:
    """In turn, and the order is turned around each time: what the machine does beside them falls on both alike."""
    shares = []
    for round in range(1, rounds + 1):
        order = (False, True) if round % 2 else (True, False)
        speed = {watched: (await bench.run("notifier", "first", round, watched=watched)).per_s for watched in order}
        shares.append(speed[True] / speed[False])
    shares.sort()
    return (
        f"pipeline beside a console: {statistics.median(shares):.2f} of the speed without one "
        f"({rounds} rounds, {shares[0]:.2f} to {shares[-1]:.2f})"
    )


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="doorstep bench pipeline", description=__doc__)
    made.add_argument("--events", type=whole(1), default=40_000, help="in each run (%(default)s)")
    made.add_argument("--cases", type=whole(1), default=100_000, help="that the database is full of (%(default)s)")
    made.add_argument("--rounds", type=whole(1), default=3)
    made.add_argument("--only", choices=KINDS, help="one kind of events")
    made.add_argument("--plain", action="store_true", help="a process that does not even decide, too")
    made.add_argument("--console", action="store_true", help="notifier with a console beside it, against without")
    return made


def main() -> None:
    options = parser().parse_args()
    with stand() as made:
        print(asyncio.run(measured(options, made)))


if __name__ == "__main__":
    main()
