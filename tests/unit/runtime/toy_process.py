"""One process of the toy machine, by hand, over a database in memory or a store that is there already."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast
from uuid import uuid4

from shared.contracts.codec import encode
from shared.privacy.master import MasterKeys
from shared.runtime.held_states import HeldStates
from shared.runtime.machine import Machine
from shared.runtime.ports import Record, Store
from shared.runtime.steps.pending_input import known_by, pending_event
from shared.runtime.steps.relay import Relay
from shared.runtime.steps.transact import StepContext, transact
from tests.conformance.given import NOON
from tests.integration.runtime.service_runner import overdue
from tests.integration.runtime.toy import MACHINE, Seen
from tests.memory.runtime import Fault, MemoryClock, MemoryDatabase, MemoryStore, Moment, Process


class ToyProcess:
    """`read` counts the documents that its machine has read; `faults` are what its next commits meet."""

    def __init__(self, over: MemoryDatabase | Store, machine: Machine[Any] = MACHINE, **bounds: int) -> None:
        self.read = 0
        self.faults: list[Fault] = []
        process = Process(by_hand=False)
        process.faults = lambda call: self.faults.pop() if call == "store.commit" and self.faults else None
        self.store: Store
        if isinstance(over, MemoryDatabase):
            self.store = store = MemoryStore(over, process)
            store.start()
        else:
            self.store = over
        self.store.format = machine.format
        self.machine: Machine[Any] = replace(machine, states=cast(Any, _Counting(self)))
        clock, keys = MemoryClock(Moment(NOON), process), MasterKeys.of(b"k" * 32)
        self.held = HeldStates(**bounds)
        self.context = StepContext(self.machine, self.store, clock, keys, Relay(), states=self.held)
        self.offset = 0

    async def hear(self, *cases: str) -> int:
        """Something new of each of the cases; how many were."""
        events = [overdue(case, str(uuid4())).model_copy(update={"time": NOON}) for case in cases]
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
