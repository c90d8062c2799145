"""`./doorstep bench million`: a million loans are overdue at once: each is decided on, and its first text intended.

Two notifiers share the work. Nothing may cost more at the end than at the start: the last line compares what the last
tenth of the cases cost all processes with what an early tenth did. `baseline` is one process without a database, that
reads, decides and publishes the same.
"""

from __future__ import annotations

import argparse
import asyncio
from uuid import uuid4

import psycopg
from aiokafka import AIOKafkaConsumer, TopicPartition

from shared.contracts.codec import encode
from tests.arguments import whole
from tests.benchmarks.counted.costs import Cost, Reading, between
from tests.benchmarks.counted.processes import Command, Progress, followed, running
from tests.benchmarks.counted.stand import NIGHT, Stand, database, settings, stand, topics
from tests.benchmarks.pipeline.feed import feed, first_events
from tests.polling import until

PARTITIONS = 24
EARLY = (0.05, 0.15)
"""The first records are read while the second notifier joins, and while caches and statements are filled."""
LATE = (0.9, 1.0)
TOLD_EVERY = 0.1
PUBLISHED_S = 300.0


async def measured(options: argparse.Namespace, stand: Stand) -> str:
    """The last line."""
    base = await run(stand, "baseline", min(options.cases, options.baseline), 1)
    baseline_s = options.cases * base.cost.took_s / base.cases
    print(f"baseline without a database: {base.per_s:,.0f} a second", flush=True)
    found = await run(stand, "notifier", options.cases, options.notifiers)
    return (
        f"million: {options.cases:,} cases decided and first texts intended in {found.cost.took_s:.0f} s by "
        f"{options.notifiers} notifiers ({baseline_s / found.cost.took_s:.2f} of one process without a database); "
        f"CPU a case at the end {found.end_to_start:.2f} of the start"
    )


class Found:
    """`seen`: how many had been read at each look, and what had been used up by then. Where one look saw all, there is
    no number to tell."""

    def __init__(self, cases: int, seen: list[tuple[int, Reading]]) -> None:
        self.cases, self._seen = cases, seen
        self.cost = between(seen[0][1], seen[-1][1])
        took_s = self.cost.took_s
        self.per_s = (seen[-1][0] - seen[0][0]) / took_s if took_s else float("nan")

    @property
    def end_to_start(self) -> float:
        """Not a number where it was over before there was anything to compare."""
        early = self._each_us(*EARLY)
        return self._each_us(*LATE) / early if early else float("nan")

    def _each_us(self, begin: float, end: float) -> float:
        first, before = next(one for one in self._seen if one[0] >= begin * self.cases)
        last, after = next(one for one in self._seen if one[0] >= end * self.cases)
        return between(before, after).each_us(max(1, last - first))["all"]


async def run(stand: Stand, who: str, cases: int, members: int) -> Found:
    prefix = f"{who}-{uuid4().hex[:6]}."
    async with topics(stand, prefix, PARTITIONS):
        return await measure(stand, who, cases, members, prefix)


async def measure(stand: Stand, who: str, cases: int, members: int, prefix: str) -> Found:
    records = ((event.subject.encode(), encode(event)) for event in first_events(cases, 0, NIGHT))
    await asyncio.to_thread(feed, stand.kafka, f"{prefix}loans", records)
    print(f"{who}: {cases:,} overdue events are in the topic", flush=True)
    if who == "baseline":
        env = settings(stand.folder, "postgresql://nobody", stand.kafka, prefix)
        command = Command(who, "tests.benchmarks.pipeline.baseline", env)
        return await followed_by([command], stand, f"{prefix}baseline", prefix, cases, None)
    with database(stand.postgres) as url:
        commands = [
            Command(who, "services.notifier", settings(stand.folder, url, stand.kafka, prefix)) for _ in range(members)
        ]
        found = await followed_by(commands, stand, f"{prefix}doorstep-notifier", prefix, cases, url)
        check(url, cases)
        intended = await published(stand, f"{prefix}texts")
        if intended < cases:
            raise SystemExit(f"{intended:,} texts were intended, not {cases:,}")
        return found


async def followed_by(
    commands: list[Command], stand: Stand, group: str, prefix: str, cases: int, url: str | None
) -> Found:
    seen: list[tuple[int, Reading]] = []
    async with Progress(stand.connection, group, f"{prefix}loans", PARTITIONS) as progress:
        with running(commands, stand.folder) as processes:
            costs = stand.costs({commands[0].name: [process.pid for process in processes]}, url)

            def saw(count: int) -> None:
                told = int(seen[-1][0] / cases / TOLD_EVERY) if seen else 0
                seen.append((count, costs.read()))
                if int(count / cases / TOLD_EVERY) > told:
                    cost = between(seen[0][1], seen[-1][1])
                    print(
                        f"{count:,} of {cases:,} in {cost.took_s:.0f} s; {line(cost, count - seen[0][0])}", flush=True
                    )

            await followed(progress, cases, processes, saw)
            costs.close()
            if url is not None:
                await all_published(url)
    return Found(cases, seen)


def line(cost: Cost, events: int) -> str:
    return cost.told(events) if events else "nothing to compare yet"


async def all_published(url: str) -> None:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as asking:

        async def none_waits() -> bool:
            row = await (await asking.execute("SELECT count(*) FROM notifier.outbox")).fetchone()
            return row is not None and row[0] == 0

        await until(none_waits, seconds=PUBLISHED_S)


def check(url: str, cases: int) -> None:
    with psycopg.connect(url, autocommit=True) as asking:
        row = asking.execute("SELECT count(*) FROM notifier.history WHERE reason = 'overdue'").fetchone()
    if row is None or row[0] != cases:
        raise SystemExit(f"{row and row[0]} cases were decided on, not {cases:,}")


async def published(stand: Stand, topic: str) -> int:
    async with AIOKafkaConsumer(**stand.connection) as asking:
        ends = await asking.end_offsets([TopicPartition(topic, number) for number in range(PARTITIONS)])
    return sum(ends.values())


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="doorstep bench million", description=__doc__)
    made.add_argument("--cases", type=whole(100), default=1_000_000)
    made.add_argument("--notifiers", type=whole(1), default=2)
    made.add_argument("--baseline", type=whole(100), default=200_000, help="events for the baseline (%(default)s)")
    return made


def main() -> None:
    options = parser().parse_args()
    with stand() as made:
        print(asyncio.run(measured(options, made)))


if __name__ == "__main__":
    main()
