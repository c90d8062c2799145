"""One look at everything: is the world quiet, and when does something happen next?

A record or a row may be on its way between two places while we look at one after the other. So the ends of the
partitions are read before and after the databases: nothing came in between, every record was handled, and no database
had anything left to publish; then nothing was anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from services.sandbox.retry import OUTAGES

from .lag import Ends
from .services import Backlog


@dataclass(frozen=True, slots=True)
class WorkInProgress:
    """`waiting` is what is in work, by name; the world is quiet when it is empty."""

    waiting: dict[str, int] = field(default_factory=dict)
    next_due: datetime | None = None

    @property
    def quiet(self) -> bool:
        return not self.waiting


class LooksAtKafka(Protocol):
    async def ends(self) -> Ends: ...
    async def waiting(self, ends: Ends) -> dict[str, int]: ...


class LooksAtDatabases(Protocol):
    async def look(self, now: datetime) -> Backlog: ...


class SystemWatch:
    """`own` is what the sandbox itself has in flight, given the ends of the partitions."""

    def __init__(self, kafka: LooksAtKafka, databases: LooksAtDatabases, own: Callable[[Ends], dict[str, int]]) -> None:
        self._kafka, self._databases, self._own = kafka, databases, own

    async def __call__(self, now: datetime) -> WorkInProgress:
        try:
            return await self._looked(now)
        except OUTAGES as error:
            return WorkInProgress({f"kafka.{type(error).__name__}": 1})

    async def _looked(self, now: datetime) -> WorkInProgress:
        if mine := self._own({}):
            return WorkInProgress(mine)
        # The cheapest question first: most looks end here.
        backlog = await self._databases.look(now)
        if backlog.waiting:
            return WorkInProgress(backlog.waiting)
        before = await self._kafka.ends()
        if waiting := self._own(before) or await self._kafka.waiting(before):
            return WorkInProgress(waiting)
        backlog = await self._databases.look(now)
        if waiting := backlog.waiting or self._own(before):
            return WorkInProgress(waiting)
        after = await self._kafka.ends()
        moved = sum(after.values()) - sum(before.values())
        return WorkInProgress({"kafka.moving": moved} if moved else {}, backlog.next_due)
