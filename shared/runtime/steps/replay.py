"""Back to work: a parked aggregate whose cause was mended decides on its queued events, in the order they came."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import UUID

from shared.contracts.codec import Malformed, decode_value
from shared.privacy.cipher import Unreadable
from shared.runtime import metrics
from shared.runtime.ports import Parking, QueuedRow, Record, Writes

from .fewer import why_parked, with_fewer
from .pending_input import PendingInput, pending_event
from .transact import StepContext, commit, decide_all

EVENTS_MAX = 200


async def replay_parked(context: StepContext, *, events_max: int = EVENTS_MAX) -> int:
    """Replay one parked aggregate whose replay was asked for; how many of its events were handled.

    An event that breaks again parks it again, at that event; what came before stays handled. So does one that the
    database refuses: fewer are tried at a time until it is alone. Raises `Unavailable`: then nothing was written. None
    are while the clock is wrong.
    """
    if context.clock_wrong():
        return 0
    return await with_fewer(partial(_replay, context), partial(_park_again, context), events_max)


async def _replay(context: StepContext, events_max: int, taken: list[QueuedRow]) -> int:
    async with context.store.unit() as unit:
        found = await unit.replayable(events_max)
        if found is None:
            return 0
        aggregate, rows = found
        taken += rows
        opened = await unit.open([], [aggregate], held=context.states.of([aggregate]))
        at = context.clock.now()
        batch = context.batch(opened, at, parked=frozenset())
        inputs = [_pending(context, row, at) for row in rows]
        broken = next((index for index, pending in enumerate(inputs) if pending.came is None), len(inputs))
        await decide_all(context, unit, batch, inputs[:broken])
        batch.dump()
        if broken < len(inputs):
            batch.park(inputs[broken], "queued-unreadable", "a queued event can't be read again")
        again = {row.inbox for row in batch.writes.queued}
        batch.writes.queued.clear()
        batch.writes.unqueued = [row.inbox for row in rows if row.inbox not in again][: _first(rows, again)]
        if not batch.writes.parked:
            batch.writes.unparked = [aggregate]
        await commit(context, unit, batch)
    return max(1, len(batch.writes.unqueued))


async def _park_again(context: StepContext, row: QueuedRow, error: Exception) -> int:
    """Its first event stays first in the queue, and the replay has to be asked for again."""
    async with context.store.unit() as unit:
        found = await unit.replayable(1)
        if found is None or [each.inbox for each in found[1]] != [row.inbox]:
            return 1  # somebody else has it by now
        code, detail = why_parked(error, "a queued event")
        await unit.commit(Writes(parked=[Parking(row.aggregate, context.clock.now(), code, detail)]))
        metrics.count("cases_parked", code=code)
    return 1


def _first(rows: list[QueuedRow], again: set[UUID]) -> int:
    """How many rows were handled before the first that has to wait on."""
    return next((index for index, row in enumerate(rows) if row.inbox in again), len(rows))


def _pending(context: StepContext, row: QueuedRow, at: datetime) -> PendingInput:
    try:
        value = context.keys.look_at(row.value, row.inbox)
    except Unreadable:
        value = b""
    record = Record(row.topic, row.partition, row.position, None, value, at)
    event = decode_value(row.topic, value, at)
    if isinstance(event, Malformed):
        return PendingInput(row.aggregate, None, "queued", str(row.inbox), inbox=row.inbox, record=record)
    return pending_event(row.aggregate, event, row.inbox, record)
