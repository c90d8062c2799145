"""Dead letters as the pages ask for them. Bytes are opened in another thread: many of them take a while."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ...acts.letters import times_returned
from ...target import Target
from ...views.database import Database
from ...views.dead_letters import StoredLetter, with_keys
from ..database import PublishedViews, ViewRows, own
from .asked import LettersAsked
from .groups import LetterGroup, letter_groups
from .plan import JudgedLetter

GROUPS_MAX = 5_000
HOLDS_MAX = 20_000
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class AskedLetters:
    """`rows` are the first of `total`."""

    rows: ViewRows
    total: int
    group: LetterGroup | None


async def groups_of(database: Database) -> list[LetterGroup]:
    counts = await own(database, "letter_counts", limit=GROUPS_MAX)
    return letter_groups(counts, await own(database, "letters_hold", limit=HOLDS_MAX))


async def letters_asked(database: Database, asked: LettersAsked, *, limit: int) -> AskedLetters | None:
    """Open ones, oldest first; None where their group is none, or none any more."""
    group = None
    params: dict[str, Any] = {
        "service": asked.service, "topic": asked.topic, "code": asked.code, "since": asked.since, "until": asked.until,
        "details": None,
    }  # fmt: skip
    if asked.group:
        group = next((each for each in await groups_of(database) if each.fingerprint == asked.group), None)
        if group is None:
            return None
        params |= {"service": group.service, "topic": group.topic, "code": group.code, "details": list(group.details)}
    rows = await own(database, "letters_asked", **params, limit=limit)
    (counted,) = await own(database, "letters_counted", **params)
    return AskedLetters(rows, counted["letters"], group)


async def letter_now(views: PublishedViews, id: UUID) -> tuple[StoredLetter, int] | None:
    """As it is now, and how often anybody gave it back."""
    async with views.reading() as database:
        found = await boxed(database, [id])
        return (found[0], await times_returned(database, found[0])) if found else None


async def boxed(database: Database, ids: Sequence[UUID]) -> list[StoredLetter]:
    return await with_keys(database, await own(database, "letters_boxed", ids=list(ids)))


async def judged(views: PublishedViews, target: Target, ids: Sequence[UUID]) -> list[JudgedLetter]:
    """What would come of each. Raises `UserError` where there is no key to open them with."""
    keys, now = target.keys(), target.clock().now()

    def judge(letters: list[StoredLetter]) -> list[JudgedLetter]:
        found = []
        for letter in letters:
            record = letter.record(keys, now)
            subject = record.key.decode(errors="replace") if record.key is not None and not record.refused else ""
            found.append(JudgedLetter(letter.id, subject, record.refused))
        return found

    result: list[JudgedLetter] = []
    for some in _in_parts(ids):
        async with views.reading() as database:
            letters = await boxed(database, some)
        result += await asyncio.to_thread(judge, letters)
    return result


def _in_parts(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
