"""A table that somebody outside holds: whose call names it hears `LockHeld`, others go on, and nothing was written."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from shared.contracts.operations import RefusedRetried
from shared.runtime.pg.session import SETTINGS
from shared.runtime.ports import Conflict, LockHeld, Store, Unit, Writes
from tests.memory.runtime.held_tables import HOLDABLE, NAMED_BY, carried_out, written

from .driving import drive
from .given import NOON, an_id, at, history, intake_row, look, parking, queued, sent, state, write
from .store_harness import StoreHarness
from .test_memory_by_hand import MemoryServers
from .test_operations import operation, replay

WAITS = "100ms"


@pytest.fixture
async def store(harness: StoreHarness, monkeypatch: pytest.MonkeyPatch) -> Store:
    """One that is soon tired of waiting."""
    monkeypatch.setitem(SETTINGS, "lock_timeout", WAITS)
    return await harness.store()


IN_A_UNIT: dict[str, Callable[[Unit], Awaitable[object]]] = {
    "store.open": lambda unit: unit.open([an_id("one")], ["a"]),
    "store.changes_after": lambda unit: unit.changes_after({"a": 0}),
    "store.due_timers": lambda unit: unit.due_timers(NOON, 10),
    "store.replayable": lambda unit: unit.replayable(10),
    "store.taken_in": lambda unit: unit.taken_in(10),
}
ALONE: dict[str, Callable[[Store], Awaitable[object]]] = {
    "store.next_due": lambda store: store.next_due(),
    "store.take_in": lambda store: store.take_in([intake_row("one")]),
    "store.adopt_leftovers": lambda store: store.adopt_leftovers(10),
    "store.published": lambda store: store.published([an_id("one")]),
    "store.refuse": lambda store: store.refuse({an_id("one"): "too-large"}, ["a"]),
    "store.try_refused": lambda store: store.try_refused(["too-large"]),
}
COMMITS = {
    "states": Writes(states=[state("a")]),
    "history": Writes(history=[history("a")]),
    "timers": Writes(timers_set={("a", "wake"): at(0)}, timers_cancelled={("a", "sleep")}),
    "outbox": Writes(outbox=[sent("one")]),
    "intake": Writes(intake=[intake_row("one")]),
    "taken": Writes(taken=[an_id("one")]),
    "parked": Writes(parked=[parking("b")]),
    "unparked": Writes(unparked=["b"]),
    "queued": Writes(queued=[queued("one", "b")]),
}


async def waited(work: Awaitable[object]) -> bool:
    try:
        await work
    except LockHeld:
        return True
    return False


async def in_a_unit(store: Store, call: Callable[[Unit], Awaitable[object]]) -> object:
    async with store.unit() as unit:
        return await call(unit)


@pytest.mark.parametrize("table", HOLDABLE)
async def test_who_names_the_table_waits_and_others_go_on(table: str, store: Store, harness: StoreHarness) -> None:
    found: dict[str, bool] = {}
    async with harness.held(table):
        for name, call in IN_A_UNIT.items():
            found[name] = await waited(in_a_unit(store, call))
        for name, alone in ALONE.items():
            found[name] = await waited(alone(store))
    assert found == {name: table in NAMED_BY[name] for name in (*IN_A_UNIT, *ALONE)}
    assert found.keys() == NAMED_BY.keys()


@pytest.mark.parametrize("table", HOLDABLE)
async def test_a_commit_waits_for_what_it_writes(table: str, store: Store, harness: StoreHarness) -> None:
    found: dict[str, bool] = {}
    async with harness.held(table):
        for name, writes in COMMITS.items():
            found[name] = await waited(in_a_unit(store, lambda unit, writes=writes: unit.commit(writes)))  # type: ignore[misc]
    assert found == {name: table in written(writes) for name, writes in COMMITS.items()}


@pytest.mark.parametrize("table", ["parked", "outbox", "states"])
async def test_what_an_operator_asked_waits_for_what_it_changes(
    table: str, store: Store, harness: StoreHarness
) -> None:
    for asked in (replay(), operation(RefusedRetried, "two", event=an_id("x"))):
        async with harness.held(table):
            found = await waited(in_a_unit(store, lambda unit, asked=asked: unit.carry_out(asked)))  # type: ignore[misc]
        assert found == (table in carried_out(asked))


async def test_of_a_commit_that_waited_in_vain_nothing_is_written_and_its_process_stays_who_it_was(
    store: Store, other: Store, harness: StoreHarness
) -> None:
    await write(store, Writes(states=[state("a")], outbox=[sent("one")]))
    writes = Writes(states=[state("a", 2)], timers_set={("a", "wake"): at(0)}, outbox=[sent("two")])
    before = await harness.count()
    async with harness.held("timers"):
        async with store.unit() as unit:
            await unit.open([an_id("an input")], ["a"])
            with pytest.raises(Conflict) as raised:
                await unit.commit(writes)
            assert isinstance(raised.value, LockHeld)
        assert (await look(other, "a")).behind == {"a"}, "what it locked is free, and its rows are its own"
    assert await harness.count() == before
    assert await other.adopt_leftovers(10) == []
    assert (await write(store, writes, inbox=[an_id("an input")])).unseen == {an_id("an input")}


def test_in_memory_who_was_there_before_goes_on_and_who_waits_keeps_what_it_has() -> None:
    servers = MemoryServers()
    held, process = servers.database.held_tables, servers.process()
    drive(write(process.store, Writes(states=[state("a"), state("b")])))
    before, after = process.store.unit(), servers.process().store.unit()
    drive(before.open([], ["a"]))
    held.hold("timers", [before])
    drive(after.open([], ["b"]))
    waits = after.commit(Writes(timers_set={("b", "wake"): at(0)}))
    assert [waits.send(None).blocked for _ in range(3)] == [True] * 3
    assert list(servers.database.holders) == ["a", "b"]
    drive(before.commit(Writes(timers_set={("a", "wake"): at(0)})))
    with pytest.raises(LockHeld):
        drive(waits)
    assert (list(servers.database.holders), [name for _, name, _ in servers.database.timers]) == ([], ["a"])
