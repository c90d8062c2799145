"""What a process holds of states: never more than its bounds, never what was not committed, and no reading of it."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any, cast
from uuid import UUID, uuid4

import pytest

from shared.contracts.codec import encode
from shared.privacy.master import MasterKeys
from shared.runtime.held_states import BYTES_A_DOCUMENT_BYTE, HeldStates
from shared.runtime.machine import Machine
from shared.runtime.ports import BadWrite, Conflict, Record, Unavailable
from shared.runtime.steps.decision_batch import known_by, pending_event
from shared.runtime.steps.relay import Relay
from shared.runtime.steps.transact import StepContext, transact
from tests.conformance.given import NOON
from tests.integration.runtime.service_runner import overdue
from tests.integration.runtime.toy import MACHINE, Seen
from tests.memory.runtime import Fault, MemoryClock, MemoryDatabase, MemoryStore, Moment, Process

MARK = UUID(int=1)


def test_a_flood_of_aggregates_never_brings_more_than_so_many_and_those_used_last_stay() -> None:
    held = HeldStates(number_max=100, bytes_max=10**9)
    for number in range(1000):
        held.keep([(f"case-{number}", 1, None, 10)], MARK)
        held.of(["case-0"])
        assert len(held) == min(number + 1, 100)
    assert held.of(f"case-{number}" for number in range(1000)).keys() == {
        "case-0",
        *(f"case-{number}" for number in range(901, 1000)),
    }


def test_a_flood_of_large_ones_never_takes_more_than_so_many_bytes() -> None:
    random, held = Random(1), HeldStates(number_max=10**6, bytes_max=1000 * BYTES_A_DOCUMENT_BYTE)
    for number in range(2000):
        held.keep([(f"case-{random.randrange(300)}", number, None, random.randrange(900))], MARK)
        assert held.size_bytes <= 1000 * BYTES_A_DOCUMENT_BYTE
    kept = held.of(f"case-{number}" for number in range(300))
    assert held.size_bytes == sum(one.size_bytes for one in kept.values()) > 0
    assert len(kept) == len(held)


def test_one_that_is_larger_than_all_is_not_held_nor_what_it_was_before() -> None:
    held = HeldStates(number_max=10, bytes_max=100 * BYTES_A_DOCUMENT_BYTE)
    held.keep([("small", 1, None, 50), ("grows", 1, None, 50)], MARK)
    held.keep([("grows", 2, None, 101)], MARK)
    assert held.of(["small", "grows"]).keys() == {"small"}
    assert held.size_bytes == 50 * BYTES_A_DOCUMENT_BYTE


class ToyProcess:
    """One process over a database in memory, whose machine counts the documents that it reads."""

    def __init__(self, database: MemoryDatabase, **bounds: int) -> None:
        self.read = 0
        self.faults: list[Fault] = []
        process = Process(by_hand=False)
        process.faults = lambda call: self.faults.pop() if call == "store.commit" and self.faults else None
        self.store = MemoryStore(database, process)
        self.store.start()
        made: Machine[Any] = replace(MACHINE, states=cast(Any, _Counting(self)))
        clock, keys = MemoryClock(Moment(NOON), process), MasterKeys.of(b"k" * 32)
        self.held = HeldStates(**bounds)
        self.context = StepContext(made, self.store, clock, keys, Relay(), states=self.held)
        self.offset = 0

    async def hear(self, *cases: str) -> int:
        """Something new of each of the cases; how many were."""
        events = [overdue(case, str(uuid4())) for case in cases]
        self.offset += len(cases)
        record = Record("loans", 0, self.offset, b"", b"", NOON)
        return await transact(
            self.context,
            [
                pending_event(event.subject, event, known_by(event), record._replace(value=encode(event)))
                for event in events
            ],
        )


class _Counting:
    """Reads documents as the toy does, and counts them."""

    def __init__(self, process: ToyProcess) -> None:
        self._process = process

    def validate_json(self, doc: bytes, **how: Any) -> Seen:
        self._process.read += 1
        return MACHINE.states.validate_json(doc, **how)


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
