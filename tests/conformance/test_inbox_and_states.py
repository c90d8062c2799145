"""Transactions: what is claimed, locked, written together, and undone together."""

from __future__ import annotations

import asyncio

import pytest

from shared.runtime.ports import BadWrite, Conflict, Store, Unavailable, Writes

from .given import NOON, an_id, dead, history, look, parking, queued, sent, state, switch, write
from .service.notes import Note
from .store_harness import StoreHarness


async def test_an_id_is_unseen_once(store: Store, other: Store) -> None:
    first = await write(store, Writes(), inbox=[an_id("one"), an_id("two")])
    second = await write(other, Writes(), inbox=[an_id("two"), an_id("three")])
    assert first.unseen == {an_id("one"), an_id("two")}
    assert second.unseen == {an_id("three")}


async def test_an_id_twice_in_one_batch_is_unseen_once(store: Store) -> None:
    assert (await look(store, inbox=[an_id("one"), an_id("one")])).unseen == {an_id("one")}


async def test_a_claim_that_was_rolled_back_can_be_made_again(store: Store, harness: StoreHarness) -> None:
    assert (await look(store, inbox=[an_id("one")])).unseen == {an_id("one")}
    assert await harness.count() == {}
    assert (await write(store, Writes(), inbox=[an_id("one")])).unseen == {an_id("one")}


async def test_a_claim_of_another_unit_is_waited_for(store: Store, other: Store, harness: StoreHarness) -> None:
    async with store.unit() as unit:
        await unit.open([an_id("one")], [])
        second = asyncio.create_task(look(other, inbox=[an_id("one")]))
        await harness.until_blocked()
        await unit.commit(Writes())
    assert (await second).unseen == frozenset()


async def test_a_claim_of_another_unit_that_is_undone_is_ours(
    store: Store, other: Store, harness: StoreHarness
) -> None:
    async with store.unit() as unit:
        await unit.open([an_id("one")], [])
        second = asyncio.create_task(look(other, inbox=[an_id("one")]))
        await harness.until_blocked()
    assert (await second).unseen == {an_id("one")}


async def test_states_are_read_as_they_were_written(store: Store) -> None:
    await write(store, Writes(states=[state("a", 1, b"one"), state("b", 1, b"two")]))
    await write(store, Writes(states=[state("a", 2, b"three")]))
    opened = await look(store, "b", "a", "unknown", "a")
    assert {name: (row.version, row.doc) for name, row in opened.states.items()} == {
        "a": (2, b"three"),
        "b": (1, b"two"),
    }


async def test_nothing_at_all_is_a_transaction_too(store: Store) -> None:
    opened = await write(store, Writes())
    assert not opened.unseen
    assert not opened.states


async def test_a_second_unit_on_the_same_aggregate_waits_and_sees_the_first(
    store: Store, other: Store, harness: StoreHarness
) -> None:
    await write(store, Writes(states=[state("a", 1, b"one")]))
    async with store.unit() as unit:
        await unit.open([], ["a"])
        second = asyncio.create_task(look(other, "a"))
        await harness.until_blocked()
        await unit.commit(Writes(states=[state("a", 2, b"two")]))
    assert (await second).states["a"].version == 2


async def test_two_units_on_different_aggregates_do_not_meet(store: Store, other: Store) -> None:
    await write(store, Writes(states=[state("a"), state("b")]))
    async with store.unit() as first, other.unit() as second:
        await first.open([an_id("one")], ["a"])
        await second.open([an_id("two")], ["b"])
        await second.commit(Writes(states=[state("b", 2)]))
        await first.commit(Writes(states=[state("a", 2)]))


async def test_a_state_that_another_process_made_first_is_a_conflict(
    store: Store, other: Store, harness: StoreHarness
) -> None:
    async with store.unit() as unit:
        await unit.open([an_id("one")], ["a"])
        await write(other, Writes(states=[state("a", 1, b"theirs")]))
        with pytest.raises(Conflict):
            await unit.commit(Writes(states=[state("a", 1, b"ours")], outbox=[sent("x")]))
    assert await harness.count() == {"states": 1}
    assert (await look(store, "a")).states["a"].doc == b"theirs"


async def test_a_history_version_that_exists_is_a_conflict(store: Store) -> None:
    await write(store, Writes(history=[history("a", 1)]))
    with pytest.raises(Conflict):
        await write(store, Writes(history=[history("a", 1)]))


async def test_an_outbox_row_that_exists_is_a_conflict(store: Store) -> None:
    await write(store, Writes(outbox=[sent("x")]))
    with pytest.raises(Conflict):
        await write(store, Writes(outbox=[sent("x")]))


async def test_work_goes_on_after_a_conflict(store: Store, harness: StoreHarness) -> None:
    await write(store, Writes(history=[history("a", 1)]))
    for _ in range(8):  # more often than there are connections
        with pytest.raises(Conflict):
            await write(store, Writes(history=[history("a", 1)]), inbox=[an_id("one")])
    assert (await write(store, Writes(history=[history("a", 2)]), inbox=[an_id("one")])).unseen == {an_id("one")}


def everything() -> Writes:
    return Writes(
        states=[state("a")],
        history=[history("a")],
        timers_set={("a", "wake"): NOON},
        outbox=[sent("x")],
        rows=[Note("n", "words")],
        parked=[parking("p")],
        queued=[queued("q", "p")],
        dead=[dead("d")],
        switches=[switch(True, 0)],
    )


async def test_all_of_it_is_written(store: Store, harness: StoreHarness) -> None:
    await write(store, everything(), inbox=[an_id("one")])
    assert await harness.count() == {
        "inbox": 1, "states": 1, "history": 1, "timers": 1, "outbox": 1, "parked": 1, "parked_events": 1,
        "dead_letters": 1, "notes": 1,
    }  # fmt: skip


@pytest.mark.parametrize("spoil", ["history", "timer", "row", "parking"])
async def test_a_nul_in_a_text_is_refused_with_all_of_its_transaction(
    store: Store, harness: StoreHarness, spoil: str
) -> None:
    writes = everything()
    if spoil == "history":
        writes.history.append(history("a", 2, why="a\0b"))
    elif spoil == "timer":
        writes.timers_set["a", "w\0"] = NOON
    elif spoil == "row":
        writes.rows.append(Note("m", "a\0b"))
    else:
        writes.parked.append(parking("p\0"))
    with pytest.raises(BadWrite):
        await write(store, writes, inbox=[an_id("one")])
    assert await harness.count() == {}
    await write(store, everything(), inbox=[an_id("one")])


async def test_a_row_that_breaks_a_constraint_of_the_service_is_a_conflict(store: Store, harness: StoreHarness) -> None:
    with pytest.raises(Conflict):
        await write(store, Writes(states=[state("a")], rows=[Note("n", "one"), Note("m", "two"), Note("n", "three")]))
    assert await harness.count() == {}


async def test_a_unit_that_failed_writes_nothing_more(store: Store, harness: StoreHarness) -> None:
    async with store.unit() as unit:
        await unit.open([an_id("one")], ["a"])
        with pytest.raises(BadWrite):
            await unit.commit(Writes(history=[history(why="a\0b")]))
        with pytest.raises(Unavailable):
            await unit.commit(Writes())
    assert await harness.count() == {}


async def test_leaving_without_commit_undoes_also_after_an_exception(store: Store, harness: StoreHarness) -> None:
    async def break_off() -> None:
        async with store.unit() as unit:
            await unit.open([an_id("one")], ["a"])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await break_off()
    assert await harness.count() == {}
    assert (await look(store, inbox=[an_id("one")])).unseen == {an_id("one")}


async def test_what_a_killed_process_held_is_free(store: Store, other: Store, harness: StoreHarness) -> None:
    await write(store, Writes(states=[state("a")]))
    async with store.unit() as unit:
        await unit.open([an_id("one")], ["a"])
        await harness.kill(store)
    opened = await look(other, "a", inbox=[an_id("one")])
    assert opened.unseen == {an_id("one")}
    assert opened.states["a"].version == 1


async def test_a_large_batch_is_one_transaction(store: Store, harness: StoreHarness) -> None:
    names = [f"case-{number}" for number in range(1000)]
    ids = [an_id(name) for name in names]
    writes = Writes(
        states=[state(name, 1, b"x" * 1000) for name in names],
        history=[history(name) for name in names],
        outbox=[sent(name, name) for name in names],
    )
    writes.history.append(history("case-0"))
    with pytest.raises(Conflict):
        await write(store, writes, inbox=ids)
    assert await harness.count() == {}
    writes.history.pop()
    writes.history.append(history("case-0", 2, why="a\0b"))
    with pytest.raises(BadWrite):
        await write(store, writes, inbox=ids)
    writes.history.pop()
    assert len((await write(store, writes, inbox=ids)).unseen) == 1000
    assert (await write(store, Writes(), inbox=ids)).unseen == frozenset()
