"""What a broker holds, in memory: partitions, and per consumer group its members, assignment and committed offsets.

A rebalance is what Kafka's eager one is: it is completed once no living member has records in work, so nothing is
handled twice by it. A member that is expelled while it works (a zombie) learns it when it commits or polls.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from shared.runtime.outgoing import RefusalCode
from shared.runtime.ports import Outgoing, Record

from .clock import Moment

Partition = tuple[str, int]


class Member(Protocol):
    """A consumer in a group. `busy` says that it has records in work."""

    busy: bool

    def position(self, part: Partition) -> int: ...

    def __hash__(self) -> int: ...


@dataclass(slots=True, eq=False)
class Group:
    """`committed` is the next offset to read, with its mark in `marks`. `generation` changes with every completed
    rebalance."""

    topics: tuple[str, ...]
    members: dict[Member, tuple[Partition, ...]] = field(default_factory=dict)
    committed: dict[Partition, int] = field(default_factory=dict)
    marks: dict[Partition, str] = field(default_factory=dict)
    generation: int = 0
    moving: bool = False


class MemoryBroker:
    """`partitions` of each topic come from `topics`, else `partitions`; a topic is there as soon as it is named.

    `on_append` sees every record, right after it is in the log, and `appended` counts them. `refuses` says why a row is
    not taken, if it is not. `begins` is the first offset that a partition still has, where that is not 0.
    """

    def __init__(self, moment: Moment, *, partitions: int = 6, topics: Mapping[str, int] | None = None) -> None:
        self._moment = moment
        self._partitions = partitions
        self._numbers = dict(topics or {})
        self._chosen: dict[tuple[str, str], int] = {}
        self.records: dict[Partition, list[Record]] = {}
        self.sent: dict[tuple[str, int, int], Outgoing] = {}
        self.groups: dict[str, Group] = {}
        self.appended = 0
        self.begins: dict[Partition, int] = {}
        self.on_append: Callable[[Record], None] | None = None
        self.refuses: Callable[[Outgoing], RefusalCode | None] = lambda _row: None

    @property
    def now(self) -> datetime:
        return self._moment.at

    def number_of(self, topic: str) -> int:
        return self._numbers.get(topic, self._partitions)

    def partition_of(self, topic: str, key: str) -> int:
        """One key, one partition."""
        found = self._chosen.get((topic, key))
        if found is None:
            found = self._chosen[topic, key] = zlib.crc32(key.encode()) % self.number_of(topic)
        return found

    def publish(self, row: Outgoing) -> Record:
        part = self.partition_of(row.topic, row.key)
        self.sent[row.topic, part, len(self.records.get((row.topic, part), ()))] = row
        return self.append(row.topic, row.key.encode(), row.value, part)

    def append(self, topic: str, key: bytes | None, value: bytes | None, partition: int) -> Record:
        """A record from outside, whatever it is."""
        records = self.records.setdefault((topic, partition), [])
        record = Record(topic, partition, len(records), key, value, self._moment.at)
        records.append(record)
        self.appended += 1
        if self.on_append is not None:
            self.on_append(record)
        return record

    def remove(self, part: Partition, before: int) -> None:
        """Records before that offset are over, whoever has read them: retention."""
        self.begins[part] = max(before, self.begins.get(part, 0))

    def group(self, name: str, topics: tuple[str, ...]) -> Group:
        """There as soon as it is named."""
        return self.groups.setdefault(name, Group(topics))

    def join(self, group: str, member: Member, topics: tuple[str, ...]) -> Group:
        found = self.group(group, topics)
        found.members[member] = ()
        self._move(found)
        return found

    def expel(self, group: Group, member: Member) -> None:
        """The member left, or was silent for longer than its session. It may not know."""
        if group.members.pop(member, None) is not None:
            self._move(group)

    def rejoin(self, group: Group, member: Member) -> None:
        """A member that was expelled is back."""
        if member not in group.members:
            group.members[member] = ()
            self._move(group)

    def rebalance(self, group: Group) -> None:
        """For no reason of its own, as brokers do."""
        self._move(group)

    def settle(self, group: Group) -> None:
        """Complete a rebalance that waited for records in work."""
        if group.moving:
            self._move(group)

    def lag(self, group: Group) -> int:
        """How many records the group has still to commit."""
        return sum(
            len(records) - group.committed.get(partition, 0)
            for partition, records in self.records.items()
            if partition[0] in group.topics
        )

    def _move(self, group: Group) -> None:
        group.moving = any(member.busy for member in group.members)
        if group.moving:
            return
        group.generation += 1
        members = list(group.members)
        parts = [(topic, number) for topic in group.topics for number in range(self.number_of(topic))]
        for index, member in enumerate(members):
            group.members[member] = tuple(part for part in parts if part[1] % len(members) == index)
