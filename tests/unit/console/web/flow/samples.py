"""Groups and partitions for the tests of the page Flow."""

from __future__ import annotations

from datetime import UTC, datetime

from services.console.views.group_seen import GroupMember, GroupSeen, GroupState
from services.console.views.partition_lag import PartitionLag

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


def member(number: int, *has: tuple[str, int]) -> GroupMember:
    return GroupMember(f"client-{number:08d}-aa", "client", "10.0.0.7", frozenset(has))


def group(*members: GroupMember, state: GroupState = "reads", service: str = "notifier") -> GroupSeen:
    return GroupSeen(service, state, members)


def part(
    partition: int = 0, behind: int = 0, since: datetime | None = None, *, topic: str = "loans", place: int = 5,
    begun: bool = True, service: str = "notifier", removed: int = 0,
) -> PartitionLag:  # fmt: skip
    return PartitionLag(service, topic, partition, place, behind, since, removed, begun)
