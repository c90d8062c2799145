"""What was written in a newer format is left alone by processes of an older one, on both adapters."""

from __future__ import annotations

import pytest

from shared.runtime.ports import DueTimer, NewerFormat, Store, Writes

from .given import an_id, at, intake_row, look, parking, state, write
from .store_harness import StoreHarness


@pytest.fixture
async def newer(harness: StoreHarness, store: Store) -> Store:
    """A process whose machine has format 2; `store` has format 1."""
    made = await harness.store()
    store.format, made.format = 1, 2
    return made


async def test_a_state_in_a_newer_format_is_not_opened_and_its_input_stays_new(store: Store, newer: Store) -> None:
    await write(newer, Writes(states=[state("a")]))
    with pytest.raises(NewerFormat):
        await write(store, Writes(), inbox=[an_id("event")], aggregates=["a", "b"])
    assert (await look(newer, "a", inbox=[an_id("event")])).unseen == {an_id("event")}


async def test_a_state_in_an_older_format_is_taken_over_by_who_writes_it(store: Store, newer: Store) -> None:
    await write(store, Writes(states=[state("a")]))
    assert (await look(newer, "a")).states["a"].format == 1
    await write(newer, Writes(states=[state("a", 2)]), aggregates=["a"])
    assert (await look(newer, "a")).states["a"].format == 2
    with pytest.raises(NewerFormat):
        await look(store, "a")


async def test_timers_of_a_newer_state_wait_for_a_newer_process(store: Store, newer: Store) -> None:
    await write(newer, Writes(states=[state("a")], timers_set={("a", "wake"): at(0)}))
    await write(store, Writes(states=[state("b")], timers_set={("b", "wake"): at(1)}))
    async with store.unit() as unit:
        assert await unit.due_timers(at(2), 10) == ([DueTimer("b", "wake", at(1))], None)
        assert (await unit.due_timers(at(-1), 10)).next_at == at(1)
    assert await store.next_due() == at(1)
    async with newer.unit() as unit:
        assert [due.aggregate for due in (await unit.due_timers(at(2), 10)).found] == ["a", "b"]
    assert await newer.next_due() == at(0)


async def test_direct_inputs_in_a_newer_format_wait_with_all_of_their_aggregate(store: Store, newer: Store) -> None:
    await store.take_in([intake_row("first", "a"), intake_row("other", "b")])
    await newer.take_in([intake_row("second", "a")])
    async with store.unit() as unit:
        assert [row.id for row in await unit.taken_in(10)] == [an_id("other")]
    async with newer.unit() as unit:
        assert [row.id for row in await unit.taken_in(10)] == [an_id("first"), an_id("other"), an_id("second")]


async def test_direct_inputs_of_a_newer_state_wait(store: Store, newer: Store) -> None:
    await write(newer, Writes(states=[state("a")]))
    await store.take_in([intake_row("first", "a")])
    async with store.unit() as unit:
        assert await unit.taken_in(10) == []
    async with newer.unit() as unit:
        assert [row.id for row in await unit.taken_in(10)] == [an_id("first")]


async def test_what_a_commit_tells_is_in_the_format_of_its_process(store: Store, newer: Store) -> None:
    await write(newer, Writes(intake=[intake_row("first", "a")]))
    async with store.unit() as unit:
        assert await unit.taken_in(10) == []


async def test_a_newer_state_is_replayed_by_a_newer_process(harness: StoreHarness, store: Store, newer: Store) -> None:
    await write(newer, Writes(states=[state("a")], parked=[parking("a")]))
    await harness.ask_replay("a")
    async with store.unit() as unit:
        assert await unit.replayable(10) is None
    async with newer.unit() as unit:
        assert await unit.replayable(10) == ("a", [])
