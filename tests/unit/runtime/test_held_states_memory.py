"""The bound of the states that stay in memory is one of real memory: a flood of aggregates never takes more."""

from __future__ import annotations

import gc
import json
import tracemalloc
from uuid import UUID

import pytest

from docs.generate.stored import machines
from shared.runtime.held_states import HeldState, HeldStates, Snapshot
from tests.golden.histories.files import FOLDER

MACHINES = machines()
BYTES_MAX = 512 << 10
FLOOD = 500


def documents(service: str) -> list[bytes]:
    """Of states that were decided on, from the smallest to the largest."""
    ends = [json.loads(path.read_text("utf-8"))["ends"] for path in FOLDER.glob(f"{service}-*.json")]
    return sorted((json.dumps(end, separators=(",", ":")).encode() for end in ends), key=len)


@pytest.mark.parametrize("which", [0, -1], ids=["small", "large"])
@pytest.mark.parametrize("service", MACHINES)
def test_a_flood_takes_no_more_memory_than_it_may(service: str, which: int) -> None:
    machine, doc = MACHINES[service], documents(service)[which]
    held = HeldStates(bytes_max=BYTES_MAX, number_max=10**6)
    machine.state_of(doc)  # what is made once for all of them
    gc.collect()
    tracemalloc.start()
    try:
        for number in range(FLOOD):
            case = f"case-{number:07}"
            state = machine.state_of(doc.replace(b"case-1", case.encode()))
            held.keep({case: HeldState(number, UUID(int=number), state, Snapshot(1, len(doc)))})
        del state
        gc.collect()
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(held) < FLOOD, "the bound was met"
    assert taken <= BYTES_MAX
