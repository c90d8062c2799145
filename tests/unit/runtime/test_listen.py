"""Listening in memory: what replicas tell each other, and what an operator tells the breakers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared.runtime.hearing import DEAF_AFTER, Hearing
from shared.runtime.ports import Unavailable
from shared.runtime.steps.breaker import JUDGED_FROM_RECORDS, Breakers
from shared.runtime.steps.listen import listen
from tests.memory.runtime import (
    Fault,
    MemoryBroker,
    MemoryDatabase,
    MemoryHearingStore,
    MemoryLog,
    MemoryStore,
    Moment,
    Process,
)

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Town:
    """Replicas of one service on one database; `loans` has two partitions."""

    def __init__(self) -> None:
        self.moment = Moment(NOW)
        self.broker = MemoryBroker(self.moment, partitions=2)
        self.database = MemoryDatabase()
        self.database.now = lambda: self.moment.at

    async def replica(self) -> Ear:
        ear = Ear(self)
        await ear.ledger.ask({"loans"}, DEAF_AFTER)
        return ear

    def deaf(self) -> set[str]:
        return set(self.database.deaf())


class Ear:
    def __init__(self, town: Town) -> None:
        self.process = Process(by_hand=False)
        self.log = MemoryLog(town.broker, self.process, group="toy", topics=("loans",))
        self.ledger = MemoryHearingStore(MemoryStore(town.database, self.process))
        self.breakers, self.hearing = Breakers(100), Hearing(frozenset({"loans"}))

    async def reads(self) -> None:
        await self.log.commit(await self.log.poll(100, 0))

    async def listens(self) -> None:
        await listen(self.hearing, self.log, self.ledger, self.breakers)


@pytest.fixture
def town() -> Town:
    return Town()


async def test_a_fresh_installation_may_speak_and_is_deaf_when_nobody_ever_reads(town: Town) -> None:
    await town.replica()
    assert not town.deaf()
    town.moment.at += DEAF_AFTER + MINUTE
    assert town.deaf() == {"loans"}


async def test_topics_without_records_are_heard(town: Town) -> None:
    ear = await town.replica()
    for _ in range(5):
        town.moment.at += 3 * MINUTE
        await ear.reads()
        await ear.listens()
    assert not town.deaf()


async def test_a_record_that_lies_unread_makes_deaf_after_a_while_and_reading_it_ends_that(town: Town) -> None:
    ear = await town.replica()
    await ear.reads()
    await ear.listens()
    town.broker.append("loans", b"case-1", b"{}", 1)
    town.moment.at += DEAF_AFTER
    await ear.listens()
    assert not town.deaf(), "the bound itself is allowed"
    town.moment.at += MINUTE
    await ear.listens()
    assert town.deaf() == set(ear.hearing.deaf) == {"loans"}
    assert town.database.stops() == {"deaf:loans since 2026-10-05 09:00 UTC"}
    await ear.reads()
    await ear.listens()
    assert not town.deaf()


async def test_one_idle_replica_is_no_reason(town: Town) -> None:
    ears = [await town.replica() for _ in range(3)]
    for _ in range(5):
        town.moment.at += 3 * MINUTE
        for ear in ears:
            await ear.reads()
            await ear.listens()
    assert not town.deaf()


async def test_partitions_of_a_replica_that_is_gone_make_the_others_deaf(town: Town) -> None:
    one, other = await town.replica(), await town.replica()
    for ear in (one, other, one):
        await ear.reads()
        await ear.listens()
    town.moment.at += DEAF_AFTER + MINUTE
    await one.listens()
    assert town.deaf() == {"loans"}


async def test_a_broker_that_is_gone_for_long_makes_deaf(town: Town) -> None:
    ear = await town.replica()
    await ear.reads()
    await ear.listens()
    ear.process.faults = lambda call: Fault(Unavailable("gone")) if call.startswith("log") else None
    town.moment.at += DEAF_AFTER + MINUTE
    await ear.listens()
    assert set(ear.hearing.deaf) == {"loans"}


async def test_an_open_breaker_makes_deaf_at_once_while_something_is_unread(town: Town) -> None:
    ear = await town.replica()
    await ear.reads()
    ear.breakers.saw("loans", 0, JUDGED_FROM_RECORDS, NOW)
    town.broker.append("loans", b"case-1", b"{}", 1)
    await ear.listens()
    assert town.deaf() == {"loans"}
    await ear.reads()
    await ear.listens()
    assert not town.deaf()
    assert not ear.breakers.opened(), "nothing is left to protect"


async def test_an_operators_order_reaches_the_breakers(town: Town) -> None:
    ear = await town.replica()
    town.database.heard.orders["loans", 1] = 8_000
    await ear.listens()
    assert ear.breakers.ordered("loans", 1, 7_999)
