"""Operations on the tables that every service has, in memory: what each changes, once it is committed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import assert_never
from uuid import UUID

from shared.contracts.operations import (
    BacklogRange,
    BacklogSetAside,
    LetterDiscarded,
    LetterReturned,
    QueuedEventDiscarded,
    QueuedRecord,
    RefusedDropped,
    RefusedRetried,
    ReplayAsked,
)
from shared.ids import about_id
from shared.runtime.ports import DeadRow, LockHeld, TableOperation

from .database import REFUSED, WAITING, MemoryDatabase
from .held_tables import NAMED_BY, carried_out
from .holder import TIMEOUT, Holder
from .process import Fault
from .session import MemorySession

Change = Callable[[], None]


class CarriesOut(Holder):
    """The part of a unit that carries out what operators ask. `changes` are made when it commits."""

    __slots__ = ("_store", "changes", "database")

    _store: MemorySession
    database: MemoryDatabase
    changes: list[Change]

    def enter(self, call: str) -> Fault | None:
        raise NotImplementedError

    async def until_free(self, call: str, tables: Collection[str] | None = None) -> None:
        """Returns once nobody outside holds one of the tables, or of those that the call names. Raises `LockHeld`."""
        try:
            await self._store.until_free(call, NAMED_BY[call] if tables is None else tables, self)
        except LockHeld:
            self.roll_back()
            raise

    async def next_operation(self) -> tuple[UUID, bytes] | None:
        fault, database = self.enter("store.next_operation"), self.database
        found = None
        if database.open_operations and database.operating is None:
            database.operating, first = self, next(iter(database.open_operations))
            found = first, database.operations[first].doc
        await self._store.process.points["store.next_operation"]
        if fault is not None:
            raise fault.error
        return found

    async def carry_out(self, operation: TableOperation) -> bool:
        fault = self.enter("store.carry_out")
        if self.database.held_tables:
            await self.until_free("store.carry_out", carried_out(operation))
        change = change_of(self.database, operation)
        if change is not None:
            self.changes.append(change)
        await self._store.process.points["store.carry_out"]
        if fault is not None:
            raise fault.error
        return change is not None


def change_of(database: MemoryDatabase, operation: TableOperation) -> Change | None:
    """What it changes; None when nothing there is like that. Raises `LockHeld` while a replay has what it is about."""
    match operation:
        case ReplayAsked(data=asked):
            return partial(_ask, database, asked.aggregate) if asked.aggregate in database.parked else None
        case QueuedEventDiscarded(data=queued):
            return _discard(database, queued)
        case LetterReturned(data=returned):
            known = returned.letter in database.dead or returned.letter in database.settled_letters
            return partial(_give_back, database, returned.letter) if known else None
        case LetterDiscarded(data=given_up):
            return partial(_settle, database, given_up.letter) if given_up.letter in database.dead else None
        case BacklogSetAside(data=range):
            return partial(_set_aside, database, range)
        case RefusedRetried(data=refused):
            return partial(_let_go, database, refused.event, WAITING) if _is_refused(database, refused.event) else None
        case RefusedDropped(data=refused):
            return partial(_let_go, database, refused.event, None) if _is_refused(database, refused.event) else None
        case _:
            assert_never(operation)


def _is_refused(database: MemoryDatabase, event: UUID) -> bool:
    kept = database.outbox.get(event)
    return kept is not None and kept.owner == REFUSED


def _let_go(database: MemoryDatabase, event: UUID, owner: int | None) -> None:
    if not _is_refused(database, event):
        return
    if owner is None:
        del database.outbox[event]
    else:
        database.outbox[event].owner = owner


def _ask(database: MemoryDatabase, aggregate: str) -> None:
    if aggregate in database.parked:
        database.ask_replay(aggregate)


def _discard(database: MemoryDatabase, queued: QueuedRecord) -> Change | None:
    parked, rows = database.parked.get(queued.aggregate), database.queued.get(queued.aggregate)
    if parked is None or not rows or rows[0].inbox != queued.event:
        return None
    if parked.holder is not None:
        raise LockHeld(TIMEOUT)
    first = rows[0]

    def change() -> None:
        database.queued[queued.aggregate] = [row for row in database.queued[queued.aggregate] if row is not first]
        database.settled_letters[first.inbox] = DeadRow(
            first.inbox, parked.since, first.topic, first.partition, first.position, parked.code, parked.detail,
            parked.attempts, 0, first.value, str(about_id(queued.aggregate)),
        )  # fmt: skip
        _ask(database, queued.aggregate)

    return change


def _give_back(database: MemoryDatabase, letter: UUID) -> None:
    _settle(database, letter)
    database.given_back[letter] = database.now()


def _settle(database: MemoryDatabase, letter: UUID) -> None:
    row = database.dead.pop(letter, None)
    if row is not None:
        database.settled_letters[letter] = row


def _set_aside(database: MemoryDatabase, range: BacklogRange) -> None:
    place = range.topic, range.partition
    database.heard.orders[place] = max(range.up_to, database.heard.orders.get(place, 0))
