"""What is due, in memory: timers, and parked aggregates whose replay was asked for; who finds them holds them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from shared.runtime.ports import DueTimer, DueTimers, QueuedRow

from .taken_in import TakesIn

if TYPE_CHECKING:
    from .database import Parked


class FindsDue(TakesIn):
    """The part of a unit that finds what is due. `replaying` is the row whose replay it has."""

    __slots__ = ("replaying",)

    replaying: Parked | None

    def try_hold(self, name: str) -> bool:
        raise NotImplementedError

    async def due_timers(self, at: datetime, limit: int) -> DueTimers:
        process, database = self._store.process, self.database
        fault, format = self.enter("store.due_timers"), self._store.format
        if database.held_tables:
            await self.until_free("store.due_timers")
        found: dict[str, None] = {}
        left = limit
        for due_at, aggregate, _ in database.timers:
            if due_at > at or not left:
                break
            if aggregate in database.states and database.is_for(format, aggregate) and self.try_hold(aggregate):
                found[aggregate] = None
                left -= 1
        timers = [(due_at, name, kind) for name in found for kind, due_at in database.timers.of(name).items()]
        due = [DueTimer(name, kind, due_at) for due_at, name, kind in sorted(timers) if due_at <= at]
        order = database.timers.after(at)
        next_at = next((due_at for due_at, name, _ in order if database.is_for(format, name)), None)
        await process.points["store.due_timers"]
        if fault is not None:
            raise fault.error
        return DueTimers(due, next_at)

    async def replayable(self, limit: int) -> tuple[str, list[QueuedRow]] | None:
        process, database = self._store.process, self.database
        fault = self.enter("store.replayable")
        if database.held_tables:
            await self.until_free("store.replayable")
        found = None
        for aggregate, row in sorted(database.parked.items(), key=lambda item: item[1].since):
            held = row.readers or row.holder is not None
            if row.replay and not held and not database.is_newer(self._store.format, aggregate):
                row.holder, self.replaying = self, row
                found = aggregate, database.queued.get(aggregate, [])[:limit]
                break
        await process.points["store.replayable"]
        if fault is not None:
            raise fault.error
        return found
