"""`./doorstep bench latency`: how long it takes from an overdue event in Kafka to the post at the carrier's.

Events come at a steady rate to a notifier that has nothing else to do; the carrier is a process on this machine that
answers at once. What a text costs is counted at the lower rate, where each is alone; what the idle service costs in the
same time is in it, and told before. `baseline` reads the event and posts, with the same clients and without a database.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from aiokafka import AIOKafkaProducer

from deploy.local.ports import free_port
from services.notifier.bootstrap import MIGRATIONS
from shared.contracts.codec import encode
from shared.privacy.keys import KeyRing
from shared.privacy.master import MasterKeys
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore
from tests.arguments import whole
from tests.benchmarks.counted.costs import Cost
from tests.benchmarks.counted.processes import Command, Progress, running
from tests.benchmarks.counted.stand import Stand, database, settings, stand, topics
from tests.benchmarks.webhook.people import overdue
from tests.benchmarks.webhook.requests import phone
from tests.polling import until

DAY = datetime(2026, 10, 6, 10, tzinfo=UTC)
"""A Tuesday morning in Lisbon: texts are due at once."""
PARTITIONS = 6
RATES = (50, 200)
WARM = 30
IDLE_S = 6.0


class Lane:
    """Events sent at a rate, and when each of them was posted."""

    def __init__(self, stand: Stand, prefix: str, posts: Path, records: Sequence[tuple[bytes, bytes]]) -> None:
        self._stand, self._topic, self._posts, self._records = stand, f"{prefix}loans", posts, list(records)
        self._next = 0

    async def sent(self, texts: int, a_second: int) -> list[float]:
        """From event to post, in ms, of each of the next `texts` people."""
        first, self._next = self._next, self._next + texts
        sent_s: dict[str, float] = {}
        async with AIOKafkaProducer(**self._stand.connection, linger_ms=0) as producer:
            await producer.client.force_metadata_update()
            began_s = time.monotonic()
            for number in range(first, first + texts):
                await asyncio.sleep(max(0.0, began_s + (number - first) / a_second - time.monotonic()))
                key, value = self._records[number]
                sent_s[phone(number)] = time.monotonic()
                await producer.send(self._topic, value, key)
        await until(lambda: self._all_posted(sent_s), seconds=60, every=0.1)
        return [(at_s - sent_s[to]) * 1000 for to, at_s in self._seen() if to in sent_s]

    async def _all_posted(self, sent: dict[str, float]) -> bool:
        return set(sent) <= {to for to, _ in self._seen()}

    def _seen(self) -> list[tuple[str, float]]:
        lines = [line.split(" ") for line in self._posts.read_text().splitlines() if line.count(" ") == 1]
        return [(to, float(at_s)) for at_s, to in lines]


async def measured(options: argparse.Namespace, stand: Stand) -> str:
    """The last line."""
    people = WARM + sum(rate * options.seconds for rate in RATES)
    with database(stand.postgres) as url:
        env = settings(stand.folder, url, stand.kafka, "", DAY)
        await migrate(url, "notifier", MIGRATIONS)
        await migrate(url, "bench", ())
        store, keys = PgStore(url, "bench"), MasterKeys.read(stand.folder / "master")
        ring = KeyRing(PgKeys(store), keys.wrap)
        await ring.make(f"b-case-{number:07d}" for number in range(people))
        events = [await overdue(number, DAY, ring, keys) for number in range(people)]
        await store.close()
        records = [(event.subject.encode(), encode(event)) for event in events]
        print(f"{people:,} people who can be texted", flush=True)
        said = {}
        for who, module in (("baseline", "tests.benchmarks.latency.baseline"), ("notifier", "services.notifier")):
            said[who] = await lane_of(stand, who, module, env, url, records, options.seconds)
    ms, base_ms = said["notifier"][0], said["baseline"][0]
    cost, base = said["notifier"][1], said["baseline"][1]
    rates = "; ".join(
        f"at {rate} a second p50 {ms[rate][0]:.0f} p95 {ms[rate][1]:.0f} ms "
        f"({ms[rate][1] / base_ms[rate][1]:.1f} times the baseline's)"
        for rate in RATES
    )
    return (
        f"latency: {rates}; a lone text costs {cost[0]:.1f} ms of CPU ({cost[0] / base[0]:.1f} times the "
        f"baseline) in {cost[1]:.1f} transactions"
    )


async def lane_of(
    stand: Stand,
    who: str,
    module: str,
    env: dict[str, str],
    url: str,
    records: Sequence[tuple[bytes, bytes]],
    seconds: int,
) -> tuple[dict[int, tuple[float, float]], tuple[float, float]]:
    """By rate p50 and p95 in ms; and of a lone text the CPU of all processes in ms and the transactions."""
    prefix = f"{who}-{uuid4().hex[:6]}."
    posts, found = stand.folder / f"{who}-posts", {}
    alone = (0.0, 0.0)
    async with AsyncExitStack() as closing:
        await closing.enter_async_context(topics(stand, prefix, PARTITIONS))
        address = closing.enter_context(carrier(posts))
        mine = {**env, "DOORSTEP_TOPIC_PREFIX": prefix, "TWILIO_API_URL": address}
        group = prefix + ("baseline" if who == "baseline" else "doorstep-notifier")
        async with Progress(stand.connection, group, f"{prefix}loans", PARTITIONS) as progress:
            with running([Command(who, module, mine)], stand.folder) as processes:
                await until(lambda: progress.joined(1), seconds=90, every=0.2)
                lane = Lane(stand, prefix, posts, records)
                await lane.sent(WARM, RATES[0])
                await asyncio.sleep(2)
                costs = stand.costs({who: [processes[0].pid]}, url)
                before = costs.read()
                await asyncio.sleep(IDLE_S)
                idle = costs.since(before)
                print(
                    f"{who} idle: {sum(idle.cpu_s.values()) / idle.took_s:.1%} of a core, "
                    f"{(idle.committed + idle.rolled_back) / idle.took_s:.1f} transactions a second",
                    flush=True,
                )
                for rate in RATES:
                    before = costs.read()
                    late_ms = sorted(await lane.sent(rate * seconds, rate))
                    await asyncio.sleep(1.5)  # PostgreSQL tells of its transactions up to a second late
                    spent = costs.since(before)
                    found[rate] = (statistics.median(late_ms), late_ms[int(len(late_ms) * 0.95)])
                    each = per_text(spent, rate * seconds)
                    print(
                        f"{who} at {rate} a second: p50 {found[rate][0]:.1f} ms, p95 {found[rate][1]:.1f} ms; "
                        f"{spent.told(rate * seconds)}; {each[1]:.1f} transactions a text",
                        flush=True,
                    )
                    alone = each if rate == RATES[0] else alone
                costs.close()
    return found, alone


def per_text(spent: Cost, texts: int) -> tuple[float, float]:
    """CPU of all processes in ms, and transactions."""
    return sum(spent.cpu_s.values()) / texts * 1000, (spent.committed + spent.rolled_back) / texts


@contextmanager
def carrier(posts: Path) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "tests.benchmarks.counted.carrier", str(port), str(posts)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        try:
            while not posts.exists():
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait()


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="doorstep bench latency", description=__doc__)
    made.add_argument("--seconds", type=whole(1), default=20, help="at each rate (%(default)s)")
    return made


def main() -> None:
    options = parser().parse_args()
    with stand() as made:
        print(asyncio.run(measured(options, made)))


if __name__ == "__main__":
    main()
