"""The `Store` port in memory: one process's hold on a database that others use too."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.runtime.outgoing import RefusalCode
from shared.runtime.ports import IntakeRow, LogPlace, Outgoing, Unavailable

from .database import REFUSED, WAITING, OutboxRow
from .held_tables import NAMED_BY
from .session import MemorySession
from .unit import MemoryUnit

NOWHERE: Mapping[LogPlace, int] = {}


class MemoryStore(MemorySession):
    """See the `Store` port."""

    def crash(self) -> None:
        """What the database does when the process is gone: open units are rolled back, its owner is dead."""
        for unit in list(self.units):
            unit.roll_back()
        self.database.living.discard(self.owner)

    def unit(self) -> MemoryUnit:
        return MemoryUnit(self)

    async def ask(self, query: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        async with self.unit() as unit:
            return await unit.select(query, params)

    async def next_due(self) -> datetime | None:
        fault = self.process.enter("store.next_due")
        if self.database.held_tables:
            await self.until_free("store.next_due", NAMED_BY["store.next_due"])
        database = self.database
        found = next((due_at for due_at, name, _ in database.timers if database.is_for(self.format, name)), None)
        await self.process.points["store.next_due"]
        if fault is not None:
            raise fault.error
        return found

    async def take_in(self, rows: Sequence[IntakeRow]) -> None:
        fault = self.process.enter("store.take_in")
        if self.database.held_tables:
            await self.until_free("store.take_in", NAMED_BY["store.take_in"])
        database = self.database
        for row in rows:
            if database.inbox.get(row.id, row) is not None:
                database.intake.setdefault(row.id, replace(row, format=self.format))
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
        if self.database.held_tables:
            await self.until_free("store.adopt_leftovers", NAMED_BY["store.adopt_leftovers"])
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
            if kept.owner == REFUSED or (kept.owner != WAITING and kept.owner in living):
                held.add(kept.row.aggregate)
            elif kept.row.aggregate not in held and len(ripe) < limit:
                ripe.append(kept)
        for kept in ripe:
            kept.owner = self.owner
        return [kept.row for kept in ripe]

    async def refuse(self, refused: Mapping[UUID, RefusalCode], aggregates: Collection[str]) -> None:
        fault = self.process.enter("store.refuse")
        if self.database.held_tables:
            await self.until_free("store.refuse", NAMED_BY["store.refuse"])
        for kept in self.database.outbox.values():
            if kept.owner == self.owner and kept.row.aggregate in aggregates:
                code = refused.get(kept.row.id)
                kept.owner, kept.refused = (REFUSED, code) if code else (WAITING, kept.refused)
        await self.process.points["store.refuse"]
        if fault is not None:
            raise fault.error

    async def try_refused(self, codes: Collection[RefusalCode]) -> int:
        fault = self.process.enter("store.try_refused")
        if self.database.held_tables:
            await self.until_free("store.try_refused", NAMED_BY["store.try_refused"])
        found = [kept for kept in self.database.outbox.values() if kept.owner == REFUSED and kept.refused in codes]
        for kept in found:
            kept.owner = WAITING
        await self.process.points["store.try_refused"]
        if fault is not None:
            raise fault.error
        return len(found)

    async def published(self, ids: Sequence[UUID], upto: Mapping[LogPlace, int] = NOWHERE) -> None:
        fault = self.process.enter("store.published")
        if self.database.held_tables:
            await self.until_free("store.published", NAMED_BY["store.published"])
        for row_id in ids:
            self.database.outbox.pop(row_id, None)
        rows = self.database.places
        for place, offset in upto.items():
            rows.raise_to(rows.published, place, offset)
        await self.process.points["store.published"]
        if fault is not None:
            raise fault.error
