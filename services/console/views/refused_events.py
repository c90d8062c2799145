"""Events of the services that Kafka does not take as they are, and what waits behind each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from deploy.local.user_error import UserError

from ..typed import takes
from .database import Database

SHORT = 8
LIMIT = 10_000
WHY = {
    "too-large": "it is larger than the topic takes (max.message.bytes)",
    "topic-missing": "there is no such topic, or the service may not see it",
    "topic-denied": "the service may not write to the topic",
    "refused": "Kafka refuses it, and says no more",
}


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """`behind` are later events of the same case or region, which wait for it."""

    service: str
    id: UUID
    aggregate: str
    topic: str
    type: str
    code: str
    since: datetime
    size_bytes: int
    behind: int

    @property
    def item(self) -> str:
        return str(self.id)[:SHORT]

    @property
    def why(self) -> str:
        return f"{WHY.get(self.code, 'Kafka does not take it')} [{self.code}]"

    def document(self) -> dict[str, Any]:
        return {"item": self.item} | {name: getattr(self, name) for name in self.__slots__}


def checked(item: str) -> str:
    """What was typed for an item. Raises `WrongUsage`."""
    if item and len(item) < SHORT:
        raise takes("ITEM", f"at least {SHORT} characters of an event's id", item, "See ./doorstep outbox ls.")
    return item


async def refused(database: Database, *, id: str = "", limit: int = LIMIT) -> list[RefusedRow]:
    """Oldest first."""
    return [RefusedRow(**row) for row in await database.rows("refused", id=id.lower(), limit=limit)]


async def one(database: Database, item: str) -> RefusedRow:
    """The one called so. Raises `UserError`."""
    found = await refused(database, id=item)
    if len(found) != 1:
        several = f"{len(found)} events begin with {item}." if found else f"No event {item} waits for Kafka to take it."
        raise UserError(several, "See ./doorstep outbox ls.")
    return found[0]
