"""A timer that is due as soon as it is set fires in the transaction that sets it, where the machine says that it may.

What it leads to is what the next transaction would have decided: its look-up sees all that was committed before, and
of this transaction only such rows are not written yet as it never reads (`AtOnce.beside`). Where others are, or where
a switch or something that can't be read came with them, it fires by itself as any other timer.
"""

from __future__ import annotations

from shared.runtime.ports import DueTimer

from .decision_batch import DecisionBatch
from .fired_timers import fired
from .pending_input import PendingInput


def due_at_once(batch: DecisionBatch) -> list[PendingInput]:
    """Timers that the batch's decisions set and that are due, as inputs to be decided on in the same batch."""
    rules, writes = batch.machine.at_once, batch.writes
    if rules is None or not writes.timers_set or writes.switches or writes.intake or writes.dead:
        return []
    if any(row.statement not in rules.beside for row in writes.rows):
        return []
    due = sorted(
        (due_at, aggregate, kind)
        for (aggregate, kind), due_at in writes.timers_set.items()
        if batch.may_fire(kind, due_at) and aggregate not in batch.parked
    )
    return fired(
        batch.machine.service, [DueTimer(aggregate, kind, due_at) for due_at, aggregate, kind in due], batch.at
    )
