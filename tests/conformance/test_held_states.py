"""States that a process holds: not read again while the row bears their version and mark, and never used otherwise."""

from __future__ import annotations

import asyncio

import pytest

from shared.runtime.held_states import Snapshot
from shared.runtime.ports import BadWrite, Conflict, HeldState, Opened, Store, Writes

from .given import NOON, an_id, at, history, look, parking, sent, state, write
from .store_harness import StoreHarness


async def decide(store: Store, version: int, doc: bytes = b"doc", aggregate: str = "a") -> HeldState:
    """One decision on the aggregate, and what the process holds of it afterwards."""
    writes = Writes(states=[state(aggregate, version, doc, at(version))], history=[history(aggregate, version)])
    async with store.unit() as unit:
        await unit.open([], [aggregate])
        return HeldState(version, await unit.commit(writes), doc, Snapshot())


async def open_with(store: Store, **held: HeldState) -> Opened:
    async with store.unit() as unit:
        return await unit.open([], ["a", "b", "c"], held=held)


async def test_what_is_held_as_it_is_stored_is_not_read(store: Store) -> None:
    ours = await decide(store, 1, b"one")
    await decide(store, 1, b"two", "b")
    opened = await open_with(store, a=ours)
    assert opened.held == {"a": ours}
    assert {name: (row.version, row.doc, row.at) for name, row in opened.states.items()} == {
        "a": (1, b"", at(1)),
        "b": (1, b"two", at(1)),
    }


async def test_what_is_held_of_nothing_stored_is_not_there(store: Store) -> None:
    ours = await decide(store, 1)
    opened = await open_with(store, c=ours)
    assert (opened.held, [*opened.states]) == ({}, ["a"])


async def test_what_another_process_wrote_since_is_read(store: Store, other: Store) -> None:
    ours = await decide(store, 1, b"one")
    theirs = await decide(other, 2, b"two")
    opened = await open_with(store, a=ours)
    assert (opened.held, opened.states["a"].doc) == ({}, b"two")
    assert opened.states["a"].mark == theirs.mark


async def test_what_another_process_writes_while_we_wait_for_it_is_read(
    store: Store, other: Store, harness: StoreHarness
) -> None:
    ours = await decide(store, 1, b"one")
    async with other.unit() as unit:
        await unit.open([], ["a"])
        waiting = asyncio.create_task(open_with(store, a=ours))
        await harness.until_blocked()
        await unit.commit(Writes(states=[state("a", 2, b"two")], history=[history("a", 2)]))
    opened = await waiting
    assert (opened.held, opened.states["a"].version, opened.states["a"].doc) == ({}, 2, b"two")


async def test_what_another_process_did_not_commit_leaves_ours_as_it_is(store: Store, other: Store) -> None:
    ours = await decide(store, 1, b"one")
    async with other.unit() as unit:
        await unit.open([], ["a"])
    assert (await open_with(store, a=ours)).held == {"a": ours}


async def test_a_commit_that_was_refused_leaves_the_mark_of_the_one_before(store: Store) -> None:
    ours = await decide(store, 1, b"one")
    for spoiled, refusal in ((history("a", 1), Conflict), (history("a", 2, why="a\0b"), BadWrite)):
        async with store.unit() as unit:
            await unit.open([], ["a"])
            with pytest.raises(refusal):
                await unit.commit(Writes(states=[state("a", 2, b"two")], history=[spoiled]))
    assert (await open_with(store, a=ours)).held == {"a": ours}


async def test_each_commit_has_a_mark_of_its_own(store: Store, other: Store) -> None:
    marks = {(await decide(process, version)).mark for version, process in enumerate([store, other] * 4, 1)}
    assert len(marks) == 8


async def test_a_commit_that_leaves_a_state_alone_leaves_its_mark(store: Store) -> None:
    ours = await decide(store, 1)
    await write(store, Writes(outbox=[sent("x")], parked=[parking("b")]), inbox=[an_id("one")], aggregates=["a"])
    assert (await open_with(store, a=ours)).held == {"a": ours}


async def test_what_is_taken_out_of_a_state_is_not_held_any_more(store: Store, harness: StoreHarness) -> None:
    ours = await decide(store, 1, b"a number")
    await harness.rewrite("a", b"zeros")
    opened = await open_with(store, a=ours)
    assert (opened.held, opened.states["a"].doc, opened.states["a"].mark) == ({}, b"zeros", None)
    assert opened.states["a"].at == at(1)
    again = await decide(store, 2, b"more")
    assert (await open_with(store, a=again)).held == {"a": again}


async def test_what_a_restore_undid_is_not_held_however_far_the_versions_have_come(
    store: Store, harness: StoreHarness
) -> None:
    """The same number, and something else decided under it."""
    first, lost = await decide(store, 1, b"one"), []

    async def since() -> None:
        lost.append(await decide(store, 2, b"lost"))

    await harness.restored(since)
    assert (await open_with(store, a=lost[0])).held == {}
    assert (await open_with(store, a=first)).held == {"a": first}, "it is what stands"
    async with store.unit() as unit:
        await unit.open([], ["a"])
        await unit.commit(Writes(states=[state("a", 2, b"anew")]))
    opened = await open_with(store, a=lost[0])
    assert (opened.held, opened.states["a"].doc) == ({}, b"anew")


async def test_what_was_forgotten_and_made_again_is_not_what_was_held(store: Store, harness: StoreHarness) -> None:
    ours: list[HeldState] = []

    async def since() -> None:
        ours.append(await decide(store, 1, b"before"))

    await harness.restored(since)
    async with store.unit() as unit:
        await unit.open([], ["a"])
        await unit.commit(Writes(states=[state("a", 1, b"after")]))
    opened = await open_with(store, a=ours[0])
    assert (opened.held, opened.states["a"].doc) == ({}, b"after")


async def test_what_the_former_version_writes_is_read_with_the_time_that_history_has(
    store: Store, harness: StoreHarness
) -> None:
    ours = await decide(store, 1, b"one")
    await harness.write_as_former(history("a", 2)._replace(at=at(7)), b"two")
    opened = await open_with(store, a=ours)
    assert (opened.held, opened.states["a"].doc, opened.states["a"].at) == ({}, b"two", at(7))
    await harness.write_as_former(history("a", 3)._replace(at=at(9)), b"three")
    assert (await look(store, "a")).states["a"].at == at(9)


async def test_what_the_former_version_writes_after_something_was_taken_out_has_the_time_of_history(
    store: Store, harness: StoreHarness
) -> None:
    ours = await decide(store, 1, b"a number")
    await harness.rewrite("a", b"zeros")
    await harness.write_as_former(history("a", 2)._replace(at=at(7)), b"two")
    opened = await open_with(store, a=ours)
    assert (opened.held, opened.states["a"].at) == ({}, at(7))


async def test_the_time_of_the_last_decision_is_that_of_the_state_also_without_its_history(store: Store) -> None:
    await write(store, Writes(states=[state("a", 1, b"{}", NOON), state("b")], history=[history("b")]))
    opened = await look(store, "a", "b")
    assert {name: row.at for name, row in opened.states.items()} == {"a": NOON, "b": NOON}
    await write(store, Writes(states=[state("a", 2, b"{}", at(5))]))
    assert (await look(store, "a")).states["a"].at == at(5)
