"""What a restore lost of topics: records to be read again, and those of our own that are passed over (docs/adr/0053).

All three services are in one database, so they were set back to one moment. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from shared.contracts.catalogue import TOPICS

from .places import LogPlace, SkippedRange

SERVICES = ("notifier", "scheduler", "router")
IN_COMMON = ("switches", "operations")


class LogRange(NamedTuple):
    """Offsets that the log has: from `begins` up to before `ends`."""

    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class RestoredPlaces:
    """Of one service, as the backup has them: where it goes on to read, and one past what it had published. `remade`:
    topics that ended before its place when it was held."""

    consumed: Mapping[LogPlace, int] = field(default_factory=dict)
    published: Mapping[LogPlace, int] = field(default_factory=dict)
    remade: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LostRecords:
    """By service. `again`: how many offsets of a topic it reads again. `removed`: how many Kafka no longer has.
    `anew`: places where a log that was made anew begins.
    """

    again: Mapping[tuple[str, str], int]
    removed: Mapping[tuple[str, str], int]
    skipped: Mapping[str, tuple[SkippedRange, ...]]
    anew: Mapping[str, Mapping[LogPlace, int]]

    def of_topic(self, topic: str) -> set[SkippedRange]:
        """What is passed over of it, by whomever."""
        return {one for ranges in self.skipped.values() for one in ranges if one.topic == topic}


def lost_records(services: Mapping[str, RestoredPlaces], log: Mapping[LogPlace, LogRange]) -> LostRecords:
    """What each of them reads again and passes over, with `log` as it is now.

    A record below the published place of its source left an outbox row that was committed before the backup, so its
    decision is there. One at or beyond it is of a decision that is lost, or will be published again.

    A topic is made anew as a whole: where one partition ends before a place, or did when a service was held, all are
    read from their beginning, however far they have grown since. What was read before is known by its id.
    """
    remade = {topic for places in services.values() for topic in places.remade}
    remade |= {
        place[0]
        for places in services.values()
        for place, at in places.consumed.items()
        if place in log and at > log[place].ends
    }
    again: dict[tuple[str, str], int] = {}
    removed: dict[tuple[str, str], int] = {}
    skipped: dict[str, tuple[SkippedRange, ...]] = {}
    anew: dict[str, dict[LogPlace, int]] = {}
    for service, places in services.items():
        ranges: list[SkippedRange] = []
        anew[service] = {}
        for place in sorted(place for place in log if reads(service, place[0])):
            topic, partition = place
            begins, ends = log[place]
            at = places.consumed.get(place, 0)
            if topic in remade:
                anew[service][place] = begins
                continue
            _add(again, (service, topic), ends - max(at, begins))
            _add(removed, (service, topic), begins - at if place in places.consumed else 0)
            for source in sorted(_sources(topic) & services.keys()):
                first = services[source].published.get(place, 0)
                if first < ends:
                    ranges.append(SkippedRange(topic, partition, source, first, ends))
        skipped[service] = tuple(ranges)
    return LostRecords(again, removed, skipped, anew)


def reads(service: str, topic: str) -> bool:
    """Does it decide on the records of this topic, one after the other?"""
    found = next((one for one in TOPICS if one.name == topic), None)
    return topic in IN_COMMON or (found is not None and service in found.consumers and not found.is_read_whole)


def _sources(topic: str) -> set[str]:
    return {party for one in TOPICS if one.name == topic for party in one.producers}


def _add(counts: dict[tuple[str, str], int], of: tuple[str, str], number: int) -> None:
    if number > 0:
        counts[of] = counts.get(of, 0) + number
