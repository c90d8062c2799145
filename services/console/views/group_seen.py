"""Who reads for a service: the members of its consumer group, what each has, and whether they are being parted anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment

GroupState = Literal["reads", "parting", "nobody", "unknown"]
STATES: dict[str, GroupState] = {
    "Stable": "reads", "PreparingRebalance": "parting", "CompletingRebalance": "parting", "AwaitingSync": "parting",
    "Empty": "nobody", "Dead": "nobody",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class GroupMember:
    """`has` are topics (as the catalogue calls them) and partitions."""

    id: str
    client: str
    host: str
    has: frozenset[tuple[str, int]] = frozenset()

    @property
    def short(self) -> str:
        """What tells it from the others: its id begins with the client's name, which all of them share."""
        return self.id.removeprefix(f"{self.client}-")[:8]


@dataclass(frozen=True, slots=True)
class GroupSeen:
    """Nobody's group and one that never was look the same to Kafka, and to us. While partitions are being parted, Kafka
    does not say who has which: `members` have none then."""

    service: str
    state: GroupState
    members: tuple[GroupMember, ...] = ()

    def reader_of(self, topic: str, partition: int) -> GroupMember | None:
        return next((member for member in self.members if (topic, partition) in member.has), None)


async def groups_seen(
    admin: AIOKafkaAdminClient, groups: Mapping[str, str], prefix: str, coordinators: dict[str, int] | None = None
) -> tuple[GroupSeen, ...]:
    """`groups` are their names by service. Who looks again and again with one client keeps `coordinators`: which broker
    answers for each group, so that it is not asked each time."""
    known = {} if coordinators is None else coordinators
    # One by one: aiokafka 0.14 asks with version 3 and reads version 2, which lacks the number behind each group, so
    # it loses its place at the second one and ends the connection.
    return tuple(
        [group_seen(service, await _described(admin, name, known), prefix) for service, name in groups.items()]
    )


async def _described(admin: AIOKafkaAdminClient, name: str, coordinators: dict[str, int]) -> Any:
    if name not in coordinators:
        coordinators[name] = await admin.find_coordinator(name)
    answers = await admin.describe_consumer_groups([name], coordinators[name])
    found = next((each for answer in answers for each in answer.groups), None)
    if found is None or found[0]:
        del coordinators[name]  # another broker answers for it by now
    return found


def group_seen(service: str, described: Any, prefix: str) -> GroupSeen:
    """`described` is (error, group, state, protocol type, protocol, members, ...), or None where nothing was said."""
    if described is None or described[0]:
        return GroupSeen(service, "unknown")
    state = STATES.get(described[2], "unknown")
    members = tuple(_member(each, prefix) for each in described[5])
    return GroupSeen(service, state, tuple(sorted(members, key=lambda member: member.id)))


def _member(said: Any, prefix: str) -> GroupMember:
    """`said` is (id, [instance,] client, host, metadata, assignment)."""
    client, host, _, assignment = said[-4:]
    return GroupMember(said[0], client, host.lstrip("/"), frozenset(_has(assignment, prefix)))


def _has(assignment: bytes, prefix: str) -> Iterable[tuple[str, int]]:
    if not assignment:
        return ()
    try:
        found = ConsumerProtocolMemberAssignment.decode(assignment).partitions()
    except (ValueError, TypeError, EOFError):
        return ()
    return ((at.topic.removeprefix(prefix), at.partition) for at in found)
