"""Writes to the texts table that posting asks for; they decide nothing about a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from shared.decision import Row


@dataclass(frozen=True, slots=True)
class BeginPost(Row):
    """Committed before the socket opens. From here on nobody posts it again, whatever happens."""

    statement: ClassVar[str] = "begin_posts"
    intent: UUID
    owner: int
    at: datetime
    body_hash: str


@dataclass(frozen=True, slots=True)
class PutBack(Row):
    """It certainly was not taken; to be tried again after `try_after`."""

    statement: ClassVar[str] = "put_back"
    intent: UUID
    owner: int
    try_after: datetime


@dataclass(frozen=True, slots=True)
class Disown(Row):
    """Its process is gone, or looks like it: what that process still says of it can't put it back any more."""

    statement: ClassVar[str] = "disown"
    intent: UUID
    owner: int


@dataclass(frozen=True, slots=True)
class Looked(Row):
    """Not found at the carrier's; to be looked for again after `look_after`."""

    statement: ClassVar[str] = "looked"
    intent: UUID
    look_after: datetime
