"""One transaction in memory. Until the commit it holds nothing but claims and locks; the commit is one act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

from shared.runtime.ports import (
    Conflict,
    HeldState,
    LockHeld,
    NewerFormat,
    OlderDatabase,
    Opened,
    Unavailable,
    Writes,
    WrittenChanges,
)

from .commit import Apply
from .database import Parked
from .due import FindsDue
from .held_tables import written
from .holder import TIMEOUT
from .landing import land, put_off
from .process import Fault
from .reading import Blocked, MemoryTables
from .session import MemorySession
from .state_rows import changes_after, loaded

_NUMBER = attrgetter("int")
NOTHING: Mapping[UUID, bytes] = {}
NONE_HELD: Mapping[str, HeldState] = {}


class MemoryUnit(FindsDue):
    """See the `Unit` port. Entering and leaving it are no scheduling points, so it can be closed anywhere."""

    __slots__ = ("away", "contents", "locks", "reading")

    def __init__(self, store: MemorySession) -> None:
        self._store = store
        self.database = store.database
        self.owner = store.owner
        self.done = self.away = False
        self.claims: dict[UUID, None] = {}
        self.contents: dict[UUID, bytes] = {}
        self.locks: dict[str, None] = {}
        self.intake: dict[str, None] = {}
        self.named: list[str] = []
        self.reading: list[Parked] = []
        self.replaying: Parked | None = None
        self.changes = []

    async def __aenter__(self) -> MemoryUnit:
        self._store.units[self] = None
        return self

    async def __aexit__(self, *exc: object) -> None:
        self.roll_back()

    def enter(self, call: str) -> Fault | None:
        """A transaction that the server has ended (its process slept for too long) does nothing any more."""
        if self.done or self.away:
            raise Unavailable("rolled back")
        return self._store.process.enter(call)

    @property
    def is_current(self) -> bool:
        """Is its process still the owner that it was?"""
        return self.owner == self._store.owner and not self._store.process.dead

    @property
    def applies(self) -> Mapping[str, Apply]:
        return self._store.applies

    @property
    def format(self) -> int:
        return self._store.format

    def roll_back(self) -> None:
        """Give up claims and locks. After a commit there are none left to give up; of one that is on its way the
        server has them."""
        if not self.done and not self.away:
            inbox = self.database.inbox
            for claim in self.claims:
                del inbox[claim]
            self.release()

    def release(self) -> None:
        database = self.database
        self.done = True
        for lock in self.locks:
            del database.holders[lock]
        for aggregate in self.intake:
            del database.intake_holders[aggregate]
        for name in self.named:
            database.named_locks.pop(name, None)
        for parked in self.reading:
            parked.readers -= 1
        if self.replaying is not None:
            self.replaying.holder = None
        if database.operating is self:
            database.operating = None
        self._store.units.pop(self, None)

    async def open(
        self,
        inbox: Sequence[UUID],
        aggregates: Sequence[str],
        contents: Mapping[UUID, bytes] = NOTHING,
        held: Mapping[str, HeldState] = NONE_HELD,
    ) -> Opened:
        store, fault = self._store, self.enter("store.open")
        names, unseen = sorted(set(aggregates)), dict[UUID, None]()
        if self.database.held_tables:
            await self.until_free("store.open")
        for _ in range(store.patience):
            if self._claim(inbox, unseen) and self._share(names) and self._lock(names):
                break
            await store.process.blocked["store.open"]
            if self.done:
                raise Unavailable("rolled back")
        else:
            self.roll_back()
            raise LockHeld(TIMEOUT)
        database = self.database
        parked = database.parked
        if any(database.is_newer(store.format, name) for name in names):
            self.roll_back()
            raise NewerFormat("a newer format")
        states, standing = loaded(database, names, held)
        if held and database.on_held is not None:
            database.on_held(held, standing)
        opened = Opened(
            frozenset(unseen),
            states,
            frozenset(name for name in names if name in parked) if parked else frozenset(),
            database.others_with_rows_of(names, self.owner),
            database.stops(),
            {id: database.contents[id] for id in contents if id not in unseen and id in database.contents},
            standing,
        )
        self.contents.update({id: content for id, content in contents.items() if id in unseen})
        await store.process.points["store.open"]
        if fault is not None:
            self.roll_back()
            raise fault.error
        return opened

    def _claim(self, ids: Iterable[UUID], unseen: dict[UUID, None]) -> bool:
        inbox, claims = self.database.inbox, self.claims
        for claim in sorted(ids, key=_NUMBER):
            holder = inbox.setdefault(claim, self)
            if holder is self:
                if claim not in claims:
                    unseen[claim] = claims[claim] = None
            elif holder is not None:
                return False
        return True

    def _share(self, names: list[str]) -> bool:
        parked = self.database.parked
        if parked:
            for name in names:
                row = parked.get(name)
                if row is None or row in self.reading:
                    continue
                if row.holder is not None and row.holder is not self:
                    return False
                row.readers += 1
                self.reading.append(row)
        return True

    def _lock(self, names: list[str]) -> bool:
        """Only rows that exist can be locked; who is second to make one learns it at the commit."""
        states = self.database.states
        return all(self.try_hold(name) for name in names if name in states)

    def try_hold(self, name: str) -> bool:
        """Lock a state; False where another unit holds it."""
        holder = self.database.holders.setdefault(name, self)
        if holder is not self:
            return False
        self.locks[name] = None
        return True

    async def changes_after(self, versions: Mapping[str, int]) -> dict[str, list[WrittenChanges]]:
        fault = self.enter("store.changes_after")
        if self.database.held_tables:
            await self.until_free("store.changes_after")
        found = changes_after(self.database, versions)
        if self.database.on_fold is not None:
            self.database.on_fold(versions)
        await self._store.process.points["store.changes_after"]
        if fault is not None:
            raise fault.error
        return found

    async def select(self, query: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        store, fault = self._store, self.enter("store.select")
        read = store.reads[query]
        for _ in range(store.patience):
            try:
                rows = read(MemoryTables(self.database, self), params)
            except Blocked:
                await store.process.blocked["store.select"]
                if self.done:
                    raise Unavailable("rolled back") from None
            else:
                break
        else:
            self.roll_back()
            raise LockHeld(TIMEOUT)
        await store.process.points["store.select"]
        if fault is not None:
            raise fault.error
        return rows

    async def select_each(self, queries: Sequence[tuple[str, Mapping[str, Any]]]) -> list[list[dict[str, Any]]]:
        return [await self.select(query, params) for query, params in queries]

    async def _wait_for_others(self, writes: Writes) -> None:
        """Rows that another unit's read has locked are written once it has let go of them; so are tables that somebody
        outside holds."""
        store, held, away = self._store, self.database.named_locks, self.database.held_tables
        if not away and (not held or not writes.rows):
            return
        names = {name for row in writes.rows if (name := store.row_lock(row)) is not None}
        tables = written(writes)
        for _ in range(store.patience):
            if not away.keep_out(self, tables) and all(held.get(name, self) is self for name in names):
                return
            await store.process.blocked["store.commit"]
            if self.done:
                store.start()
                raise Unavailable("rolled back")
        self.roll_back()
        raise LockHeld(TIMEOUT)

    async def commit(self, writes: Writes) -> UUID:
        store = self._store
        try:
            fault = store.process.enter("store.commit")
            if self.done:
                raise Unavailable("rolled back")
        except Unavailable:
            self.roll_back()
            store.start()
            raise
        await self._wait_for_others(writes)
        try:
            if writes.outbox and self.owner != store.owner:
                raise Conflict("this owner has ended")
            if fault is not None and fault.late:
                put_off(self, writes)
                store.start(lives_on=True)
                raise fault.error
            mark = land(self, writes)
        except BaseException as error:
            self.roll_back()
            if isinstance(error, OlderDatabase):
                store.start()
            raise
        await store.process.points["store.commit"]
        if fault is not None:
            if isinstance(fault.error, Unavailable):
                store.start()  # these rows are in nobody's memory
            raise fault.error
        return mark
