"""A stop of everything is lifted by two people: one asks for it, on a page or by a command, and another confirms.

What was asked waits a quarter of an hour. Then it is forgotten and everything stays stopped: that is the safe side, and
asking again takes a moment.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from deploy.local.user_error import UserError

from ..may import is_second_person
from ..typed import What
from .tables import ConsoleTables, StoreRow

WAITS = timedelta(minutes=15)
OVER = UserError("Nobody asks for this any longer: it was confirmed, withdrawn, or 15 minutes old.", "")
NOBODY_ELSE = UserError("Whoever asked for it can't confirm it: that takes another person.", "")


@dataclass(frozen=True, slots=True)
class PendingResume:
    """`seen` is which state of the switch was to be lifted: another stop since then is not meant. `at` is real time,
    also where the services' clock is not."""

    id: UUID
    what: What
    cause: str
    seen: str
    by: str
    at: datetime


class PendingResumes:
    """At most one for each thing that is stopped. Raises `Unavailable` while the database is away."""

    def __init__(self, tables: ConsoleTables) -> None:
        self._tables = tables

    async def waiting(self, now: datetime) -> list[PendingResume]:
        return [_pending(row) for row in await self._tables.rows("resumes_waiting", now=now)]

    async def of(self, what: What, now: datetime) -> PendingResume:
        """Raises `UserError` where nobody asks for it."""
        found = next((each for each in await self.waiting(now) if each.what == what), None)
        if found is None:
            raise OVER
        return found

    async def ask(self, what: What, cause: str, seen: str, by: str, at: datetime) -> PendingResume:
        """Raises `UserError` where somebody asked for it already."""
        row = await self._tables.row(
            "ask_resume", what=what, id=uuid4(), cause=cause, seen=seen, by=by, at=at, ends_at=at + WAITS
        )
        if row is None:
            raise UserError(f"{(await self.of(what, at)).by} asked for it already.", "Another person confirms it.")
        return _pending(row)

    @asynccontextmanager
    async def confirming(self, id: UUID, by: str, at: datetime, *, alone: bool = False) -> AsyncIterator[PendingResume]:
        """What is to be done within the context; it waits no longer once that ended well.

        `alone`: one person is enough, as in the sandbox. Raises `UserError`: it is gone, or `by` asked for it.
        """
        async with self._tables.transaction() as transaction:
            row = await transaction.row("resume_locked", id=id, now=at)
            if row is None:
                raise OVER
            found = _pending(row)
            if not (alone or is_second_person(found.by, by)):
                raise NOBODY_ELSE
            yield found
            await transaction.rows("resume_over", id=id, now=at)

    async def withdraw(self, id: UUID, at: datetime) -> PendingResume:
        """Anybody may: it stays stopped. Raises `UserError` where it is gone."""
        row = await self._tables.row("resume_over", id=id, now=at)
        if row is None:
            raise OVER
        return _pending(row)


def _pending(row: StoreRow) -> PendingResume:
    return PendingResume(row["id"], row["what"], row["cause"], row["seen"], row["by"], row["at"])
