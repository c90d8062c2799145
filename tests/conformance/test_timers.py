"""Timers: one of a kind per aggregate, fired under the lock of the aggregate they move."""

from __future__ import annotations

from datetime import datetime

from shared.runtime.held_states import Snapshot
from shared.runtime.ports import DueTimer, HeldState, Store, Writes

from .given import NOON, an_id, at, look, parking, sent, state, switch, write


async def set_timers(store: Store, *timers: tuple[str, str, datetime]) -> None:
    known = (await look(store, *(name for name, _, _ in timers))).states
    await write(
        store,
        Writes(
            states=[state(name) for name in sorted({name for name, _, _ in timers} - known.keys())],
            timers_set={(name, kind): due_at for name, kind, due_at in timers},
        ),
    )


async def due(store: Store, moment: datetime = NOON, limit: int = 10) -> list[DueTimer]:
    async with store.unit() as unit:
        return (await unit.due_timers(moment, limit)).found


async def test_a_timer_is_due_from_its_moment_on(store: Store) -> None:
    await set_timers(store, ("a", "wake", at(0)))
    assert await due(store, at(-1)) == []
    assert await due(store, at(0)) == [DueTimer("a", "wake", at(0))]
    assert await due(store, at(1)) == [DueTimer("a", "wake", at(0))]


async def test_setting_a_timer_again_moves_it(store: Store) -> None:
    await set_timers(store, ("a", "wake", at(0)))
    await set_timers(store, ("a", "wake", at(5)))
    assert await due(store, at(4)) == []
    assert await due(store, at(5)) == [DueTimer("a", "wake", at(5))]


async def test_a_cancelled_timer_never_fires(store: Store) -> None:
    await set_timers(store, ("a", "wake", at(0)), ("a", "sleep", at(0)))
    await write(store, Writes(timers_cancelled={("a", "wake"), ("a", "unknown")}))
    assert await due(store) == [DueTimer("a", "sleep", at(0))]


async def test_cancelled_and_set_in_one_transaction_is_set(store: Store) -> None:
    await set_timers(store, ("a", "wake", at(0)))
    await write(store, Writes(timers_cancelled={("a", "wake")}, timers_set={("a", "wake"): at(3)}))
    assert await due(store, at(9)) == [DueTimer("a", "wake", at(3))]


async def test_a_timer_fires_once_when_its_transaction_takes_it_away(store: Store, other: Store) -> None:
    await set_timers(store, ("a", "wake", at(0)))
    async with store.unit() as unit:
        (timer,) = (await unit.due_timers(NOON, 10)).found
        await unit.open([], [timer.aggregate])
        await unit.commit(Writes(states=[state("a", 2)], timers_cancelled={(timer.aggregate, timer.kind)}))
    assert await due(other) == []


async def test_a_timer_whose_transaction_is_undone_fires_again(store: Store, other: Store) -> None:
    await set_timers(store, ("a", "wake", at(0)))
    async with store.unit() as unit:
        assert len((await unit.due_timers(NOON, 10)).found) == 1
    assert len(await due(other)) == 1


async def test_timers_that_another_process_works_on_are_skipped(store: Store, other: Store) -> None:
    await set_timers(store, ("a", "wake", at(0)), ("b", "wake", at(1)))
    async with store.unit() as unit:
        assert [timer.aggregate for timer in (await unit.due_timers(at(1), 1)).found] == ["a"]
        assert [timer.aggregate for timer in await due(other, at(1))] == ["b"]


async def test_a_timer_of_an_aggregate_that_is_being_moved_is_skipped(store: Store, other: Store) -> None:
    await set_timers(store, ("a", "wake", at(0)))
    async with store.unit() as unit:
        await unit.open([], ["a"])
        assert await due(other) == []


async def test_the_earliest_come_first_and_all_of_an_aggregate_together(store: Store) -> None:
    await set_timers(store, ("c", "x", at(3)), ("a", "y", at(2)), ("b", "z", at(1)), ("b", "w", at(2)))
    found = await due(store, at(3), limit=1)
    assert [(timer.aggregate, timer.kind) for timer in found] == [("b", "z"), ("b", "w")]
    assert [timer.due_at for timer in await due(store, at(3))] == [at(1), at(2), at(2), at(3)]


async def test_with_what_is_due_comes_when_the_next_is(store: Store) -> None:
    await set_timers(store, ("a", "x", at(0)), ("a", "y", at(9)), ("b", "x", at(5)), ("c", "x", at(3)))
    await write(store, Writes(parked=[parking("c")]))
    async with store.unit() as unit:
        assert (await unit.due_timers(at(-1), 10)).next_at == at(0)
        assert await unit.due_timers(at(0), 10) == ([DueTimer("a", "x", at(0))], at(5))
        assert (await unit.due_timers(at(5), 10)).next_at == at(9)
        assert (await unit.due_timers(at(9), 10)).next_at is None


async def test_aggregates_of_what_is_due_are_opened_as_others_are(store: Store, other: Store) -> None:
    await set_timers(store, ("a", "wake", at(0)), ("b", "wake", at(1)))
    await write(store, Writes(switches=[switch(True, 0)]))
    await write(other, Writes(outbox=[sent("a one")]))
    async with store.unit() as unit:
        await unit.due_timers(at(1), 10)
        opened = await unit.open([], ["b", "a", "a"])
    assert opened == await look(store, "a", "b")
    assert opened.states.keys() == {"a", "b"}
    assert opened.behind == {"a"}
    assert opened.stopped == {"sending:all"}


async def test_who_opens_others_than_those_that_are_due_sees_just_these(store: Store) -> None:
    await set_timers(store, ("a", "wake", at(0)), ("b", "wake", at(9)))
    async with store.unit() as unit:
        await unit.due_timers(at(1), 10)
        assert (await unit.open([], ["a", "b"])).states.keys() == {"a", "b"}
        assert (await unit.open([an_id("one")], ["a"])).unseen == {an_id("one")}


async def test_what_is_held_of_what_is_due_is_not_read(store: Store) -> None:
    writes = Writes(states=[state("a", 1, b"one")], timers_set={("a", "wake"): at(0)})
    async with store.unit() as unit:
        await unit.open([], ["a"])
        ours = HeldState(1, await unit.commit(writes), b"one", Snapshot())
    async with store.unit() as unit:
        await unit.due_timers(at(0), 10)
        opened = await unit.open([], ["a"], held={"a": ours})
    assert (opened.held, opened.states["a"].doc) == ({"a": ours}, b"")


async def test_names_of_any_letters_are_fired(store: Store) -> None:
    names = ['a,"b"', "{c}", "d\\e", " f ", "NULL", "\u00e9'g"]
    await set_timers(store, *((name, "wake", at(0)) for name in names))
    async with store.unit() as unit:
        due = (await unit.due_timers(at(0), 10)).found
        assert sorted(timer.aggregate for timer in due) == sorted(names)
        assert (await unit.open([], names)).states.keys() == set(names)


async def test_timers_of_a_parked_aggregate_wait_and_do_not_ring(store: Store) -> None:
    await set_timers(store, ("a", "wake", at(0)), ("b", "wake", at(5)))
    await write(store, Writes(parked=[parking("a")]))
    assert await due(store) == []
    assert await store.next_due() == at(5)


async def test_next_due_is_the_earliest_or_none(store: Store) -> None:
    assert await store.next_due() is None
    await set_timers(store, ("a", "wake", at(7)), ("b", "wake", at(5)))
    assert await store.next_due() == at(5)
