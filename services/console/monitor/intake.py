"""Records of all topics in batches, for the monitor to sum up: with aiokafka and not through a Faust agent.

Faust makes four tasks for every record that it hands to an agent, also where that takes a thousand at once; it came to
seven tenths of what the monitor did. Its tables are the better for it: they get one event for a whole batch.

The reader is in no group, so no rebalance stops it. It begins with what was published since a moment and goes on from
its own places: after an error, after Kafka was away, and when a topic gets more partitions, which are read from their
begin. `RecordCounts` drops what it sees twice.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from shared.runtime.kafka import fetched
from shared.runtime.kafka.described import described

BATCH_MAX = 2_000
PARTITIONS_EVERY_S = 10.0

__all__ = ["Intake", "fetched"]


class Intake:
    """`options` are those of aiokafka's clients; `since_s` (since 1970) is where it begins."""

    def __init__(self, options: Mapping[str, Any], topics: Sequence[str], since_s: float) -> None:
        self._options = options
        self._topics = topics
        self._since_s = since_s
        self._places: dict[TopicPartition, int] = {}
        self._ends: dict[TopicPartition, int] = {}

    @property
    def reads(self) -> bool:
        """Has it found its partitions?"""
        return bool(self._places)

    def behind(self) -> int:
        """Records published and not handed on yet, as far as the last answers of the brokers told."""
        return sum(max(0, self._ends.get(at, 0) - place) for at, place in self._places.items())

    async def batches(self) -> AsyncGenerator[list[Any], None]:
        """For ever; an empty one when the topics can be read, also where nothing comes.

        Raises `KafkaError` or `OSError` while Kafka is away; begun anew it goes on where it was.
        """
        async with _consumer(self._options) as consumer:
            looked_at = float("-inf")
            while True:
                if time.monotonic() - looked_at > PARTITIONS_EVERY_S:
                    await self._place(consumer)
                    yield []
                    looked_at = time.monotonic()
                left_s = looked_at + PARTITIONS_EVERY_S - time.monotonic()  # records end the wait
                found = await consumer.getmany(timeout_ms=max(0, int(left_s * 1000) + 1), max_records=BATCH_MAX)
                batch = [record for records in found.values() for record in records]
                if batch:
                    yield batch
                for at, records in found.items():
                    self._places[at] = max(self._places[at], records[-1].offset + 1) if records else self._places[at]
                self._note_ends(consumer)

    async def _place(self, consumer: AIOKafkaConsumer) -> None:
        """Assign what there is, where it is not assigned already."""
        there = await _partitions(self._options, self._topics)
        if set(there) == consumer.assignment():
            return
        new = [at for at in there if at not in self._places]
        consumer.assign(there)
        consumer.pause(*there)  # behind a fetch for which there is nothing each question would wait half a second
        if self._places:  # a partition that came later is read from its begin
            self._places |= await consumer.beginning_offsets(new) if new else {}
        else:
            # Ends first: a record that comes in between lies at or after the end that we note, and is read.
            ends = await consumer.end_offsets(there)
            firsts = await consumer.offsets_for_times(dict.fromkeys(there, int(self._since_s * 1000)))
            self._places = {at: first.offset if (first := firsts[at]) else ends[at] for at in there}
        begins = await consumer.beginning_offsets(there)
        for at in there:
            self._places[at] = max(self._places[at], begins[at])
            consumer.seek(at, self._places[at])
        consumer.resume(*there)

    def _note_ends(self, consumer: AIOKafkaConsumer) -> None:
        for at in consumer.assignment():
            end = consumer.highwater(at)
            if end is not None:
                self._ends[at] = end


async def _partitions(options: Mapping[str, Any], topics: Sequence[str]) -> list[TopicPartition]:
    admin = AIOKafkaAdminClient(**options)
    try:
        await admin.start()
        return [
            TopicPartition(found["topic"], partition["partition"])
            for found in await described(admin, topics)
            if not found["error_code"]
            for partition in found["partitions"]
        ]
    finally:
        await admin.close()


@asynccontextmanager
async def _consumer(options: Mapping[str, Any]) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = AIOKafkaConsumer(**options, enable_auto_commit=False, auto_offset_reset="earliest")
    try:
        await consumer.start()
        yield consumer
    finally:
        await consumer.stop()
