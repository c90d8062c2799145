"""Parking, replay, intake, dead letters, switches, and the service's own queries."""

from __future__ import annotations

import asyncio

import pytest

from shared.runtime.ports import Store, Writes

from .given import an_id, dead, intake_row, look, parking, queued, state, switch, write
from .service.notes import Note
from .store_harness import StoreHarness


async def queue_of(store: Store, limit: int = 10) -> list[str] | None:
    """The queue a replay would get, as its ids' words are not kept: the inbox ids in order."""
    async with store.unit() as unit:
        found = await unit.replayable(limit)
        return None if found is None else [str(row.inbox) for row in found[1]]


def ids(*words: str) -> list[str]:
    return [str(an_id(word)) for word in words]


async def test_a_parked_aggregate_is_seen_as_parked(store: Store) -> None:
    await write(store, Writes(states=[state("a")], parked=[parking("a")], queued=[queued("one")]))
    opened = await look(store, "a", "b")
    assert opened.parked == {"a"}
    assert opened.states.keys() == {"a"}


async def test_nothing_is_replayed_before_somebody_asks(store: Store, harness: StoreHarness) -> None:
    await write(store, Writes(parked=[parking("a")], queued=[queued("one")]))
    assert await queue_of(store) is None
    await harness.ask_replay("a")
    assert await queue_of(store) == ids("one")


async def test_queued_events_come_back_in_the_order_they_were_queued(store: Store, harness: StoreHarness) -> None:
    await write(store, Writes(parked=[parking("a")], queued=[queued("one")]))
    await write(store, Writes(queued=[queued("two"), queued("three")]))
    await harness.ask_replay("a")
    assert await queue_of(store) == ids("one", "two", "three")
    assert await queue_of(store, limit=2) == ids("one", "two")


async def test_an_aggregate_is_whole_again_only_when_nothing_is_queued(store: Store, harness: StoreHarness) -> None:
    await write(store, Writes(parked=[parking("a")], queued=[queued("one"), queued("two")]))
    await harness.ask_replay("a")
    async with store.unit() as unit:
        assert await unit.replayable(1) is not None
        await unit.commit(Writes(unqueued=[an_id("one")], unparked=["a"]))
    assert (await look(store, "a")).parked == {"a"}
    async with store.unit() as unit:
        assert await unit.replayable(1) is not None
        await unit.commit(Writes(unqueued=[an_id("two")], unparked=["a"]))
    assert (await look(store, "a")).parked == frozenset()
    assert await harness.count() == {}


async def test_parking_again_takes_the_replay_back(store: Store, harness: StoreHarness) -> None:
    await write(store, Writes(parked=[parking("a")], queued=[queued("one")]))
    await harness.ask_replay("a")
    await write(store, Writes(parked=[parking("a")]))
    assert await queue_of(store) is None
    assert await harness.count() == {"parked": 1, "parked_events": 1}


async def test_one_process_replays_an_aggregate_at_a_time(store: Store, other: Store, harness: StoreHarness) -> None:
    await write(store, Writes(parked=[parking("a")], queued=[queued("one")]))
    await harness.ask_replay("a")
    async with store.unit() as unit:
        assert await unit.replayable(10) is not None
        assert await queue_of(other) is None


async def test_no_replay_while_somebody_may_queue_behind_it(store: Store, other: Store, harness: StoreHarness) -> None:
    await write(store, Writes(parked=[parking("a")], queued=[queued("one")]))
    await harness.ask_replay("a")
    async with store.unit() as unit:
        assert (await unit.open([], ["a"])).parked == {"a"}
        assert await queue_of(other) is None


async def test_who_comes_during_a_replay_waits_and_finds_the_aggregate_whole(
    store: Store, other: Store, harness: StoreHarness
) -> None:
    await write(store, Writes(parked=[parking("a")], queued=[queued("one")]))
    await harness.ask_replay("a")
    async with store.unit() as unit:
        await unit.replayable(10)
        second = asyncio.create_task(look(other, "a"))
        await harness.until_blocked()
        await unit.commit(Writes(unqueued=[an_id("one")], unparked=["a"]))
    assert (await second).parked == frozenset()


async def taken(store: Store, limit: int = 10) -> list[str]:
    async with store.unit() as unit:
        return [row.doc.decode() for row in await unit.taken_in(limit)]


async def handle(store: Store, *words: str) -> None:
    async with store.unit() as unit:
        await unit.taken_in(10)
        await unit.commit(Writes(taken=[an_id(word) for word in words]))


async def test_what_the_world_told_comes_oldest_first(store: Store) -> None:
    await store.take_in([intake_row("one", "b"), intake_row("two", "a")])
    await store.take_in([])
    await store.take_in([intake_row("three", "b")])
    assert await taken(store) == ["one", "two", "three"]
    assert await taken(store, limit=2) == ["one", "two"]


async def test_what_was_told_twice_is_stored_once(store: Store, other: Store) -> None:
    await store.take_in([intake_row("one"), intake_row("one")])
    await other.take_in([intake_row("one")])
    assert await taken(store) == ["one"]


async def test_what_was_handled_is_dropped_when_it_is_told_again(
    store: Store, other: Store, harness: StoreHarness
) -> None:
    await store.take_in([intake_row("one"), intake_row("two")])
    await handle(store, "one")
    await other.take_in([intake_row("one")])
    assert await taken(other) == ["two"]
    assert await harness.count() == {"inbox": 1, "intake": 1}


async def test_what_was_stored_again_just_while_it_was_handled_is_not_handled_twice(
    store: Store, harness: StoreHarness
) -> None:
    await store.take_in([intake_row("one")])
    await handle(store, "one")
    await harness.store_again(intake_row("one"))
    assert await taken(store) == []
    assert await taken(store) == []
    assert await harness.count() == {"inbox": 1}


async def test_an_intake_row_whose_transaction_is_undone_comes_again(store: Store, harness: StoreHarness) -> None:
    await store.take_in([intake_row("one")])
    assert await taken(store) == ["one"]
    assert await taken(store) == ["one"]
    assert await harness.count() == {"intake": 1}


async def test_an_aggregate_of_which_another_process_holds_a_row_is_skipped(store: Store, other: Store) -> None:
    await store.take_in([intake_row("one", "a"), intake_row("two", "a"), intake_row("three", "b")])
    async with store.unit() as unit:
        assert len(await unit.taken_in(1)) == 1
        assert await taken(other) == ["three"]
    assert await taken(other) == ["one", "two", "three"]


async def test_the_intake_of_a_parked_aggregate_waits(store: Store) -> None:
    await store.take_in([intake_row("one", "a"), intake_row("two", "b")])
    await write(store, Writes(parked=[parking("a")]))
    assert await taken(store) == ["two"]


async def test_a_dead_letter_is_kept_once(store: Store, harness: StoreHarness) -> None:
    await write(store, Writes(dead=[dead("one")]))
    await write(store, Writes(dead=[dead("one"), dead("two")]))
    assert await harness.count() == {"dead_letters": 2}


async def test_a_thrown_switch_is_seen_by_every_transaction_after_it(store: Store, other: Store) -> None:
    await write(store, Writes(switches=[switch(True, 0), switch(True, 0, "case:a")]))
    assert (await look(other)).stopped == {"sending:all", "sending:case:a"}
    await write(store, Writes(switches=[switch(False, 1)]))
    assert (await look(other)).stopped == {"sending:case:a"}


async def test_the_newest_throw_of_a_switch_counts_in_whatever_order_they_come(store: Store) -> None:
    await write(store, Writes(switches=[switch(False, 2), switch(True, 1)]))
    assert (await look(store)).stopped == frozenset()
    await write(store, Writes(switches=[switch(True, 1)]))
    assert (await look(store)).stopped == frozenset()
    await write(store, Writes(switches=[switch(True, 2)]))
    assert (await look(store)).stopped == {"sending:all"}


async def test_a_service_reads_its_own_rows_in_the_transaction(store: Store) -> None:
    await write(store, Writes(rows=[Note("n", "words")]))
    async with store.unit() as unit:
        assert await unit.select("notes_of", {"key": "n"}) == [{"key": "n", "words": "words"}]
        assert await unit.select("notes_of", {"key": "m"}) == []


async def test_a_lock_taken_by_a_query_is_held_to_the_end(store: Store, other: Store, harness: StoreHarness) -> None:
    async def read() -> list[dict[str, object]]:
        async with other.unit() as second:
            return await second.select("notes_of", {"key": "n"})

    async with store.unit() as unit:
        await unit.select("notes_of", {"key": "n"})
        reading = asyncio.create_task(read())
        await harness.until_blocked()
        await unit.commit(Writes(rows=[Note("n", "words")]))
    if isinstance(await reading, list):
        async with other.unit() as second:
            assert await second.select("notes_of", {"key": "n"}) == [{"key": "n", "words": "words"}]


async def test_an_unknown_query_is_a_mistake_of_ours(store: Store) -> None:
    async with store.unit() as unit:
        with pytest.raises(KeyError):
            await unit.select("no_such_query", {})


async def test_what_is_told_at_once_keeps_its_order(store: Store) -> None:
    some = [str(number) for number in range(60)]
    await store.take_in([intake_row(word, f"case-{word}") for word in some[:30]])
    await handle(store, *some[:5])
    await store.take_in([intake_row(word, f"case-{word}") for word in some])
    assert await taken(store, limit=100) == some[5:]


async def test_what_a_transaction_tells_the_service_itself_is_in_the_intake_after_it(
    store: Store, other: Store, harness: StoreHarness
) -> None:
    await write(store, Writes(states=[state("a")], dead=[dead("one")], intake=[intake_row("one", "a")]))
    await write(other, Writes(intake=[intake_row("one", "a"), intake_row("two", "a")]))
    assert await taken(store) == ["one", "two"]
    await handle(store, "one")
    await write(store, Writes(intake=[intake_row("one", "a")]))
    assert await taken(store) == ["two"]
