"""While deaf, don't speak: what was heard of a topic, and what that is worth.

A case's timers fire in any replica, while the payment that settles it may lie in a partition of another one, or of
nobody. So what was heard is shared, as rows of the service's database, and one rule covers a breaker that is open, a
reader that stands still, partitions that nobody has, and a broker that is gone: on every partition of the topics that a
machine `must_hear`, everything published up to some moment was decided on, and that moment must not be older than
`DEAF_AFTER`. Otherwise the topic is in `DecisionContext.stopped` as `deaf:TOPIC since MOMENT`.

Moments are the database server's. It is asked before the broker is asked where the topic ends, so a process that stands
still in between claims too little, never too much.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

DEAF_AFTER = timedelta(minutes=5)
"""Much longer than a rebalance or a restart, short against the days between two texts."""


class HeardUpTo(NamedTuple):
    """Everything published on this partition up to `at` was decided on (None: no news). `shut`: see migration 0012."""

    topic: str
    partition: int
    at: datetime | None
    shut: bool


class HearingOrders(NamedTuple):
    """`orders`: topic and partition → the offset up to which an operator set it aside. `deaf`: topic → since when."""

    orders: Mapping[tuple[str, int], int]
    deaf: Mapping[str, datetime]


class PartitionProgress(NamedTuple):
    """A partition that we read: everything below `decided` is decided on, and its records end before `end`."""

    topic: str
    partition: int
    decided: int
    end: int


@dataclass(frozen=True, slots=True)
class TopicProgress:
    """`partitions`: topic → how many it has, where known. `places`: those that are ours and whose offset is known."""

    partitions: Mapping[str, int]
    places: Sequence[PartitionProgress]


Life = Callable[[], int | None]
"""The life of the database (see `KeptPlaces`) in which our places are known; None where that is not looked at."""


def of_any() -> None:
    """For whoever has no places."""


class HearingStore(Protocol):
    """What was heard, where all replicas see it. Every call raises `Unavailable` while the database is gone.

    One that was given a `Life` writes down what was heard in that life alone.
    """

    async def ask(self, topics: Collection[str], within: timedelta) -> None:
        """These topics must be heard, and no others."""
        ...

    async def clock(self) -> datetime:
        """The database server's time."""
        ...

    async def hear(self, heard: Sequence[HeardUpTo], partitions: Mapping[str, int], at: datetime) -> HearingOrders:
        """Write down what was heard, and partitions that were not known before as known since `at`."""
        ...


class Ears(Protocol):
    async def standing(self, topics: Collection[str]) -> TopicProgress:
        """How far we are in these topics, and where they end now. Raises `Unavailable`."""
        ...


@dataclass(slots=True)
class Hearing:
    """What one process remembers between two rounds: where each partition ended at some moment, until that is reached.

    A partition that is never quiet is never read to its end; but what was its end a moment ago is.
    """

    topics: frozenset[str]
    deaf: Mapping[str, datetime] = field(default_factory=dict)
    _ends: dict[tuple[str, int], tuple[datetime, int]] = field(default_factory=dict)

    @property
    def all_heard(self) -> bool:
        """Was everything of ours read to its end when we looked last, and is nobody deaf?"""
        return not self._ends and not self.deaf

    def heard(self, places: Sequence[PartitionProgress], asked_at: datetime, shut: Collection[str]) -> list[HeardUpTo]:
        """What `places`, whose ends were asked for after `asked_at`, say of our topics. `shut`: breaker is open."""
        ours = [place for place in places if place.topic in self.topics]
        mine = {(place.topic, place.partition) for place in ours}
        self._ends = {at: end for at, end in self._ends.items() if at in mine}
        return [
            HeardUpTo(*place[:2], self._moment(place, asked_at), place.topic in shut and place.decided < place.end)
            for place in ours
        ]

    def _moment(self, place: PartitionProgress, asked_at: datetime) -> datetime | None:
        key = (place.topic, place.partition)
        before = self._ends.get(key)
        if place.decided > place.end:
            # The log was cut or made anew under us: offsets of before say nothing about it.
            self._ends.pop(key, None)
            return None
        if place.decided == place.end:
            self._ends.pop(key, None)
            return asked_at
        if before is not None and place.decided < before[1]:
            return None
        self._ends[key] = (asked_at, place.end)
        return before[0] if before is not None else None


def sentence(deaf: Mapping[str, datetime]) -> str:
    """For `/ready` and `status`; empty when everything is heard."""
    late = ", ".join(f"{topic} since {at:%Y-%m-%d %H:%M} UTC" for topic, at in sorted(deaf.items()))
    return f"not read to the end: {late}; counted texts and visits wait" if late else ""
