"""How far a service is behind in one partition, and what that makes of a topic. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class PartitionLag:
    """`place` is where the service goes on reading, `behind` how many records there are from there.

    `since` is when the oldest of them was published, where there is any and that was quickly learned. `removed` are
    offsets that are gone from Kafka and were never handled. `begun` says whether the service ever noted a place here.
    """

    service: str
    topic: str
    partition: int
    place: int
    behind: int
    since: datetime | None = None
    removed: int = 0
    begun: bool = True


def goes_on(committed: int | None, begins: int, ends: int) -> int:
    """Where a service will go on: from the log's begin where it never noted a place, where its place is gone, or lies
    in a log that is no more (the topic was made anew)."""
    return committed if committed is not None and begins <= committed <= ends else begins


def by_topic(parts: Iterable[PartitionLag]) -> list[dict[str, Any]]:
    """A row for each service and topic, in the order in which they come; `most` is what the worst partition has."""
    found: dict[tuple[str, str], list[PartitionLag]] = {}
    for part in parts:
        found.setdefault((part.service, part.topic), []).append(part)
    return [
        {
            "service": service,
            "topic": topic,
            "partitions": len(mine),
            "behind": sum(part.behind for part in mine),
            "most": max(part.behind for part in mine),
            "since": min((part.since for part in mine if part.since is not None), default=None),
            "removed": sum(part.removed for part in mine),
        }
        for (service, topic), mine in found.items()
    ]
