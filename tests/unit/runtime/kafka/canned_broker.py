"""aiokafka's own reader over canned answers of a broker that does not exist, and without tasks."""

from __future__ import annotations

import asyncio
import struct
from dataclasses import dataclass, field
from typing import Any

from aiokafka import TopicPartition
from aiokafka.consumer import fetcher
from aiokafka.consumer.subscription_state import SubscriptionState
from aiokafka.errors import NoOffsetForPartitionError, OffsetOutOfRangeError
from aiokafka.structs import OffsetAndMetadata

from shared.runtime.kafka.consumer import KafkaLog
from shared.runtime.kafka.lane import Lane
from shared.runtime.place_watch import PlaceWatch
from shared.runtime.ports import Record

LAST_DELTA_AT = 23


@dataclass
class CannedBroker:
    """What the broker has of each partition: whole batches, in order. `begins` is the log's start, where not 0."""

    answers: dict[TopicPartition, list[bytes]]
    begins: dict[TopicPartition, int] = field(default_factory=dict)
    aborted: dict[TopicPartition, list[tuple[int, int]]] = field(default_factory=dict)
    kept: dict[TopicPartition, int] = field(default_factory=dict)
    marks: dict[TopicPartition, str] = field(default_factory=dict)

    def end(self, partition: TopicPartition) -> int:
        return max((_last(answer) + 1 for answer in self.answers[partition]), default=self.begin(partition))

    def begin(self, partition: TopicPartition) -> int:
        return self.begins.get(partition, 0)

    def answer(self, partition: TopicPartition, position: int) -> bytes:
        return b"".join(answer for answer in self.answers[partition] if _last(answer) >= position)


def _last(answer: bytes) -> int:
    base: int = struct.unpack_from(">q", answer)[0]
    delta: int = struct.unpack_from(">i", answer, LAST_DELTA_AT)[0]
    return base + max(0, delta)


class Consumer:
    """As much of aiokafka's consumer as a lane asks of it; everything that reads is aiokafka's."""

    def __init__(self, broker: CannedBroker) -> None:
        self.broker = broker
        self.committed_now: dict[TopicPartition, int] = broker.kept
        self._subscription = SubscriptionState()
        self._subscription.subscribe({partition.topic for partition in broker.answers})
        self._subscription.assign_from_subscribed(list(broker.answers))
        self._fetcher = object.__new__(fetcher.Fetcher)
        self._fetcher._records, self._fetcher._closed = {}, False
        self._fetcher._subscriptions, self._fetcher._wait_consume_future = self._subscription, None
        self._fetcher._fetch_waiters, self._fetcher._loop = set(), asyncio.get_running_loop()
        self._fetcher._fetch_task = asyncio.get_running_loop().create_future()
        self._client, self._coordinator = type("Client", (), {"_sync_task": None})(), None

    def assignment(self) -> set[TopicPartition]:
        return set(self._subscription.assigned_partitions())

    async def getmany(self, *partitions: TopicPartition, timeout_ms: int, max_records: int = 500) -> dict[Any, Any]:
        self._fetch()
        found: dict[Any, Any] = await self._fetcher.fetched_records(partitions, 0, max_records=max_records)
        return found

    def _fetch(self) -> None:
        assignment = self._subscription.subscription.assignment
        for partition in sorted(assignment.tps):
            state, records = assignment.state_value(partition), self._fetcher._records
            if partition in records:
                continue
            if not state.has_valid_position:
                if (kept := self.committed_now.get(partition)) is None:
                    records[partition] = fetcher.FetchError(error=NoOffsetForPartitionError(partition), backoff=0)
                    continue
                state.reset_to(kept)
            if not self.broker.begin(partition) <= state.position <= self.broker.end(partition):
                error = OffsetOutOfRangeError({partition: state.position})
                records[partition] = fetcher.FetchError(error=error, backoff=0)
                continue
            answer = fetcher.MemoryRecords(self.broker.answer(partition, state.position))
            if answer.has_next():
                aborted = self.broker.aborted.get(partition)
                parts = fetcher.PartitionRecords(
                    partition, answer, aborted, state.position, None, None, True, fetcher.READ_COMMITTED
                )
                records[partition] = fetcher.FetchResult(
                    partition, assignment=assignment, partition_records=parts, backoff=0
                )

    def seek(self, partition: TopicPartition, offset: int) -> None:
        self._fetcher.seek_to(partition, offset)

    async def seek_to_committed(self, partition: TopicPartition) -> None:
        self.seek(partition, self.committed_now[partition])

    async def committed(self, partition: TopicPartition) -> int | None:
        return self.committed_now.get(partition)

    async def beginning_offsets(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        return {partition: self.broker.begin(partition) for partition in partitions}

    async def end_offsets(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        return {partition: self.broker.end(partition) for partition in partitions}

    async def commit(self, offsets: dict[TopicPartition, OffsetAndMetadata]) -> None:
        self.committed_now |= {partition: offset.offset for partition, offset in offsets.items()}
        self.broker.marks |= {partition: offset.metadata for partition, offset in offsets.items()}


def lane_of(broker: CannedBroker, watch: PlaceWatch | None = None) -> Lane:
    """A lane that reads this broker; it has all of its partitions."""
    topics = sorted({partition.topic for partition in broker.answers})
    log = KafkaLog({}, group="g", topics=topics, lanes=1, watch=watch)
    log._consumer._closed = True  # it was never started
    log._consumer = Consumer(broker)
    log.resume()
    return log.lanes[0]


async def read_all(lane: Lane, *, records_max: int = 100) -> list[Record]:
    """Everything there is, each batch committed; until nothing comes any more."""
    found: list[Record] = []
    idle = 0
    while idle < 3:
        records = await lane.poll(records_max, 0)
        if records:
            await lane.commit(records)
        found += records
        idle = 0 if records else idle + 1
    return found
