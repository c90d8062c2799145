"""What a reply may answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.contracts.texts import TextKind
from shared.contracts.values import Window


@dataclass(frozen=True, slots=True)
class Question:
    """A text that was posted to the phone before the reply came. `windows` are those that it offers or tells of."""

    intent: UUID
    case: str
    kind: TextKind
    visit: str | None
    version: int
    slots: int
    posted_at: datetime
    windows: tuple[Window, ...] = ()
