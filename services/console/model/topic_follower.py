"""Reads every topic for one generation of the model, from where its offsets say. In no group of Kafka's: where it is
stands with the rows that came of it.

A place that is not there any more (retention removed it, or the topic was made anew) is no reason to stop: it goes on
with the oldest record there is, and counts what it could not read.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import NoOffsetForPartitionError, OffsetOutOfRangeError

from shared.runtime.kafka import group
from shared.runtime.kafka.topic_questions import only_ask

from ..target import Target
from ..views import streams
from .records import RecordsTold, told
from .tables import ModelTables, TopicPlace
from .until_over import unless_over

BATCH_MAX = 500
LOOK_EVERY_S, QUIET_LOOK_S = 1.0, 5.0
"""Where the topics end is asked so often; less often where all was read and nothing comes."""
QUIET_AFTER_S = 6.0
"""By then the states of the cases that came last were read for the last time (see `states_follower`)."""
TOPICS_EVERY_S = 30.0


class PlacesChanged(Exception):
    """Partitions were added, or the place that was read is gone: begin again from the stored offsets."""


@dataclass(frozen=True, slots=True)
class BatchRead:
    """`caught_up_at` (monotonic): everything that stood in the topics then was read. `behind`: records not read yet."""

    heard: RecordsTold
    behind: int
    caught_up_at: float | None


class TopicFollower:
    """`over`: nobody waits for records any more."""

    def __init__(self, target: Target, tables: ModelTables, generation: int, over: asyncio.Event) -> None:
        self.generation = generation
        self._over = over
        self._target = target
        self._tables = tables
        self._names: dict[str, str] = {}
        self._next: dict[TopicPartition, int] = {}
        self._ends: dict[TopicPartition, int] = {}
        self._ends_at: float | None = None
        self._looked = self._listed = self._moved_at = float("-inf")
        self._consumer: AIOKafkaConsumer | None = None
        self._asked: AIOKafkaConsumer | None = None

    @asynccontextmanager
    async def following(self) -> AsyncIterator[TopicFollower]:
        """Raises `UserError` when Kafka can't be reached."""
        self._names = self._target.topics()
        options = self._target.kafka_options()
        at = await self._partitions()
        async with (
            # Kafka's own choice where a place is gone would be to leave out what is there.
            streams.consumer(
                options | {"auto_offset_reset": "none", "fetch_max_wait_ms": 1_000}, patience_ms=streams.FOLLOWS_MS
            ) as consumer,
            # On one connection a question for the ends would wait behind a fetch for which there is nothing.
            streams.consumer(options) as asked,
        ):
            self._consumer, self._asked = consumer, asked
            only_ask(asked, at)
            consumer.assign(at)
            kept = await self._tables.offsets(self.generation)
            lost = 0
            begins, ends = await consumer.beginning_offsets(at), await consumer.end_offsets(at)
            for partition in at:
                next = kept.get(self._position(partition), begins[partition])
                if not begins[partition] <= next <= ends[partition]:
                    lost += max(0, begins[partition] - next)
                    next = begins[partition]
                consumer.seek(partition, next)
                self._next[partition] = next
            # Kept also where nothing was read yet: else nobody knew that what goes before that was never read.
            nexts = {self._position(partition): next for partition, next in self._next.items()}
            await self._tables.keep(self.generation, RecordsTold([], {}), nexts, lost=lost)
            self._listed = time.monotonic()
            yield self

    async def read(self, wait_s: float) -> BatchRead:
        """The next records, kept with the offsets after them. Raises `PlacesChanged`."""
        consumer, asked = self._consumer, self._asked
        assert consumer is not None
        assert asked is not None
        await self._look(asked)
        try:
            reading = consumer.getmany(timeout_ms=int(wait_s * 1000), max_records=BATCH_MAX)
            found = await unless_over(self._over, reading) or {}
        except (OffsetOutOfRangeError, NoOffsetForPartitionError):
            raise PlacesChanged from None
        records: list[tuple[str, Any]] = [(self._names[each.topic], each) for batch in found.values() for each in batch]
        heard = await asyncio.to_thread(told, records) if records else RecordsTold([], {})
        # Not the last record and one: marks of transactions stand behind it, and are no records.
        positions = {partition: group.position(consumer, partition) for partition in self._next}
        moved = {at: next for at, next in positions.items() if next is not None and next != self._next[at]}
        if moved:
            self._moved_at = time.monotonic()
            nexts = {self._position(partition): next for partition, next in moved.items()}
            await self._tables.keep(self.generation, heard, nexts)
            self._next |= moved
        behind = sum(max(0, end - self._next[partition]) for partition, end in self._ends.items())
        return BatchRead(heard, behind, self._ends_at if behind == 0 else None)

    @property
    def is_quiet(self) -> bool:
        """Was all read, and did nothing come for a while?"""
        caught_up = all(end <= self._next[partition] for partition, end in self._ends.items())
        return caught_up and time.monotonic() - self._moved_at > QUIET_AFTER_S

    async def _look(self, asked: AIOKafkaConsumer) -> None:
        """Where the topics end, and whether there are more of them."""
        now = time.monotonic()
        if now - self._listed >= TOPICS_EVERY_S:
            self._listed = now
            if set(await self._partitions()) != set(self._next):
                raise PlacesChanged
        if now - self._looked >= (QUIET_LOOK_S if self.is_quiet else LOOK_EVERY_S):
            ends = await asked.end_offsets(list(self._next))
            if any(end < self._next[partition] for partition, end in ends.items()):
                raise PlacesChanged
            self._looked, self._ends, self._ends_at = now, ends, now

    async def _partitions(self) -> list[TopicPartition]:
        return await streams.partitions(self._target.kafka_options(), list(self._names))

    def _position(self, partition: TopicPartition) -> TopicPlace:
        return self._names[partition.topic], partition.partition
