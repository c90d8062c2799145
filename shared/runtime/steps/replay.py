"""Back to work: a parked aggregate whose cause was mended decides on its queued events, in the order they came."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from shared.contracts.codec import Malformed, decode_value
from shared.privacy.cipher import Unreadable
from shared.runtime.ports import QueuedRow, Record

from .transact import Desk, commit, decide_all
from .turn import Said, Turn, said_event

EVENTS_MAX = 200


async def replay_parked(desk: Desk, *, events_max: int = EVENTS_MAX) -> int:
    """Replay one parked aggregate whose replay was asked for; how many of its events were handled.

    An event that breaks again parks it again, at that event; what came before stays handled.
    """
    async with desk.store.unit() as unit:
        found = await unit.replayable(events_max)
        if found is None:
            return 0
        aggregate, rows = found
        opened = await unit.open([], [aggregate])
        at = desk.clock.now()
        turn = Turn(desk.machine, desk.keys, at, opened.states, set(), opened.stopped)
        turn.writes.behind = opened.behind
        inputs = [_said(desk, row, at) for row in rows]
        broken = next((index for index, said in enumerate(inputs) if said.said is None), len(inputs))
        await decide_all(desk, unit, turn, inputs[:broken])
        if broken < len(inputs):
            turn.park(inputs[broken], "queued-unreadable", "a queued event can't be read again")
        again = {row.inbox for row in turn.writes.queued}
        turn.writes.queued.clear()
        turn.writes.unqueued = [row.inbox for row in rows if row.inbox not in again][: _first(rows, again)]
        if not turn.writes.parked:
            turn.writes.unparked = [aggregate]
        await commit(desk, unit, turn)
    return max(1, len(turn.writes.unqueued))


def _first(rows: list[QueuedRow], again: set[UUID]) -> int:
    """How many rows were handled before the first that has to wait on."""
    return next((index for index, row in enumerate(rows) if row.inbox in again), len(rows))


def _said(desk: Desk, row: QueuedRow, at: datetime) -> Said:
    try:
        value = desk.keys.look_at(row.value, row.inbox)
    except Unreadable:
        value = b""
    record = Record(row.topic, row.partition, row.position, None, value, at)
    event = decode_value(row.topic, value, at)
    if isinstance(event, Malformed):
        return Said(row.aggregate, None, "queued", str(row.inbox), inbox=row.inbox, record=record)
    return said_event(row.aggregate, event, row.inbox, record)
