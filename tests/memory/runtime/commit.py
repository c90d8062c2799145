"""What a commit does in memory: refuse what PostgreSQL would refuse, then write everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from shared.decision import Row
from shared.decision.replaced import replace
from shared.runtime.ports import BadWrite, Conflict, LockHeld, Writes

from .database import WAITING, MemoryDatabase, OutboxRow, Parked
from .holder import TIMEOUT, Holder
from .state_rows import state_written
from .tables import Tables

Apply = Callable[[Tables, Sequence[Row]], None]


def check(database: MemoryDatabase, unit: Holder, writes: Writes) -> None:
    """A second maker or mover of a state, a row twice: `Conflict`. A NUL in a text: `BadWrite`. `OlderDatabase`."""
    database.places.check(writes.moves)
    for aggregate, before, *_ in writes.states:
        if before == 0 and aggregate in database.states:
            raise Conflict("states_pkey")
        if before > 0 and database.holders.get(aggregate, unit) is not unit:
            raise LockHeld(TIMEOUT)
    for row in writes.history:
        if row.version in database.history.get(row.aggregate, ()):
            raise Conflict("history_pkey")
        _no_nul(row.changes)
        _no_nul(f"{row.aggregate}{row.about}{row.said}{row.cause}{row.reason}{row.why}{row.rule}")
    for sent in writes.outbox:
        if sent.id in database.outbox:
            raise Conflict("outbox_pkey")
        _no_nul(sent.key)
    _once([(row.aggregate, row.version) for row in writes.history], "history_pkey")
    _once([sent.id for sent in writes.outbox], "outbox_pkey")
    for aggregate, kind in writes.timers_set:
        _no_nul(aggregate + kind)
    for parking in writes.parked:
        _no_nul(f"{parking.aggregate}{parking.code}{parking.detail}")


def _once(keys: list[Any], constraint: str) -> None:
    if len(keys) > 1 and len(set(keys)) < len(keys):
        raise Conflict(constraint)


def _no_nul(text: str) -> None:
    if "\0" in text:
        raise BadWrite("NUL in a text")


def apply_rows(tables: Tables, applies: Mapping[str, Apply], writes: Writes) -> None:
    """The service's own rows, in the order decided. Raises what an apply raises; then the caller undoes."""
    if writes.rows:
        for statement, rows in groupby(writes.rows, key=lambda row: row.statement):
            applies[statement](tables, list(rows))
        tables.keep()


def write(database: MemoryDatabase, owner: int, format: int, writes: Writes) -> UUID:
    """All the rest, and the mark of the states. Nothing here can fail."""
    database.marks += 1
    mark = UUID(int=database.marks)
    for row in writes.states:
        database.states[row.aggregate] = state_written(database.states.get(row.aggregate), row, format, mark)
    for entry in writes.history:
        database.history.setdefault(entry.aggregate, {})[entry.version] = entry
    for aggregate, kind in writes.timers_cancelled:
        database.timers.cancel(aggregate, kind)
    for (aggregate, kind), due_at in writes.timers_set.items():
        database.timers.set(aggregate, kind, due_at)
    for sent in writes.outbox:
        database.outbox[sent.id] = OutboxRow(sent, WAITING if sent.aggregate in writes.behind else owner)
    for taken in writes.taken:
        if database.intake.pop(taken, None) is not None:
            handled(database, taken)
    if writes.unqueued or writes.unparked or writes.parked or writes.queued:
        _park(database, writes)
    for dead in writes.dead:
        if dead.id not in database.settled_letters:
            database.dead.setdefault(dead.id, dead)
    for direct in writes.intake:
        if direct.id not in database.inbox:
            database.intake.setdefault(direct.id, replace(direct, format=format))
            if database.on_intake is not None:
                database.on_intake(direct)
    database.places.move(writes.moves)
    for switch in writes.switches:
        database.throw(switch)
    for asked in writes.asked:
        if asked.id not in database.operations:
            database.operations[asked.id] = asked
            database.open_operations[asked.id] = None
    for outcome in writes.outcomes:
        database.outcomes[outcome.id] = outcome
        database.open_operations.pop(outcome.id, None)
    return mark


def handled(database: MemoryDatabase, id: UUID) -> None:
    """It never counts again, as long as its id is kept."""
    database.inbox[id] = None
    database.handled_at[id] = database.now()


def _park(database: MemoryDatabase, writes: Writes) -> None:
    if writes.unqueued:
        gone = set(writes.unqueued)
        for aggregate, rows in database.queued.items():
            database.queued[aggregate] = [row for row in rows if row.inbox not in gone]
    for aggregate in writes.unparked:
        if not database.queued.get(aggregate):
            database.queued.pop(aggregate, None)
            database.parked.pop(aggregate, None)
    for parking in writes.parked:
        known = database.parked.get(parking.aggregate)
        if known is None:
            database.parked[parking.aggregate] = Parked(parking.at, parking.code, parking.detail)
        else:
            known.attempts, known.replay = known.attempts + 1, False
    for queued in writes.queued:
        database.queued.setdefault(queued.aggregate, []).append(queued)
