"""Records of the topics as facts: read from JSON alone, each once, however often it was published."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

PREFIX = "doorstep."
MONEY = ("loan.payment-received", "loan.payment-reversed")


@dataclass(frozen=True, slots=True)
class Raw:
    """One record as it lies in Kafka."""

    topic: str
    partition: int
    offset: int
    key: str | None
    value: bytes | None

    @property
    def origin(self) -> str:
        return f"{self.topic}:{self.partition}:{self.offset}"


@dataclass(frozen=True, slots=True)
class TopicEvent:
    """An event. `kind` is its `type` without prefix and version, e.g. `text.sent`; `case` is its subject.

    `pack` is the name of the policy pack under which it was decided; empty where it says none.
    """

    raw: Raw
    id: str
    source: str
    kind: str
    case: str
    at: datetime
    data: dict[str, Any]
    cause: str | None
    type: str = ""
    pack: str = ""

    def get(self, *path: str) -> Any:
        """What lies at `path` inside the data, or None."""
        node: Any = self.data
        for step in path:
            node = node.get(step) if isinstance(node, dict) else None
        return node

    @property
    def booked(self) -> datetime:
        """When the bank's books had it, where it says so apart from its time."""
        said = self.get("booked_at")
        return datetime.fromisoformat(str(said)) if said else self.at

    @property
    def left(self) -> int | None:
        """What a payment, or one taken back, left to be paid; nothing when it is 0 or below. None: it says nothing."""
        minor = self.get("outstanding", "minor") if self.kind in MONEY else None
        return minor if isinstance(minor, int) else None


def read_fact(raw: Raw) -> TopicEvent | None:
    """The event in a record; None when there is none."""
    try:
        document = json.loads(raw.value or b"")
        kind = str(document["type"]).removeprefix(PREFIX).rpartition(".v")[0]
        at = datetime.fromisoformat(document["time"])
        if at.tzinfo is None or not isinstance(document["data"], dict):
            return None
        return TopicEvent(
            raw=raw,
            id=str(document["id"]),
            source=str(document["source"]),
            kind=kind,
            case=str(document["subject"]),
            at=at,
            data=document["data"],
            cause=document.get("causationid"),
            type=str(document["type"]),
            pack=str(document.get("policyversion") or "").partition("@")[0],
        )
    except (ValueError, KeyError, TypeError):
        return None


def once(facts: Iterable[TopicEvent]) -> tuple[list[TopicEvent], list[tuple[TopicEvent, TopicEvent]]]:
    """Each event once, in the order read; and apart, pairs with the same identity that say different things."""
    seen: dict[tuple[str, str], TopicEvent] = {}
    contradictions = []
    for fact in facts:
        first = seen.setdefault((fact.source, fact.id), fact)
        if (first.kind, first.case, first.at, first.data) != (fact.kind, fact.case, fact.at, fact.data):
            contradictions.append((first, fact))
    return list(seen.values()), contradictions
