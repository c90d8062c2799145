"""What others do late or too early, in memory: a commit that lands when nobody waits, a log that begins behind us."""

from __future__ import annotations

import pytest

from shared.runtime.kafka.places import REMOVED
from shared.runtime.ports import Outgoing, Unavailable, Writes
from tests.memory.runtime import Fault, MemoryUnit
from tests.memory.runtime.landing import lands, lose

from .driving import drive
from .given import an_id, history, sent, state
from .test_memory_by_hand import TOPIC, MemoryProcess, MemoryServers


@pytest.fixture
def servers() -> MemoryServers:
    return MemoryServers()


def put_off(process: MemoryProcess, servers: MemoryServers) -> MemoryUnit:
    """The second version of `a`, with an event, of whose commit the process hears nothing."""
    drive(written(process))
    process.process.faults = lambda name: Fault(Unavailable("silent"), late=True) if name == "store.commit" else None
    with pytest.raises(Unavailable):
        drive(written(process, 1, sent("late")))
    process.process.faults = None
    (unit,) = servers.database.on_the_way
    return unit


async def written(process: MemoryProcess, before: int = 0, *outbox: Outgoing) -> None:
    async with process.store.unit() as unit:
        await unit.open([an_id(str(before))], ["a"])
        row = state("a", before + 1)._replace(before=before)
        await unit.commit(Writes(states=[row], history=[history("a", before + 1)], outbox=list(outbox)))


def test_a_commit_that_nobody_waits_for_holds_what_it_has_until_it_lands(servers: MemoryServers) -> None:
    process, database = servers.process(), servers.database
    unit = put_off(process, servers)
    former = unit.owner
    process.crash()
    assert (database.states["a"].version, list(database.holders), list(database.outbox)) == (1, ["a"], [])
    assert former in database.living, "the server holds the lock of its owner as well"
    lands(database, unit)
    assert (database.states["a"].version, list(database.holders)) == (2, [])
    assert [row.owner for row in database.outbox.values()] == [former]
    assert former not in database.living, "whoever finds the row adopts it"


async def opened(process: MemoryProcess) -> tuple[int, bool]:
    """The version that stands, and whether the input of the late commit is new."""
    async with process.store.unit() as unit:
        found = await unit.open([an_id("1")], ["a"])
        return found.states["a"].version, an_id("1") in found.unseen


def test_who_comes_meanwhile_waits_and_finds_it_done(servers: MemoryServers) -> None:
    unit = put_off(servers.process(), servers)
    other = opened(servers.process())
    assert other.send(None).blocked
    lands(servers.database, unit)
    assert drive(other)[1] == (2, False)


def test_what_is_on_its_way_when_the_server_goes_down_never_happens(servers: MemoryServers) -> None:
    process, database = servers.process(), servers.database
    unit = put_off(process, servers)
    lose(database)
    lands(database, unit)
    assert (database.states["a"].version, list(database.holders), database.on_the_way) == (1, [], {})
    drive(written(process, 1))
    assert database.states["a"].version == 2


async def polled(process: MemoryProcess, *, handled: bool = False) -> list[tuple[int, str, int]]:
    """Offset, and of a gap its code and where it begins."""
    records = await process.log.poll(10, 0.2)
    await (process.log.commit(records) if handled else process.log.give_back(records))
    return [(one.offset, *((one.gap.code, one.gap.first) if one.gap else ("", -1))) for one in records]


def test_what_was_removed_unread_is_said_first_until_that_is_handled(servers: MemoryServers) -> None:
    process = servers.process()
    for _ in range(5):
        servers.broker.append(TOPIC, b"k", b"v", 0)
    servers.broker.remove((TOPIC, 0), 3)
    gap, rest = [(2, REMOVED, 0)], [(3, "", -1), (4, "", -1)]
    said = [drive(polled(process, handled=handled))[1] for handled in (False, True, False, True)]
    assert said == [gap, gap, rest, rest]
    assert drive(polled(servers.process()))[1] == [], "the first process has the partition"
