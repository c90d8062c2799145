"""What is said of a service's readers and of its topics: a verdict, and what lies unread since when. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.decision.figures import doing

from ...views.formatting import age
from ...views.group_seen import GroupMember, GroupSeen
from ...views.partition_lag import PartitionLag
from ...views.verdicts import Tone
from .picture import Waiting, per_s

LATE, FAR = timedelta(seconds=30), timedelta(minutes=5)
WORST_MAX = 12


@dataclass(frozen=True, slots=True)
class PartitionRow:
    """`reader` is None where nobody reads it, `unknown` where Kafka does not say (the partitions are being parted)."""

    topic: str
    partition: int
    behind: int
    since: datetime | None
    reader: GroupMember | None
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class TopicRow:
    topic: str
    partitions: tuple[PartitionRow, ...]
    per_s: str
    removed: int

    @property
    def behind(self) -> int:
        return sum(row.behind for row in self.partitions)

    @property
    def since(self) -> datetime | None:
        return min((row.since for row in self.partitions if row.since is not None), default=None)

    @property
    def unread(self) -> int:
        """In how many partitions something lies unread."""
        return sum(row.behind > 0 for row in self.partitions)

    @property
    def orphans(self) -> int:
        """Partitions that nobody reads."""
        return sum(row.reader is None and not row.unknown for row in self.partitions)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """`worst` are partitions that want a look."""

    service: str
    word: str
    tone: Tone
    why: str
    members: tuple[GroupMember, ...]
    rebalances: tuple[datetime, ...]
    topics: tuple[TopicRow, ...]
    worst: tuple[PartitionRow, ...]

    @property
    def behind(self) -> int:
        return sum(topic.behind for topic in self.topics)

    @property
    def since(self) -> datetime | None:
        return min((topic.since for topic in self.topics if topic.since is not None), default=None)


def group_row(
    group: GroupSeen,
    parts: Sequence[PartitionLag],
    got: Mapping[tuple[str, str], float],
    rebalances: tuple[datetime, ...],
    now: datetime,
) -> GroupRow:
    """`parts` are those of the group's service."""
    names = dict.fromkeys(part.topic for part in parts)
    topics = tuple(
        TopicRow(
            name,
            tuple(_partition(part, group) for part in parts if part.topic == name),
            per_s(got.get((group.service, name))),
            sum(part.removed for part in parts if part.topic == name),
        )
        for name in names
    )
    word, tone, why = _verdict(group, topics, now)
    return GroupRow(group.service, word, tone, why, group.members, rebalances, topics, _worst(group, topics, now))


def waiting_of(topic: TopicRow, now: datetime) -> Waiting | None:
    """What is said on the arrow from a topic to a reader who is late."""
    if not topic.behind:
        return None
    if topic.since is None:
        return Waiting(f"{topic.behind:,} behind", "wait")
    late = now - topic.since
    if late < LATE:
        return None
    return Waiting(f"{topic.behind:,} behind, {age(late)}", "bad" if late >= FAR else "wait")


def _partition(part: PartitionLag, group: GroupSeen) -> PartitionRow:
    reader = group.reader_of(part.topic, part.partition)
    return PartitionRow(
        part.topic, part.partition, part.behind, part.since, reader, unknown=group.state in ("parting", "unknown")
    )


def _verdict(group: GroupSeen, topics: Sequence[TopicRow], now: datetime) -> tuple[str, Tone, str]:
    behind, orphans = sum(topic.behind for topic in topics), sum(topic.orphans for topic in topics)
    since = min((topic.since for topic in topics if topic.since is not None), default=None)
    unread = _unread(behind, since, now)
    if group.state == "unknown":
        return "unknown", "wait", f"Kafka does not say who reads; {unread}"
    if group.state == "nobody":
        return "nobody reads", "bad" if behind else "wait", f"the group has no member; {unread}"
    if group.state == "parting":
        return "rebalances", "wait", f"its partitions are being parted anew; {unread}"
    if orphans:
        return "not all read", "bad", f"{doing(orphans, 'partition', 'has', 'have')} no reader; {unread}"
    late = now - since if since is not None else timedelta(0)
    if late >= LATE:
        return ("far behind", "bad", unread) if late >= FAR else ("late", "wait", unread)
    return "reads", "good", unread


def _unread(behind: int, since: datetime | None, now: datetime) -> str:
    if not behind:
        return "nothing lies unread"
    return f"{doing(behind, 'event', 'lies', 'lie')} unread" + (
        f", the oldest for {age(now - since)}" if since is not None else ""
    )


def _worst(group: GroupSeen, topics: Sequence[TopicRow], now: datetime) -> tuple[PartitionRow, ...]:
    """Where something lies unread for long or nobody knows how long, and what has no reader; the oldest first. What a
    service is just about to read wants no look."""
    wanting = [
        row for topic in topics for row in topic.partitions
        if (row.behind and (row.since is None or now - row.since >= LATE))
        or (group.members and row.reader is None and not row.unknown)
    ]  # fmt: skip
    return tuple(sorted(wanting, key=_oldest_first))


def _oldest_first(row: PartitionRow) -> tuple[float, int, str, int]:
    return (
        row.since.timestamp() if row.since is not None else float("inf"), -row.behind, row.topic, row.partition
    )  # fmt: skip
