"""The `Store` port in memory: one process's hold on a database that others use too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.decision import Row
from shared.runtime.ports import IntakeRow, Outgoing, Unavailable

from .commit import Apply
from .database import WAITING, MemoryDatabase, OutboxRow
from .process import Process
from .reading import MemoryTables
from .unit import MemoryUnit

Read = Callable[[MemoryTables, Mapping[str, Any]], list[dict[str, Any]]]


class MemoryStore:
    """`reads` answer the service's named queries, `applies` do what its `Row` statements do; both by name.

    `row_lock` names the lock that writing a row waits for, where a read may hold one. A read must not write. An apply
    may raise `Conflict` or `BadWrite`: then nothing of its commit is written. A unit that waits for a lock asks again
    at most `patience` times, then raises `Conflict`, as after a lock timeout.
    """

    def __init__(
        self,
        database: MemoryDatabase,
        process: Process,
        *,
        reads: Mapping[str, Read] | None = None,
        applies: Mapping[str, Apply] | None = None,
        row_lock: Callable[[Row], str | None] = lambda row: None,
        patience: int = 20,
    ) -> None:
        self.database = database
        self.process = process
        self.reads = dict(reads or {})
        self.applies = dict(applies or {})
        self.row_lock = row_lock
        self.patience = patience
        self.units: dict[MemoryUnit, None] = {}
        self.owner = -1

    def start(self) -> None:
        """Become an owner of outbox rows, under a new number each time."""
        database = self.database
        database.living.discard(self.owner)
        database.owners += 1
        self.owner = database.owners
        database.living.add(self.owner)

    def crash(self) -> None:
        """What the database does when the process is gone: open units are rolled back, its owner is dead."""
        for unit in list(self.units):
            unit.roll_back()
        self.database.living.discard(self.owner)

    def unit(self) -> MemoryUnit:
        return MemoryUnit(self)

    async def next_due(self) -> datetime | None:
        fault = self.process.enter("store.next_due")
        parked = self.database.parked
        found = next((due_at for due_at, aggregate, _ in self.database.timers if aggregate not in parked), None)
        await self.process.points["store.next_due"]
        if fault is not None:
            raise fault.error
        return found

    async def take_in(self, rows: Sequence[IntakeRow]) -> None:
        fault = self.process.enter("store.take_in")
        database = self.database
        for row in rows:
            if database.inbox.get(row.id, row) is not None:
                database.intake.setdefault(row.id, row)
                if database.on_intake is not None:
                    database.on_intake(row)
        await self.process.points["store.take_in"]
        if fault is not None:
            raise fault.error

    async def adopt_leftovers(self, limit: int) -> list[Outgoing]:
        try:
            fault = self.process.enter("store.adopt_leftovers")
        except Unavailable:
            self.start()
            raise
        found = self._adopted(limit) if self.database.outbox else []
        await self.process.points["store.adopt_leftovers"]
        if fault is not None:
            self.start()
            raise fault.error
        return found

    def _adopted(self, limit: int) -> list[Outgoing]:
        living = self.database.living
        held: set[str] = set()
        ripe: list[OutboxRow] = []
        for kept in self.database.outbox.values():
            if kept.owner != WAITING and kept.owner in living:
                held.add(kept.row.aggregate)
            elif kept.row.aggregate not in held and len(ripe) < limit:
                ripe.append(kept)
        for kept in ripe:
            kept.owner = self.owner
        return [kept.row for kept in ripe]

    async def published(self, ids: Sequence[UUID]) -> None:
        fault = self.process.enter("store.published")
        for row_id in ids:
            self.database.outbox.pop(row_id, None)
        await self.process.points["store.published"]
        if fault is not None:
            raise fault.error
