"""Reads a topic to its end and on, on its own: no group, all partitions, from the beginning; each event once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from services.sandbox.retry import retry
from shared.contracts.codec import Malformed, decode
from shared.contracts.envelope import Event
from shared.runtime.kafka.consumer_liveness import end, has_ended
from shared.runtime.ports import Clock


class Reader:
    """Hands every event of `topic` to `take`; what is no event is left out."""

    def __init__(
        self, connection: dict[str, Any], topic: str, clock: Clock, take: Callable[[Event], None], *, prefix: str
    ) -> None:
        self._made = partial(AIOKafkaConsumer, **connection, enable_auto_commit=False, auto_offset_reset="earliest")
        self._consumer = self._made()
        self._prefix, self._topic, self._clock, self._take = prefix, prefix + topic, clock, take
        self._partitions: list[TopicPartition] = []
        self._done: dict[TopicPartition, int] = {}
        self._seen: set[tuple[str, str]] = set()

    async def start(self) -> None:
        await self._consumer.start()
        await self._consumer._client.force_metadata_update()
        found = self._consumer.partitions_for_topic(self._topic)
        while not found:
            self._consumer._client.add_topic(self._topic)
            await asyncio.sleep(0.1)
            found = self._consumer.partitions_for_topic(self._topic)
        self._partitions = [TopicPartition(self._topic, number) for number in sorted(found)]
        self._done = dict.fromkeys(self._partitions, 0)
        self._consumer.assign(self._partitions)

    async def stop(self) -> None:
        await self._consumer.stop()

    def behind(self, ends: dict[TopicPartition, int]) -> bool:
        """Is there a record before these end offsets that was not handed on yet?"""
        return any(self._done[part] < ends.get(part, 0) for part in self._partitions)

    async def run(self) -> None:
        """For ever."""
        while True:
            if has_ended(self._consumer):
                await retry(self._begin_anew)
            for partition, records in (await retry(lambda: self._consumer.getmany(timeout_ms=200))).items():
                for record in records:
                    event = decode(record.topic.removeprefix(self._prefix), record.key, record.value, self._clock.now())
                    if not isinstance(event, Malformed):
                        self._once(event)
                self._done[partition] = records[-1].offset + 1

    async def _begin_anew(self) -> None:
        await end(self._consumer)
        self._consumer = self._made()
        await self._consumer.start()
        self._consumer.assign(self._partitions)
        for partition, offset in self._done.items():
            self._consumer.seek(partition, offset)

    def _once(self, event: Event) -> None:
        """Whoever acts on events must know those again that are published twice, also late."""
        if (event.source, event.id) not in self._seen:
            self._seen.add((event.source, event.id))
            self._take(event)
