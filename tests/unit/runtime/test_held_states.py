"""What a process holds of states: never more than its bounds, never what was not committed, and no reading of it."""

from __future__ import annotations

from random import Random
from uuid import UUID

import pytest

from shared.runtime.held_states import BYTES_A_DOCUMENT_BYTE, BYTES_A_STATE, HeldState, HeldStates, Snapshot
from shared.runtime.ports import BadWrite, Conflict, Unavailable
from tests.integration.runtime.toy import MACHINE, Seen
from tests.memory.runtime import Fault, MemoryDatabase

from .toy_process import ToyProcess


def some(name: str, doc_bytes: int) -> dict[str, HeldState]:
    return {name: HeldState(1, UUID(int=1), None, Snapshot(1, doc_bytes))}


def test_a_flood_of_aggregates_never_brings_more_than_so_many_and_those_used_last_stay() -> None:
    held = HeldStates(number_max=100, bytes_max=10**9)
    for number in range(1000):
        held.keep(some(f"case-{number}", 10))
        held.of(["case-0"])
        assert len(held) == min(number + 1, 100)
    assert held.of(f"case-{number}" for number in range(1000)).keys() == {
        "case-0",
        *(f"case-{number}" for number in range(901, 1000)),
    }


def test_a_flood_of_large_ones_never_takes_more_than_so_many_bytes() -> None:
    random, held = Random(1), HeldStates(number_max=10**6, bytes_max=1000 * BYTES_A_DOCUMENT_BYTE)
    for _ in range(2000):
        held.keep(some(f"case-{random.randrange(300)}", random.randrange(900)))
        assert held.size_bytes <= 1000 * BYTES_A_DOCUMENT_BYTE
    kept = held.of(f"case-{number}" for number in range(300))
    assert held.size_bytes == sum(one.size_bytes for one in kept.values()) > 0
    assert len(kept) == len(held)


def room(states: int, doc_bytes: int) -> int:
    return states * BYTES_A_STATE + doc_bytes * BYTES_A_DOCUMENT_BYTE


def test_one_that_grows_makes_room_for_no_more_than_it_grew() -> None:
    held = HeldStates(number_max=3, bytes_max=room(2, 100))
    held.keep(some("other", 30) | some("grows", 30))
    held.keep(some("grows", 70))
    assert held.of(["other", "grows"]).keys() == {"other", "grows"}
    assert held.size_bytes == room(2, 100)


def test_one_that_is_larger_than_all_is_not_held_nor_what_it_was_before() -> None:
    held = HeldStates(number_max=10, bytes_max=room(2, 100))
    held.keep(some("small", 50) | some("grows", 50))
    held.keep(some("grows", 1000))
    assert held.of(["small", "grows"]).keys() == {"small"}
    assert held.size_bytes == room(1, 50)


@pytest.fixture
def database() -> MemoryDatabase:
    return MemoryDatabase()


def seen(database: MemoryDatabase, case: str = "a") -> Seen:
    return MACHINE.states.validate_json(database.states[case].doc)


async def test_a_state_that_was_just_written_is_not_read_again(database: MemoryDatabase) -> None:
    process = ToyProcess(database)
    for _ in range(5):
        await process.hear("a", "b")
    assert process.read == 0
    assert database.states["a"].version == 5
    again = ToyProcess(database)
    await again.hear("a")
    await again.hear("a")
    assert again.read == 1, "by the first event after a start"


async def test_two_processes_that_take_turns_read_what_the_other_wrote(database: MemoryDatabase) -> None:
    processes = [ToyProcess(database), ToyProcess(database)]
    for _ in range(5):
        for process in processes:
            await process.hear("a")
    assert [process.read for process in processes] == [4, 5]
    assert database.states["a"].version == 10


async def test_with_too_little_room_all_is_read_and_nothing_is_other(database: MemoryDatabase) -> None:
    plenty, narrow = MemoryDatabase(), ToyProcess(database, number_max=1)
    ample = ToyProcess(plenty)
    for _ in range(4):
        for process in (narrow, ample):
            await process.hear("a", "b", "c")
            await process.hear("b", "a")
    assert ample.read == 0
    assert narrow.read > 10
    assert {name: kept.doc for name, kept in plenty.states.items()} == {
        name: kept.doc for name, kept in database.states.items()
    }


@pytest.mark.parametrize("done", [False, True])
async def test_after_a_commit_in_doubt_what_stands_is_decided_on(database: MemoryDatabase, done: bool) -> None:
    process = ToyProcess(database)
    await process.hear("a")
    process.faults = [Fault(Unavailable("lost"), done=int(done))]
    with pytest.raises(Unavailable):
        await process.hear("a")
    assert process.held.of(["a"])["a"].version == 1, "nothing is held of what nobody knows of"
    await process.hear("a")
    assert process.read == done
    assert database.states["a"].version == 2 + done


@pytest.mark.parametrize("error", [Conflict("somebody was first"), BadWrite("no")])
async def test_a_commit_that_is_refused_leaves_what_is_held(database: MemoryDatabase, error: Exception) -> None:
    process = ToyProcess(database)
    await process.hear("a")
    before = seen(database)
    process.faults = [Fault(error)]
    await process.hear("a")
    assert process.read == 0
    if isinstance(error, Conflict):
        assert database.states["a"].version == 2, "it was decided on again"
    else:
        assert ([*database.parked], seen(database)) == (["a"], before)
        database.parked.clear()
        await process.hear("a")
        assert process.read == 0
        assert database.states["a"].version == 2
