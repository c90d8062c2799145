"""Where a service has read to: kept in its database, in the transaction that decided on what was read (docs/adr/0052).

The group's offset in Kafka is for those who look at lag. It is committed after the database's, so it is never beyond
it; where it is, the database is an older one than the one that worked, and nothing may be done before a recovery.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Literal, NamedTuple, Protocol, TypeAlias

LogPlace: TypeAlias = tuple[str, int]
"""Topic (without prefix) and partition."""
RecoveryCause = Literal["restored", "lost"]
"""`restored`: the database is older than what was done. `lost`: the log ends before what was read from it."""


class PlaceMove(NamedTuple):
    """Everything of this partition before `ends` is decided on. Whoever says so began at `begins`, which the database
    had as its place: one that has less by now is another database."""

    topic: str
    partition: int
    begins: int
    ends: int


class SkippedRange(NamedTuple):
    """Records of `source` from `first` up to before `end`: not to be decided on."""

    topic: str
    partition: int
    source: str
    first: int
    end: int


class GroupOffset(NamedTuple):
    """What the group has committed, with the mark of who did: in which life of the database, and how much had been
    published by then (see `KeptPlaces`). `life` is None where it bears none: by a version without places, or by hand.
    """

    offset: int
    life: int | None
    published: int = 0


LIVES_SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def life_begun(at: datetime, former: int) -> int:
    """The number of a life that begins now, after `former`. A later one has a higher number, also where a backup of
    before both was put back twice: offsets of the first recovery's life would else be taken for the second's."""
    return max(former + 1, int((at - LIVES_SINCE).total_seconds()))


_MARK = re.compile(r"database-life-(\d{1,9}) published-(\d{1,18})")


def mark_of(life: int, published: int) -> str:
    """What is committed with an offset."""
    return f"database-life-{life} published-{published}"


def marked(offset: int, mark: str) -> GroupOffset:
    """An offset, with what it was marked with."""
    return GroupOffset(offset, *_said(mark))


@lru_cache(256)
def _said(mark: str) -> tuple[int | None, int]:
    """A service's partitions bear few different marks at a time, and all are asked for at once."""
    found = _MARK.fullmatch(mark)
    return (None, 0) if found is None else (int(found[1]), int(found[2]))


@dataclass(frozen=True, slots=True)
class RecoveryOwed:
    """Why nothing is done, since when, and which places: `detail` is JSON."""

    cause: str
    since: datetime
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KeptPlaces:
    """What a database has of it. `life`: see migration 0033. `predates`: it was in use before it kept places.

    `published` only grows: offsets of its own events that Kafka acknowledged, summed over partitions. It tells of what
    was done without anything being read.
    """

    at: Mapping[LogPlace, int] = field(default_factory=dict)
    life: int = 1
    published: int = 0
    held: RecoveryOwed | None = None
    predates: bool = False
    skipped: Sequence[SkippedRange] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """`behind`: place → what the database has, and the group. `adopted`: what the group has, of a version that kept no
    places yet."""

    behind: Mapping[LogPlace, tuple[int, int]]
    adopted: Mapping[LogPlace, int]

    def detail(self) -> dict[str, Any]:
        """For whoever recovers, and for the runbook."""
        return {
            "places": [
                {"topic": topic, "partition": partition, "database": here, "group": there}
                for (topic, partition), (here, there) in sorted(self.behind.items())
            ]
        }


def compare(group: Mapping[LogPlace, GroupOffset], kept: KeptPlaces) -> Comparison:
    """The group's offsets, asked for first, with the places of the database. Pure."""
    behind: dict[LogPlace, tuple[int, int]] = {}
    adopted: dict[LogPlace, int] = {}
    for place, (offset, life, published) in group.items():
        here = kept.at.get(place, 0)
        if (life or 1) > kept.life or (life == kept.life and published > kept.published):
            behind[place] = here, offset
        elif offset <= here or (life or 1) < kept.life:
            continue
        elif life is None and kept.predates:
            adopted[place] = offset
        else:
            behind[place] = here, offset
    return Comparison(behind, adopted)


class PlaceStore(Protocol):
    """Every call raises `Unavailable` while the database is gone."""

    async def kept(self) -> KeptPlaces: ...

    async def move(self, moves: Sequence[PlaceMove]) -> None:
        """Of what there was nothing to decide on. Raises `OlderDatabase`."""
        ...

    async def begin(self, places: Mapping[LogPlace, int]) -> None:
        """From here on, where it has no place yet or a lower one."""
        ...

    async def hold(self, cause: RecoveryCause, detail: Mapping[str, Any]) -> None:
        """Until a recovery, which is another life of this database. Held already it stays as it is."""
        ...


class GroupOffsets(Protocol):
    async def offsets(self) -> Mapping[LogPlace, GroupOffset]:
        """All that the group has committed. Raises `Unavailable`."""
        ...


@dataclass(frozen=True, slots=True)
class Skips:
    """`of`: place → ranges that are passed over there."""

    of: Mapping[LogPlace, Collection[SkippedRange]] = field(default_factory=dict)

    @classmethod
    def from_ranges(cls, ranges: Collection[SkippedRange]) -> Skips:
        of: dict[LogPlace, list[SkippedRange]] = {}
        for each in ranges:
            of.setdefault((each.topic, each.partition), []).append(each)
        return cls(of)

    def covers(self, topic: str, partition: int, offset: int, source: str) -> bool:
        ranges = self.of.get((topic, partition), ())
        return any(each.source == source and each.first <= offset < each.end for each in ranges)
