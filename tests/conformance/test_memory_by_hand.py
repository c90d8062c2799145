"""What a simulation rests on: one point a call, crashes anywhere, faults on order, and no chance in it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from shared.runtime.ports import Conflict, Unavailable, Writes
from shared.runtime.retention import EvidenceUnwritten
from tests.memory.runtime import (
    Crashed,
    Fault,
    MemoryBroker,
    MemoryClock,
    MemoryDatabase,
    MemoryLog,
    MemoryOut,
    MemoryStore,
    Moment,
    Process,
)
from tests.memory.runtime.hearing import MemoryHearingStore
from tests.memory.runtime.places import MemoryGroupOffsets, MemoryPlaces
from tests.memory.runtime.process import CALLS

from .driving import drive, until
from .given import NOON, an_id, at, history, intake_row, sent, state
from .given_ending import retention_too
from .given_places import places_too
from .service.notes import Note, keep_notes, notes_of
from .test_operations import replay

TOPIC = "texts"


class MemoryProcess:
    """One process on a database and a broker that others may share."""

    def __init__(self, database: MemoryDatabase, broker: MemoryBroker, moment: Moment, patience: int = 3) -> None:
        self.process = Process()
        self.store = MemoryStore(
            database,
            self.process,
            reads={"notes_of": notes_of},
            applies={"keep_notes": keep_notes},
            patience=patience,
        )
        self.store.start()
        self.log = MemoryLog(broker, self.process, group="g", topics=[TOPIC])
        self.out = MemoryOut(broker, self.process)
        self.clock = MemoryClock(moment, self.process)

    def crash(self) -> None:
        self.process.crash()
        self.store.crash()


class MemoryServers:
    def __init__(self) -> None:
        self.moment = Moment(NOON)
        self.database = MemoryDatabase()
        self.broker = MemoryBroker(self.moment, partitions=1)

    def process(self) -> MemoryProcess:
        return MemoryProcess(self.database, self.broker, self.moment)

    def facts(self) -> dict[str, Any]:
        database = self.database
        return {
            "inbox": dict(database.inbox),
            "states": {name: row.version for name, row in database.states.items()},
            "history": sum(map(len, database.history.values())),
            "timers": list(database.timers),
            "outbox": list(database.outbox),
            "intake": list(database.intake),
            "notes": dict(database.tables["notes"]),
            "locks": {**database.holders, **database.intake_holders, **database.named_locks},
        }


@pytest.fixture
def servers() -> MemoryServers:
    return MemoryServers()


async def everything(process: MemoryProcess) -> None:
    """Each port call once."""
    await process.log.poll(10, 0.2)
    async with process.store.unit() as unit:
        await unit.due_timers(NOON, 10)
        await unit.replayable(10)
        rows = await unit.taken_in(10)
        await unit.open([an_id("one")], ["a"])
        await unit.changes_after({"a": 0})
        await unit.select("notes_of", {"key": "n"})
        await unit.next_operation()
        await unit.carry_out(replay())
        written = Writes(states=[state("a")], history=[history("a")], timers_set={("a", "wake"): NOON})
        written.outbox, written.rows, written.taken = [sent("x")], [Note("n", "words")], [row.id for row in rows]
        await unit.commit(written)
    await process.log.give_back(await process.log.poll(10, 0.2))
    await process.log.commit(await process.log.poll(10, 0.2))
    await process.store.take_in([intake_row("two")])
    await process.store.adopt_leftovers(10)
    await process.out.publish([sent("x")])
    await process.store.published([sent("x").id])
    await process.store.refuse({}, ["a"])
    await process.store.try_refused(["refused"])
    await process.store.next_due()
    ledger = MemoryHearingStore(process.store)
    await ledger.hear([], {TOPIC: 1}, await ledger.clock())
    await places_too(MemoryPlaces(process.store), MemoryGroupOffsets(process.log.group, process.process))
    await process.log.standing([TOPIC])
    await retention_too(process.store)
    await process.clock.sleep_until(at(1), 1)


def test_every_call_is_one_point_and_has_a_name(servers: MemoryServers) -> None:
    names, _ = drive(everything(servers.process()))
    assert set(names) == set(CALLS)
    assert len(names) == len(CALLS) + 3  # three polls, and what ends is a commit as well


def test_a_sleeper_says_until_when_and_the_driver_moves_the_clock(servers: MemoryServers) -> None:
    process = servers.process()
    point = process.clock.sleep_until(at(5), 60).send(None)
    assert point.until == at(1), "sixty seconds come first"
    servers.moment.at = at(1)
    assert process.clock.now() == at(1)


def closed(process: MemoryProcess, work: Coroutine[Any, Any, Any]) -> None:
    work.close()


def killed(process: MemoryProcess, work: Coroutine[Any, Any, Any]) -> None:
    process.crash()
    work.close()


@pytest.mark.parametrize("end", [closed, killed])
def test_a_crash_at_any_point_leaves_whole_transactions_and_no_locks(
    servers: MemoryServers, end: Callable[[MemoryProcess, Coroutine[Any, Any, Any]], None]
) -> None:
    for point in range(1, 100):
        servers = MemoryServers()
        process = servers.process()
        work = everything(process)
        if not until(work, point):
            assert point > len(CALLS)
            return
        end(process, work)
        facts = servers.facts()
        assert facts["locks"] == {}
        assert all(by is None for by in facts["inbox"].values())
        written = [bool(facts[table]) for table in ("inbox", "states", "history", "timers", "notes")]
        assert all(written) or not any(written)
    pytest.fail("it never ended")


def test_a_dead_process_has_no_effect_any_more(servers: MemoryServers) -> None:
    process = servers.process()

    async def clean_up() -> None:
        try:
            await process.store.take_in([intake_row("one")])
        finally:
            await process.store.take_in([intake_row("two")])

    work = clean_up()
    assert until(work, 1)
    process.crash()
    with pytest.raises(Crashed):
        work.close()
    assert servers.facts()["intake"] == [an_id("one")]


def test_who_waits_for_a_lock_says_so_and_goes_on_when_it_is_free(servers: MemoryServers) -> None:
    first, second = servers.process(), servers.process()
    drive(put(first, 1))
    holding, waiting = put(first, 2), put(second, 2)
    assert holding.send(None).name == "store.open"
    assert waiting.send(None).blocked
    assert drive(holding)[0] == ["store.commit"]
    assert not waiting.send(None).blocked
    drive(waiting)
    assert servers.database.states["a"].version == 3


async def put(process: MemoryProcess, version: int) -> None:
    async with process.store.unit() as unit:
        before = (await unit.open([], ["a"])).states.get("a")
        await unit.commit(Writes(states=[state("a", before.version + 1 if before else version)]))


def test_who_waits_too_long_gets_a_conflict_and_holds_nothing(servers: MemoryServers) -> None:
    first, second = servers.process(), servers.process()
    drive(put(first, 1))
    holding = put(first, 2)
    holding.send(None)
    with pytest.raises(Conflict):
        drive(put(second, 2))
    assert not second.store.units
    holding.close()


def test_a_fault_before_a_call_leaves_no_trace_of_it(servers: MemoryServers) -> None:
    for call in CALLS:
        servers = MemoryServers()
        process = servers.process()
        process.process.faults = lambda name, call=call: Fault(Unavailable(call)) if name == call else None
        refused = (EvidenceUnwritten, None) if call == "evidence.write" else (Unavailable, call)
        with pytest.raises(refused[0], match=refused[1]):
            drive(everything(process))
        assert servers.facts()["locks"] == {}


def test_a_commit_whose_answer_is_lost_was_made_and_its_rows_are_leftovers(servers: MemoryServers) -> None:
    process = servers.process()
    process.process.faults = lambda name: Fault(Unavailable("lost"), done=1) if name == "store.commit" else None
    with pytest.raises(Unavailable):
        drive(everything(process))
    assert servers.facts()["states"] == {"a": 1}
    process.process.faults = None
    assert drive(process.store.adopt_leftovers(10))[1] == [sent("x")]


def test_a_unit_that_began_before_a_lost_answer_must_look_again(servers: MemoryServers) -> None:
    process = servers.process()

    async def slowly() -> None:
        async with process.store.unit() as unit:
            await unit.open([], ["a"])
            await unit.commit(Writes(outbox=[sent("behind")]))

    work = slowly()
    assert until(work, 1)
    process.process.faults = lambda name: Fault(Unavailable("gone")) if name == "store.commit" else None
    with pytest.raises(Unavailable):
        drive(put(process, 1))
    process.process.faults = None
    with pytest.raises(Conflict):
        drive(work)


def test_a_publication_may_fail_in_the_middle(servers: MemoryServers) -> None:
    process = servers.process()
    process.process.faults = lambda name: Fault(Unavailable("gone"), done=2)
    with pytest.raises(Unavailable):
        drive(process.out.publish([sent("1"), sent("2"), sent("3")]))
    assert [record.value for record in servers.broker.records[TOPIC, 0]] == [b"1", b"2"]


def test_a_member_that_was_expelled_commits_nothing_and_learns_it_at_its_next_poll(servers: MemoryServers) -> None:
    zombie, heir = servers.process(), servers.process()
    drive(heir.log.poll(10, 0))
    drive(zombie.out.publish([sent("1"), sent("2")]))
    owner, other = (zombie, heir) if zombie.log.assigned else (heir, zombie)
    records = drive(owner.log.poll(10, 0))[1]
    owner.log.expire()
    assert drive(other.log.poll(10, 0))[1] == records, "two owners of a partition"
    drive(owner.log.commit(records))
    assert servers.broker.lag(owner.log.group) == 2
    drive(other.log.commit(records))
    assert servers.broker.lag(owner.log.group) == 0
    drive(owner.log.poll(10, 0))
    assert owner.log in owner.log.group.members


def test_a_rebalance_waits_for_records_in_work(servers: MemoryServers) -> None:
    first = servers.process()
    drive(first.out.publish([sent("1"), sent("2")]))
    records, second = drive(first.log.poll(1, 0))[1], servers.process()
    assert drive(second.log.poll(10, 0))[1] == []
    drive(first.log.commit(records))
    assert [record.offset for process in (first, second) for record in drive(process.log.poll(10, 0))[1]] == [1]


def test_the_same_calls_give_the_same_points(servers: MemoryServers) -> None:
    assert drive(everything(MemoryServers().process()))[0] == drive(everything(MemoryServers().process()))[0]
