"""The `Log` port on Kafka: lanes of one consumer, offsets committed by hand and only up to the lowest open one.

A lane has the partitions whose numbers are dealt to it (see `lanes`), so one case stays in one lane and two lanes may
work side by side: one reads while the other waits for the database. Before partitions are given up, what is in work is
finished.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError
from aiokafka.structs import OffsetAndMetadata

from shared.runtime import metrics
from shared.runtime.ports import May, Record, Unavailable

from .lanes import dealt
from .member import end, has_ended
from .watermark import Watermark

SESSION_MS = 6_000
HEARTBEAT_MS = 1_000
DRAIN_S = 20.0
COMMIT_S = 10.0
FETCH_BYTES = 1 << 20


class KafkaLog:
    """One member of the consumer group `group`, its partitions dealt out to `lanes` lanes."""

    def __init__(
        self, connection: dict[str, Any], *, group: str, topics: Sequence[str], lanes: int = 2, prefix: str = ""
    ) -> None:
        self.prefix = prefix
        self._topics = [prefix + topic for topic in topics]
        self._made = partial(
            AIOKafkaConsumer,
            **connection,
            group_id=prefix + group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            isolation_level="read_committed",
            session_timeout_ms=SESSION_MS,
            heartbeat_interval_ms=HEARTBEAT_MS,
            max_poll_interval_ms=120_000,
            max_partition_fetch_bytes=FETCH_BYTES,
            fetch_max_bytes=16 * FETCH_BYTES,
            metadata_max_age_ms=30_000,
        )
        self._consumer = self._made()
        self._mending = asyncio.Lock()
        self._leaving = False
        self.lanes = tuple(Lane(self, number) for number in range(lanes))
        self.lane_of: dict[int, int] = {}
        self.draining = False

    @property
    def consumer(self) -> AIOKafkaConsumer:
        return self._consumer

    async def start(self) -> None:
        """Join the group. Raises `Unavailable`."""
        try:
            await self._consumer.start()
        except (KafkaError, OSError) as error:
            raise Unavailable(f"Kafka: {type(error).__name__}") from None
        self._consumer.subscribe(self._topics, listener=_Listener(self))

    async def stop(self) -> None:
        """Finish what is in work, then leave the group."""
        self._leaving = True
        await self.drain()
        await self._consumer.stop()

    async def drain(self) -> None:
        """No new records from now on; returns when none is in work, or after `DRAIN_S`."""
        self.draining = True
        end = time.monotonic() + DRAIN_S
        while any(lane.busy for lane in self.lanes) and time.monotonic() < end:
            await asyncio.sleep(0.005)

    async def mend(self) -> None:
        """Put a new consumer in the place of one that has ended by itself (see `member`). Raises `Unavailable`."""
        async with self._mending:
            if self._leaving or not has_ended(self._consumer):
                return
            metrics.count("consumers_ended")
            await self.drain()
            await end(self._consumer)
            self._consumer = self._made()
            await self.start()

    def resume(self) -> None:
        """Partitions were given to us: forget what was open before and read on from the committed offsets."""
        for lane in self.lanes:
            lane.forget()
        self.lane_of = dealt((part.partition for part in self._consumer.assignment()), len(self.lanes))
        self.draining = False
        metrics.gauge("partitions_owned", len(self._consumer.assignment()))


class Lane:
    """See the `Log` port. One batch at a time: `poll`, then `commit` or `give_back`, then `poll` again."""

    def __init__(self, log: KafkaLog, number: int) -> None:
        self._log = log
        self.number = number
        self._open: dict[TopicPartition, Watermark] = {}
        self._owed: dict[TopicPartition, OffsetAndMetadata] = {}
        self.busy = False

    def forget(self) -> None:
        self._open.clear()
        self._owed.clear()

    async def poll(self, records_max: int, wait_s: float, may: May | None = None) -> list[Record]:
        if has_ended(self._log.consumer):
            await self._log.mend()
        consumer = self._log.consumer
        mine = [] if self._log.draining else self._mine(may)
        if not mine:
            await asyncio.sleep(min(wait_s, 0.05))
            return []
        if self._owed:
            await self._settle()
        try:
            found = await consumer.getmany(*mine, timeout_ms=int(wait_s * 1000), max_records=records_max)
        except (IllegalStateError, ValueError):
            return []  # the partitions were taken from us between the two lines above
        except KafkaError as error:
            raise Unavailable(f"Kafka: {type(error).__name__}") from None
        if self._log.draining:
            self._rewind(found)
            return []
        records = []
        for partition, members in found.items():
            self._open.setdefault(partition, Watermark()).opened([member.offset for member in members])
            records += [_record(member, self._log.prefix) for member in members]
        self.busy = bool(records)
        return records

    async def commit(self, handled: Sequence[Record]) -> None:
        done: dict[TopicPartition, list[int]] = {}
        for record in handled:
            done.setdefault(self._partition(record), []).append(record.offset)
        for partition, numbers in done.items():
            mark = self._open.get(partition)
            if mark is not None and (lowest := mark.closed(numbers)) is not None:
                self._owed[partition] = OffsetAndMetadata(lowest, "")
        try:
            await self._settle()
        finally:
            self.busy = False

    async def _settle(self) -> None:
        """Commit what is owed. What can't be committed now is owed on, so that no lag stays behind a quiet topic."""
        owed = dict(self._owed)
        try:
            if owed:
                # By itself the client would try for as long as the broker is away, and the lane with it.
                await asyncio.wait_for(self._log.consumer.commit(owed), COMMIT_S)
        except (CommitFailedError, IllegalStateError):
            pass  # they belong to another member now, and its inbox drops what we have handled
        except (KafkaError, TimeoutError) as error:
            raise Unavailable(f"Kafka: {type(error).__name__}") from None
        for partition, offset in owed.items():
            if self._owed.get(partition) == offset:
                del self._owed[partition]

    async def give_back(self, records: Sequence[Record]) -> None:
        lowest: dict[TopicPartition, int] = {}
        for record in records:
            partition = self._partition(record)
            lowest[partition] = min(record.offset, lowest.get(partition, record.offset))
        for partition, offset in lowest.items():
            self._open.pop(partition, None)
            self._seek(partition, offset)
        self.busy = False

    def _partition(self, record: Record) -> TopicPartition:
        return TopicPartition(self._log.prefix + record.topic, record.partition)

    def _mine(self, may: May | None) -> list[TopicPartition]:
        log = self._log
        ours = [part for part in log.consumer.assignment() if log.lane_of.get(part.partition) == self.number]
        return (
            ours if may is None else [part for part in ours if may(part.topic.removeprefix(log.prefix), part.partition)]
        )

    def _rewind(self, found: dict[TopicPartition, list[Any]]) -> None:
        for partition, members in found.items():
            if members:
                self._seek(partition, members[0].offset)

    def _seek(self, partition: TopicPartition, offset: int) -> None:
        if partition in self._log.consumer.assignment():
            self._log.consumer.seek(partition, offset)


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]
    def __init__(self, log: KafkaLog) -> None:
        self._log = log

    async def on_partitions_revoked(self, revoked: Any) -> None:
        await self._log.drain()

    async def on_partitions_assigned(self, assigned: Any) -> None:
        self._log.resume()


def _record(member: Any, prefix: str) -> Record:
    at = datetime.fromtimestamp(member.timestamp / 1000, UTC)
    topic = member.topic.removeprefix(prefix)
    return Record(topic, member.partition, member.offset, member.key, member.value, at)
