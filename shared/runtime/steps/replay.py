"""Back to work: a parked aggregate whose cause was mended decides on its queued events, in the order they came."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from shared.contracts.codec import Malformed, decode_value
from shared.privacy.cipher import Unreadable
from shared.runtime import metrics
from shared.runtime.ports import BadWrite, Conflict, Parking, QueuedRow, Record, Unavailable, Writes

from .transact import TRIES_MAX, Desk, commit, decide_all
from .turn import Said, Turn, said_event

EVENTS_MAX = 200


async def replay_parked(desk: Desk, *, events_max: int = EVENTS_MAX) -> int:
    """Replay one parked aggregate whose replay was asked for; how many of its events were handled.

    An event that breaks again parks it again, at that event; what came before stays handled. So does one that the
    database refuses: fewer are tried at a time until it is alone. Raises `Unavailable`: then nothing was written.
    """
    tries, heads = TRIES_MAX, set[tuple[str, UUID]]()
    while True:
        try:
            return await _replay(desk, events_max, heads)
        except Unavailable:
            raise
        except Conflict:
            metrics.count("conflicts")
            tries -= 1
            if tries:
                continue
            # Others can't be in the way every time: a constraint refuses what one of these events leads to.
            error: Exception = BadWrite()
        except Exception as raised:
            error = raised
        if not heads:
            raise error  # no event is to blame
        if events_max == 1:
            return await _park_again(desk, heads, error)
        events_max, tries = events_max // 2, TRIES_MAX
        heads.clear()


async def _replay(desk: Desk, events_max: int, heads: set[tuple[str, UUID]]) -> int:
    """One try; `heads` gets the aggregate and its first event."""
    async with desk.store.unit() as unit:
        found = await unit.replayable(events_max)
        if found is None:
            return 0
        aggregate, rows = found
        heads.update((aggregate, row.inbox) for row in rows[:1])
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


async def _park_again(desk: Desk, heads: set[tuple[str, UUID]], error: Exception) -> int:
    """Its first event stays first in the queue, and the replay has to be asked for again."""
    async with desk.store.unit() as unit:
        found = await unit.replayable(1)
        if found is None or not found[1] or (found[0], found[1][0].inbox) not in heads:
            return 1  # somebody else has it by now
        code = "write-refused" if isinstance(error, BadWrite) else "decision-failed"
        detail = f"{type(error).__name__} on a queued event"
        await unit.commit(Writes(parked=[Parking(found[0], desk.clock.now(), code, detail)]))
        metrics.count("cases_parked", code=code)
    return 1


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
