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


class ListeningService:
    """Replicas of one service on one database; `loans` has two partitions."""

    def __init__(self) -> None:
        self.moment = Moment(NOW)
        self.broker = MemoryBroker(self.moment, partitions=2)
        self.database = MemoryDatabase()
        self.database.now = lambda: self.moment.at

    async def replica(self) -> ListeningReplica:
        replica = ListeningReplica(self)
        await replica.ledger.ask({"loans"}, DEAF_AFTER)
        return replica

    def deaf(self) -> set[str]:
        return set(self.database.deaf())


class ListeningReplica:
    def __init__(self, service: ListeningService) -> None:
        self.process = Process(by_hand=False)
        self.log = MemoryLog(service.broker, self.process, group="toy", topics=("loans",))
        self.ledger = MemoryHearingStore(MemoryStore(service.database, self.process))
        self.breakers, self.hearing = Breakers(100), Hearing(frozenset({"loans"}))

    async def reads(self) -> None:
        await self.log.commit(await self.log.poll(100, 0))

    async def listens(self) -> None:
        await listen(self.hearing, self.log, self.ledger, self.breakers)


@pytest.fixture
def service() -> ListeningService:
    return ListeningService()


async def test_a_fresh_installation_may_speak_and_is_deaf_when_nobody_ever_reads(service: ListeningService) -> None:
    await service.replica()
    assert not service.deaf()
    service.moment.at += DEAF_AFTER + MINUTE
    assert service.deaf() == {"loans"}


async def test_topics_without_records_are_heard(service: ListeningService) -> None:
    replica = await service.replica()
    for _ in range(5):
        service.moment.at += 3 * MINUTE
        await replica.reads()
        await replica.listens()
    assert not service.deaf()


async def test_a_record_that_lies_unread_makes_deaf_after_a_while_and_reading_it_ends_that(
    service: ListeningService,
) -> None:
    replica = await service.replica()
    await replica.reads()
    await replica.listens()
    service.broker.append("loans", b"case-1", b"{}", 1)
    service.moment.at += DEAF_AFTER
    await replica.listens()
    assert not service.deaf(), "the bound itself is allowed"
    service.moment.at += MINUTE
    await replica.listens()
    assert service.deaf() == set(replica.hearing.deaf) == {"loans"}
    assert service.database.stops() == {"deaf:loans since 2026-10-05 09:00 UTC"}
    await replica.reads()
    await replica.listens()
    assert not service.deaf()


async def test_one_idle_replica_is_no_reason(service: ListeningService) -> None:
    replicas = [await service.replica() for _ in range(3)]
    for _ in range(5):
        service.moment.at += 3 * MINUTE
        for replica in replicas:
            await replica.reads()
            await replica.listens()
    assert not service.deaf()


async def test_partitions_of_a_replica_that_is_gone_make_the_others_deaf(service: ListeningService) -> None:
    one, other = await service.replica(), await service.replica()
    for replica in (one, other, one):
        await replica.reads()
        await replica.listens()
    service.moment.at += DEAF_AFTER + MINUTE
    await one.listens()
    assert service.deaf() == {"loans"}


async def test_a_broker_that_is_gone_for_long_makes_deaf(service: ListeningService) -> None:
    replica = await service.replica()
    await replica.reads()
    await replica.listens()
    replica.process.faults = lambda call: Fault(Unavailable("gone")) if call.startswith("log") else None
    service.moment.at += DEAF_AFTER + MINUTE
    await replica.listens()
    assert set(replica.hearing.deaf) == {"loans"}


async def test_an_open_breaker_makes_deaf_at_once_while_something_is_unread(service: ListeningService) -> None:
    replica = await service.replica()
    await replica.reads()
    replica.breakers.saw("loans", 0, JUDGED_FROM_RECORDS, NOW)
    service.broker.append("loans", b"case-1", b"{}", 1)
    await replica.listens()
    assert service.deaf() == {"loans"}
    await replica.reads()
    await replica.listens()
    assert not service.deaf()
    assert not replica.breakers.opened(), "nothing is left to protect"


async def test_an_operators_order_reaches_the_breakers(service: ListeningService) -> None:
    replica = await service.replica()
    service.database.heard.orders["loans", 1] = 8_000
    await replica.listens()
    assert replica.breakers.ordered("loans", 1, 7_999)
