"""What was heard, in memory: the tables of migration 0012 and its view `deaf`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

Partition = tuple[str, int]


@dataclass(slots=True)
class HeardRows:
    """`asked` maps a topic to how long a record may lie in it, and since when that was asked."""

    asked: dict[str, tuple[timedelta, datetime]] = field(default_factory=dict)
    at: dict[Partition, datetime] = field(default_factory=dict)
    shut: set[Partition] = field(default_factory=set)
    orders: dict[Partition, int] = field(default_factory=dict)

    def deaf(self, now: datetime) -> dict[str, datetime]:
        oldest: dict[str, datetime] = {}
        for (topic, _), at in self.at.items():
            if topic not in oldest or at < oldest[topic]:
                oldest[topic] = at
        shut = {topic for topic, _ in self.shut}
        since = {topic: oldest.get(topic, asked_at) for topic, (_, asked_at) in self.asked.items()}
        return {
            topic: since[topic]
            for topic, (within, _) in self.asked.items()
            if since[topic] < now - within or topic in shut
        }

    def since(self, topic: str) -> datetime:
        """Up to when all of it was heard."""
        return min((at for place, at in self.at.items() if place[0] == topic), default=self.asked[topic][1])

    def is_heard(self, topic: str, at: datetime) -> bool:
        """Is everything that was published on the topic up to then known to be decided on?"""
        known = [heard for place, heard in self.at.items() if place[0] == topic]
        return bool(known) and min(known) >= at
