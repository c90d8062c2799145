"""What was heard, in memory: the tables of migration 0012 and its view `deaf`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.runtime.hearing import HeardUpTo

Partition = tuple[str, int]


@dataclass(slots=True)
class HeardRows:
    """`asked` maps a topic to how long a record may lie in it, and since when that was asked. Rows of `at` are written
    by `know` and `hear` alone: what is oldest of a topic is looked for once after each."""

    asked: dict[str, tuple[timedelta, datetime]] = field(default_factory=dict)
    at: dict[Partition, datetime] = field(default_factory=dict)
    shut: set[Partition] = field(default_factory=set)
    orders: dict[Partition, int] = field(default_factory=dict)
    _known: dict[str, int] = field(default_factory=dict)
    _oldest: dict[str, datetime] = field(default_factory=dict)

    def know(self, partitions: Mapping[str, int], at: datetime) -> None:
        """Those that were not known before are known since then."""
        if partitions != self._known:
            self._known = dict(partitions)
            for topic, number in partitions.items():
                for partition in range(number):
                    self.at.setdefault((topic, partition), at)
            self._look_anew()

    def hear(self, told: Sequence[HeardUpTo]) -> None:
        """The newest word on each."""
        for topic, partition, at, shut in told:
            if at is not None and at > self.at[topic, partition]:
                self.at[topic, partition] = at
            (self.shut.add if shut else self.shut.discard)((topic, partition))
        self._look_anew()

    def _look_anew(self) -> None:
        oldest = self._oldest = {}
        for (topic, _), at in self.at.items():
            if topic not in oldest or at < oldest[topic]:
                oldest[topic] = at

    def deaf(self, now: datetime) -> dict[str, datetime]:
        found = {}
        for topic, (within, asked_at) in self.asked.items():
            since = self._oldest.get(topic, asked_at)
            if since < now - within or (self.shut and any(shut == topic for shut, _ in self.shut)):
                found[topic] = since
        return found

    def since(self, topic: str) -> datetime:
        """Up to when all of it was heard."""
        return min((at for place, at in self.at.items() if place[0] == topic), default=self.asked[topic][1])

    def is_heard(self, topic: str, at: datetime) -> bool:
        """Is everything that was published on the topic up to then known to be decided on?"""
        known = [heard for place, heard in self.at.items() if place[0] == topic]
        return bool(known) and min(known) >= at
