"""Inputs that do not come from the log: timers that came due, and what the world told this service directly.

Both are rows, locked while they are decided on and gone with the commit. So a crash decides again, and of two
replicas only one does. Raises `Conflict` (do it again) or `Unavailable` (wait); then nothing was written.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from pydantic import ValidationError

from shared.runtime import failpoints, metrics
from shared.runtime.ports import DueTimers, IntakeRow, Unit

from .fewer import why_parked, with_fewer
from .fired_timers import fired
from .pending_input import PendingInput, pending_direct
from .transact import StepContext, commit, decide_all

Read = Callable[[Unit, datetime, int], Awaitable[list[PendingInput]]]


def _to_nobody(due: DueTimers) -> None:
    pass


async def fire_timers(
    context: StepContext, *, timers_max: int = 500, told: Callable[[DueTimers], None] = _to_nobody
) -> int:
    """Fire the timers that are due, in the transaction that moves their aggregates; how many. `told` hears which they
    are before they are decided on.

    None while the clock is wrong: what they lead to can't be taken back.
    """
    if context.clock_wrong():
        return 0

    async def read(unit: Unit, at: datetime, limit: int) -> list[PendingInput]:
        due = await unit.due_timers(at, limit)
        told(due)
        if due.found:
            failpoints.reached("timer-read")
        return fired(context.machine.service, due.found, at)

    return await _handle(context, read, timers_max)


async def take_intake(context: StepContext, *, rows_max: int = 500) -> int:
    """Decide on stored direct inputs, oldest first; how many. None while the clock is wrong."""
    if context.clock_wrong():
        return 0

    async def read(unit: Unit, at: datetime, limit: int) -> list[PendingInput]:
        rows = await unit.taken_in(limit)
        if rows:
            failpoints.reached("intake-read")
        return [_pending(context, row) for row in rows]

    handled = await _handle(context, read, rows_max)
    metrics.count("intake_handled", handled)
    return handled


def _pending(context: StepContext, row: IntakeRow) -> PendingInput:
    try:
        return pending_direct(row, context.machine.direct_input(row.doc))
    except ValidationError:
        # Nothing can be decided from this: `_handle` parks its aggregate, and the row waits for a mend.
        return PendingInput(row.aggregate, None, "direct:unreadable", str(row.id), intake=row.id)


async def _handle(context: StepContext, read: Read, limit: int) -> int:
    async def attempt(limit: int, taken: list[PendingInput]) -> int:
        at = context.clock.now()
        async with context.store.unit() as unit:
            taken += await read(unit, at, limit)
            if not taken:
                return 0
            names = [pending.aggregate for pending in taken]
            opened = await unit.open([], names, held=context.states.of(names))
            batch = context.batch(opened, at)
            for pending in taken:
                if pending.came is None:
                    batch.park(pending, "intake-unreadable", f"row {pending.cause} does not fit its type")
            await decide_all(context, unit, batch, taken)
            batch.dump()
            await commit(context, unit, batch)
        return len(taken)

    async def park(pending: PendingInput, error: Exception) -> int:
        """Its timer or row stays where it is, and is skipped while the aggregate is parked."""
        async with context.store.unit() as unit:
            opened = await unit.open([], [pending.aggregate])
            batch = context.batch(opened, context.clock.now())
            batch.park(pending, *why_parked(error, pending.name))
            await commit(context, unit, batch)
        return 1

    return await with_fewer(attempt, park, limit)
