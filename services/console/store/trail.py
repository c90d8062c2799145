"""The trail in its table: one entry behind the other, never two behind the same one, and none changed afterwards."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.evidence.canonical import NOTHING_BEFORE

from ..trail.entry import TrailDeed, TrailEntry, TrailOutcome
from .tables import StoreRow, StoreTables

BATCH = 500
NO_END = 2**62


@dataclass(frozen=True, slots=True)
class TrailAsked:
    """Empty and None choose all. `person`: what they did, and what was done about their account. `about` is one word of
    what an entry is about; a period holds its beginning and not its end."""

    person: str = ""
    what: str = ""
    about: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def params(self) -> dict[str, Any]:
        return {"person": self.person, "what": self.what, "about": self.about, "since": self.since, "until": self.until}


class Trail:
    def __init__(self, tables: StoreTables) -> None:
        self._tables = tables

    async def add(
        self, deed: TrailDeed, outcome: TrailOutcome, at: datetime, *, began: int | None = None, proof: str = ""
    ) -> int:
        """The number of the entry. Two at once: one waits for the other."""
        async with self._tables.transaction() as transaction:
            await transaction.rows("one_entry_at_a_time")
            last = await transaction.row("last_entry")
            number, before = (last["number"], last["hash"]) if last is not None else (0, NOTHING_BEFORE)
            entry = TrailEntry(number + 1, at, deed, outcome, before, began, proof).sealed()
            await transaction.rows("add_entry", **_stored(entry))
        return entry.number

    async def last(self) -> int:
        """The number of the newest entry, 0 for none. What is there up to it stays as it is."""
        async with self._tables.transaction() as transaction:
            row = await transaction.row("last_entry")
        return 0 if row is None else int(row["number"])

    async def newest(self, asked: TrailAsked, limit: int, under: int = NO_END) -> list[TrailEntry]:
        async with self._tables.transaction() as transaction:
            rows = await transaction.rows("newest_entries", under=under, limit=limit, **asked.params())
        return list(map(_entry, rows))

    async def count(self, asked: TrailAsked, last: int) -> int:
        async with self._tables.transaction() as transaction:
            row = await transaction.row("counted_entries", last=last, **asked.params())
        assert row is not None
        return int(row["entries"])

    async def each(self, asked: TrailAsked, last: int) -> AsyncIterator[TrailEntry]:
        """From the oldest on, some at a time; no connection is kept meanwhile."""
        behind = 0
        while True:
            async with self._tables.transaction() as transaction:
                rows = await transaction.rows("next_entries", behind=behind, last=last, limit=BATCH, **asked.params())
            for row in rows:
                yield _entry(row)
            if len(rows) < BATCH:
                return
            behind = rows[-1]["number"]

    async def hashes(self, numbers: Iterable[int]) -> dict[int, str]:
        async with self._tables.transaction() as transaction:
            rows = await transaction.rows("hashes_of", numbers=list(numbers))
        return {row["number"]: row["hash"] for row in rows}

    async def ended(self, numbers: Iterable[int]) -> frozenset[int]:
        """Which of those that began have an entry of what came of it."""
        async with self._tables.transaction() as transaction:
            return frozenset(row["began"] for row in await transaction.rows("ended_of", numbers=list(numbers)))

    async def kinds(self) -> list[str]:
        """What there is to choose from: each is found by a look at the index."""
        found: list[str] = []
        async with self._tables.transaction() as transaction:
            while (row := await transaction.row("next_kind", behind=found[-1] if found else "")) is not None:
                found.append(row["what"])
        return found


def _stored(entry: TrailEntry) -> dict[str, Any]:
    deed = entry.deed
    return {
        "number": entry.number, "at": entry.at, "by": deed.by, "roles": deed.roles, "via": deed.via, "what": deed.what,
        "about": deed.about, "reason": deed.reason, "outcome": entry.outcome.value, "began": entry.began,
        "proof": entry.proof, "before": entry.before, "hash": entry.hash,
    }  # fmt: skip


def _entry(row: StoreRow) -> TrailEntry:
    deed = TrailDeed(row["by"], row["what"], row["about"], row["reason"], row["roles"], row["via"])
    return TrailEntry(
        row["number"], row["at"], deed, TrailOutcome(row["outcome"]), row["before"], row["began"], row["proof"],
        row["hash"],
    )  # fmt: skip
