"""Inputs that do not come from the log: timers that came due, and what the world told this service directly.

Both are rows, locked while they are decided on and gone with the commit. So a crash decides again, and of two
replicas only one does. Raises `Conflict` (do it again) or `Unavailable` (wait); then nothing was written.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from pydantic import ValidationError

from shared.runtime import metrics, probes
from shared.runtime.ports import BadWrite, Conflict, IntakeRow, Unavailable, Unit

from .transact import TRIES_MAX, Desk, commit, decide_all
from .turn import Said, Turn, said_directly, said_timer

Read = Callable[[Unit, datetime, int], Awaitable[list[Said]]]


async def fire_timers(desk: Desk, *, timers_max: int = 500) -> int:
    """Fire the timers that are due, in the transaction that moves their aggregates; how many."""

    async def read(unit: Unit, at: datetime, limit: int) -> list[Said]:
        due = await unit.due_timers(at, limit)
        if due:
            probes.reached("timer-read")
        for timer in due:
            metrics.count("timers_fired", kind=timer.kind.partition(":")[0])
            metrics.observe("timer_late_seconds", max(0.0, (at - timer.due_at).total_seconds()))
        return [said_timer(desk.machine.service, timer) for timer in due]

    return await _handle(desk, read, timers_max)


async def take_intake(desk: Desk, *, rows_max: int = 500) -> int:
    """Decide on stored direct inputs, oldest first; how many."""

    async def read(unit: Unit, at: datetime, limit: int) -> list[Said]:
        rows = await unit.taken_in(limit)
        if rows:
            probes.reached("intake-read")
        return [_said(desk, row) for row in rows]

    handled = await _handle(desk, read, rows_max)
    metrics.count("intake_handled", handled)
    return handled


def _said(desk: Desk, row: IntakeRow) -> Said:
    try:
        return said_directly(row, desk.machine.direct_input(row.doc))
    except ValidationError:
        # `decide` refuses to go on from this; its aggregate is parked and the row waits for a mend.
        return Said(row.aggregate, None, "direct:unreadable", str(row.id), intake=row.id)


async def _handle(desk: Desk, read: Read, limit: int, tries: int = TRIES_MAX) -> int:
    at = desk.clock.now()
    inputs: Sequence[Said] = ()
    try:
        async with desk.store.unit() as unit:
            inputs = await read(unit, at, limit)
            if not inputs:
                return 0
            opened = await unit.open([], [said.aggregate for said in inputs])
            turn = Turn(desk.machine, desk.keys, at, opened.states, set(opened.parked), opened.stopped)
            turn.writes.behind = opened.behind
            for said in inputs:
                if said.said is None:
                    turn.park(said, "intake-unreadable", f"row {said.cause} does not fit its type")
            await decide_all(desk, unit, turn, inputs)
            await commit(desk, unit, turn)
    except Unavailable:
        raise
    except Conflict:
        metrics.count("conflicts")
        # Others can't be in the way every time: then a constraint refuses what one of these inputs leads to.
        return await (_smaller(desk, read, inputs, BadWrite()) if tries <= 1 else _handle(desk, read, limit, tries - 1))
    except Exception as error:
        return await _smaller(desk, read, inputs, error)
    return len(inputs)


async def _smaller(desk: Desk, read: Read, inputs: Sequence[Said], error: Exception) -> int:
    """Fewer at a time until the one that can't be handled is alone, and park it."""
    if not inputs:
        raise error
    if len(inputs) > 1:
        return await _handle(desk, read, len(inputs) // 2)
    await _park(desk, inputs[0], error)
    return 1


async def _park(desk: Desk, said: Said, error: Exception) -> None:
    """Its timer or row stays where it is, and is skipped while the aggregate is parked."""
    code = "write-refused" if isinstance(error, BadWrite) else "decision-failed"
    async with desk.store.unit() as unit:
        opened = await unit.open([], [said.aggregate])
        turn = Turn(desk.machine, desk.keys, desk.clock.now(), opened.states, set(opened.parked), opened.stopped)
        turn.park(said, code, f"{type(error).__name__} on {said.name}")
        await commit(desk, unit, turn)
