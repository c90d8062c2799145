"""What waits for a process that nobody tells of it is seen in one look, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

from shared.runtime.ports import OperationOutcome, Store, Writes
from shared.runtime.waiting import WaitingWork

from .given import at, intake_row, parking, queued, sent, state, write
from .store_harness import StoreHarness
from .test_operations import ask, id_of, replay

NOTHING = WaitingWork(None, intake=False, operations=False, replay=False, leftovers=False)


async def test_where_nothing_waits_nobody_is_woken(store: Store, harness: StoreHarness) -> None:
    await write(store, Writes(states=[state("a")], outbox=[sent("one")]))
    assert await harness.waiting(store).waiting() == NOTHING


async def test_the_earliest_timer_that_may_fire_is_told(store: Store, harness: StoreHarness) -> None:
    timers = {("a", "wake"): at(3), ("b", "wake"): at(1), ("c", "wake"): at(2)}
    await write(store, Writes(states=[state(name) for name in "abc"], timers_set=timers))
    assert await harness.waiting(store).waiting() == replace(NOTHING, due=at(1))
    await write(store, Writes(parked=[parking("b")]))
    assert await harness.waiting(store).waiting() == replace(NOTHING, due=at(2))


async def test_what_was_taken_in_waits_until_it_is_handled(store: Store, other: Store, harness: StoreHarness) -> None:
    await store.take_in([intake_row("one")])
    assert await harness.waiting(other).waiting() == replace(NOTHING, intake=True)
    await write(other, Writes(taken=[intake_row("one").id]))
    assert await harness.waiting(store).waiting() == NOTHING


async def test_what_operators_asked_waits_until_it_is_settled(store: Store, harness: StoreHarness) -> None:
    await ask(store, replay())
    assert await harness.waiting(store).waiting() == replace(NOTHING, operations=True)
    await write(store, Writes(outcomes=[OperationOutcome(id_of(replay()), at(1), "")]))
    assert await harness.waiting(store).waiting() == NOTHING


async def test_a_parked_aggregate_waits_once_its_replay_was_asked_for(store: Store, harness: StoreHarness) -> None:
    await write(store, Writes(states=[state("a")], parked=[parking("a")], queued=[queued("one")]))
    assert await harness.waiting(store).waiting() == NOTHING
    await harness.ask_replay("a")
    assert await harness.waiting(store).waiting() == replace(NOTHING, replay=True)


async def test_what_is_in_a_newer_format_waits_for_somebody_else(store: Store, harness: StoreHarness) -> None:
    newer = await harness.store()
    store.format, newer.format = 1, 2
    writes = Writes(states=[state("a")], timers_set={("a", "wake"): at(0)}, parked=[parking("b")])
    await write(newer, writes)
    await write(newer, Writes(states=[state("b")]))
    await harness.ask_replay("b")
    assert await harness.waiting(store).waiting() == NOTHING
    assert await harness.waiting(newer).waiting() == replace(NOTHING, due=at(0), replay=True)


async def test_rows_of_the_dead_and_rows_that_queue_wait_to_be_adopted(
    store: Store, other: Store, harness: StoreHarness
) -> None:
    await write(store, Writes(outbox=[sent("one")]))
    await harness.kill(store)
    assert await harness.waiting(other).waiting() == replace(NOTHING, leftovers=True)
    await other.adopt_leftovers(10)
    assert await harness.waiting(other).waiting() == NOTHING
    third = await harness.store()
    await write(third, Writes(outbox=[sent("two")]))
    assert await harness.waiting(third).waiting() == replace(NOTHING, leftovers=True)
