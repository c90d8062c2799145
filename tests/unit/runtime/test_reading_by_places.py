"""A consumer that reads from its database's places: how they move, what stops it, and from where it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, datetime
from functools import partial

import pytest

from shared.contracts.codec import encode
from shared.privacy.master import MasterKeys
from shared.runtime.metrics import REGISTRY
from shared.runtime.place_watch import PlaceWatch
from shared.runtime.places import LogPlace, SkippedRange
from shared.runtime.ports import OlderDatabase, Unavailable
from shared.runtime.steps.breaker import Breakers
from shared.runtime.steps.consume import consume_batch
from shared.runtime.steps.relay import Relay
from shared.runtime.steps.transact import StepContext
from shared.runtime.steps.unless_held import unless_held
from tests.integration.runtime.service_runner import overdue
from tests.integration.runtime.toy import MACHINE
from tests.memory.runtime import (
    Fault,
    MemoryBroker,
    MemoryClock,
    MemoryDatabase,
    MemoryGroupOffsets,
    MemoryLog,
    MemoryPlaces,
    MemoryStore,
    Moment,
    Process,
)

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
TOPICS = ("loans", "outcomes")
LOANS: LogPlace = ("loans", 0)


class Servers:
    def __init__(self) -> None:
        self.moment = Moment(NOW)
        self.broker = MemoryBroker(self.moment, partitions=1)
        self.database = MemoryDatabase()

    def overdue(self, *cases: str, source: str = "bank") -> None:
        for case in cases:
            event = overdue(case).model_copy(update={"time": self.moment.at, "source": source})
            self.broker.append("loans", case.encode(), encode(event), 0)

    @property
    def place(self) -> int | None:
        return self.database.places.at.get(LOANS)

    @property
    def committed(self) -> int | None:
        return self.broker.groups["toy"].committed.get(LOANS)

    @property
    def cases(self) -> set[str]:
        return set(self.database.states)


class Reader:
    """One process."""

    def __init__(self, servers: Servers) -> None:
        self.process = Process(by_hand=False)
        self.store = MemoryStore(servers.database, self.process)
        self.store.start()
        offsets = MemoryGroupOffsets(servers.broker.group("toy", TOPICS), self.process)
        self.watch = PlaceWatch("toy", MemoryPlaces(self.store), offsets, lambda: self.store.owner)
        self.log = MemoryLog(servers.broker, self.process, group="toy", topics=TOPICS, watch=self.watch)
        clock, keys = MemoryClock(servers.moment, self.process), MasterKeys.of(b"k" * 32)
        self.desk = StepContext(MACHINE, self.store, clock, keys, Relay(), skips=lambda: self.watch.skips)
        self.step = unless_held(self.watch.held, partial(consume_batch, self.log, self.desk, Breakers(100)))

    async def reads(self) -> int:
        """Looks first, as its loops do."""
        while await self.watch.look():
            pass
        return await self.step()

    def dies(self) -> None:
        self.process.crash()
        self.store.crash()
        self.log.expire()


@pytest.fixture
def servers() -> Servers:
    return Servers()


async def test_nothing_is_read_before_the_database_was_compared(servers: Servers) -> None:
    servers.overdue("a")
    reader = Reader(servers)
    assert await reader.step() == 0
    assert await reader.reads() == 1
    assert (servers.place, servers.committed) == (1, 1)


async def test_a_batch_without_an_input_moves_the_place_too(servers: Servers) -> None:
    servers.broker.append("loans", None, b"garbage", 0)
    assert await Reader(servers).reads() == 1
    assert servers.place == 1


async def test_what_can_not_be_decided_is_parked_and_the_place_is_behind_all_of_it(servers: Servers) -> None:
    servers.overdue("a", "b", "c")
    reader = Reader(servers)
    calls = 0

    def refuse(call: str) -> Fault | None:
        nonlocal calls
        calls += call == "store.commit"
        return Fault(ValueError("breaks")) if call == "store.commit" and calls < 3 else None

    reader.process.faults = refuse
    assert await reader.reads() == 3
    assert servers.place == servers.committed == 3
    assert servers.cases | set(servers.database.parked) == {"a", "b", "c"}


async def test_a_batch_that_is_not_written_moves_nothing_and_comes_again(servers: Servers) -> None:
    servers.overdue("a", "b")
    reader = Reader(servers)
    await reader.reads()
    servers.overdue("c")
    reader.process.faults = lambda call: Fault(Unavailable("gone")) if call == "store.commit" else None
    with pytest.raises(Unavailable):
        await reader.reads()
    assert (servers.place, servers.committed) == (2, 2)
    reader.process.faults = None
    assert await reader.reads() == 1
    assert (servers.place, servers.committed) == (3, 3)


async def test_a_commit_to_the_group_that_was_lost_is_made_up_for_and_nothing_comes_again(servers: Servers) -> None:
    servers.overdue("a", "b")
    first = Reader(servers)
    first.process.faults = lambda call: Fault(Unavailable("gone")) if call == "log.commit" else None
    with pytest.raises(Unavailable):
        await first.reads()
    assert (servers.place, servers.committed) == (2, 0)
    first.dies()
    assert await Reader(servers).reads() == 0
    assert servers.committed == 2


async def test_offsets_that_are_gone_change_nothing(servers: Servers) -> None:
    servers.overdue("a", "b")
    first = Reader(servers)
    await first.reads()
    first.dies()
    servers.broker.groups.clear()
    servers.overdue("c")
    assert await Reader(servers).reads() == 1
    assert servers.cases == {"a", "b", "c"}


async def older(servers: Servers) -> Reader:
    """A reader of three cases whose database is put back to the first of them under it."""
    reader = Reader(servers)
    servers.overdue("a")
    await reader.reads()
    before = deepcopy(servers.database.__dict__ | {"on_commit": None, "on_intake": None, "now": None})
    servers.overdue("b", "c")
    await reader.reads()
    living = servers.database.living, servers.database.owners, servers.database.now
    servers.database.__dict__.update(before)
    servers.database.living, servers.database.owners, servers.database.now = living
    return reader


async def test_a_database_put_back_under_a_reader_refuses_its_batch_and_is_held(servers: Servers) -> None:
    reader = await older(servers)
    servers.overdue("d")
    with pytest.raises(OlderDatabase):
        await reader.step()
    assert (servers.place, servers.cases) == (1, {"a"})
    assert await reader.reads() == 0
    assert reader.watch.why is not None
    assert reader.watch.why.cause == "restored"
    assert (servers.place, servers.cases) == (1, {"a"})


async def test_after_the_recovery_it_reads_from_the_database_s_place_and_the_group_follows(servers: Servers) -> None:
    reader = await older(servers)
    reader.dies()
    second = Reader(servers)
    assert await second.reads() == 0
    servers.database.places.held = None
    assert await second.reads() == 2
    assert (servers.place, servers.committed) == (3, 3)
    assert servers.cases == {"a", "b", "c"}
    third = Reader(servers)
    assert await third.reads() == 0
    assert third.watch.why is None


async def test_another_process_hears_of_a_hold_and_of_its_end(servers: Servers) -> None:
    one, other = Reader(servers), Reader(servers)
    await one.reads(), await other.reads()
    await MemoryPlaces(one.store).hold("lost", {})
    assert await other.reads() == 0
    assert other.watch.held()
    servers.database.places.held = None
    await other.reads()
    assert not other.watch.held()


async def test_a_process_with_a_new_number_looks_before_it_does_anything(servers: Servers) -> None:
    reader = Reader(servers)
    await reader.reads()
    reader.store.start()
    assert reader.watch.held()
    await reader.reads()
    assert not reader.watch.held()


async def test_what_a_version_without_places_read_beside_us_is_taken_over(servers: Servers) -> None:
    servers.database.places.predates = True
    reader = Reader(servers)
    servers.overdue("a", "b", "c")
    await reader.reads()
    group = servers.broker.groups["toy"]
    servers.overdue("theirs")
    group.committed[LOANS], group.marks[LOANS] = 4, ""
    servers.broker.rebalance(group)
    reader.store.start()
    servers.overdue("ours")
    assert await reader.reads() == 1
    assert servers.place == servers.committed == 5
    assert reader.watch.why is None


def skipped() -> float:
    return REGISTRY.get_sample_value("doorstep_records_skipped_total", {"topic": "loans"}) or 0.0


@pytest.mark.parametrize(("sources", "cases"), [(("bank",), {"d"}), (("crew-app",), {"a", "b", "c", "d"})])
async def test_records_of_a_lost_time_are_passed_over_and_counted(
    servers: Servers, sources: Sequence[str], cases: set[str]
) -> None:
    servers.database.places.skipped = [SkippedRange("loans", 0, source, 0, 3) for source in sources]
    before = skipped()
    servers.overdue("a", "b", "c", "d")
    assert await Reader(servers).reads() == 4
    assert servers.cases == cases
    assert servers.place == 4
    assert skipped() - before == 4 - len(cases)
