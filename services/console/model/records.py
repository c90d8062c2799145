"""What a record of a topic tells the model: where an event stands, and what it says of a case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

from shared.contracts.codec import Malformed

from ..views.tailed import tailed
from .facts import fact_of
from .fold import CaseFact


@dataclass(frozen=True, slots=True)
class EventPlace:
    """Where an event stands; `at` is Kafka's time. Of one that stands there twice the first place counts."""

    topic: str
    partition: int
    position: int
    at: datetime

    def __str__(self) -> str:
        return f"{self.topic}/{self.partition}@{self.position}"

    @property
    def order(self) -> tuple[str, int, int]:
        return self.topic, self.partition, self.position


@dataclass(slots=True)
class RecordsTold:
    """Of a batch. `refused` counts records that are no event: they stand in the dead letters."""

    facts: list[CaseFact]
    places: dict[UUID, EventPlace]
    refused: int = 0


def place_id(event_id: str, case: str) -> UUID:
    """Under which an event's place is kept. Ids of others are any text, and two cases may have events of one id."""
    return UUID(bytes=blake2b(f"{case} {event_id}".encode(), digest_size=16).digest())


def told(records: Iterable[tuple[str, Any]]) -> RecordsTold:
    """`records` are the catalogue's topic and Kafka's record."""
    found = RecordsTold([], {})
    for topic, record in records:
        heard = tailed(topic, record)
        if isinstance(heard.event, Malformed):
            found.refused += 1
            continue
        fact = fact_of(heard.event)
        id = place_id(heard.event.id, fact.case if fact is not None else heard.event.subject)
        place = EventPlace(topic, heard.partition, heard.offset, heard.at.astimezone(UTC))
        before = found.places.get(id)
        if before is None or place.order < before.order:
            found.places[id] = place
        if fact is not None:
            found.facts.append(fact)
    return found
