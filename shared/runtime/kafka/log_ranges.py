"""Topics as they are, read in no group: from one offset up to before another, or from the beginning to the end.

For whoever has to know all that stands in a topic now: what was forgotten, what a restore lost, what somebody wrote.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError, TopicAuthorizationFailedError

from shared.contracts.catalogue import TOPICS
from shared.runtime.lost_records import LogRange
from shared.runtime.places import LogPlace
from shared.runtime.ports import Unavailable
from shared.runtime.refusal import StartRefused

from .consumer_liveness import end
from .described import described_there
from .topic_questions import only_ask

WAIT_MS = 500
SILENT_LOOKS = 60
"""So many empty looks in a row mean that the broker does not answer."""


class LogRecord(NamedTuple):
    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None


class LogRanges:
    """Raises `Unavailable` where the broker can't be asked, and `StartRefused` where it may not tell us."""

    def __init__(self, kafka: dict[str, Any], prefix: str) -> None:
        self._kafka, self._prefix = kafka, prefix

    async def all(self) -> dict[LogPlace, LogRange]:
        """Of every partition of the catalogue's topics that are there."""
        return await self.of(*(topic.name for topic in TOPICS))

    async def of(self, *topics: str) -> dict[LogPlace, LogRange]:
        """Of every partition of these topics; nothing of one that is not there."""
        names = {self._prefix + topic: topic for topic in topics}
        admin = AIOKafkaAdminClient(**self._kafka)
        try:
            await admin.start()
            found = [
                TopicPartition(topic["topic"], part["partition"])
                for topic in await described_there(admin, sorted(names))
                for part in topic["partitions"]
            ]
        except TopicAuthorizationFailedError as error:
            raise StartRefused(
                f"Kafka does not let us see the topic {error.args[0]}.",
                "Give us the rights that ./doorstep topics acls prints: a recovery needs those of the console.",
            ) from None
        except (KafkaError, OSError, TimeoutError) as error:
            raise Unavailable(f"Kafka: {type(error).__name__}") from None
        finally:
            await admin.close()
        if not found:
            return {}
        async with self._consumer() as consumer:
            only_ask(consumer, found)
            begins, ends = await consumer.beginning_offsets(found), await consumer.end_offsets(found)
        return {(names[one.topic], one.partition): LogRange(begins[one], ends[one]) for one in found}

    async def read(self, ranges: Mapping[LogPlace, LogRange]) -> AsyncIterator[LogRecord]:
        """The records of these parts, in the order of each partition. What the log no longer has is left out."""
        ends = {
            TopicPartition(self._prefix + topic, partition): (begins, end)
            for (topic, partition), (begins, end) in ranges.items()
            if begins < end
        }
        if not ends:
            return
        async with self._consumer() as consumer:
            consumer.assign(list(ends))
            for part, (begins, _) in ends.items():
                consumer.seek(part, begins)
            left, silent = set(ends), 0
            while left:
                found = await consumer.getmany(*left, timeout_ms=WAIT_MS)
                for records in found.values():
                    for record in records:
                        if record.offset < ends[TopicPartition(record.topic, record.partition)][1]:
                            topic = record.topic.removeprefix(self._prefix)
                            yield LogRecord(topic, record.partition, record.offset, record.key, record.value)
                left = {part for part in left if await consumer.position(part) < ends[part][1]}
                silent = 0 if found else silent + 1
                if silent > SILENT_LOOKS:
                    raise Unavailable("Kafka does not hand out what it says it has")

    @asynccontextmanager
    async def _consumer(self) -> AsyncIterator[AIOKafkaConsumer]:
        made = AIOKafkaConsumer(
            **self._kafka, enable_auto_commit=False, isolation_level="read_committed", auto_offset_reset="earliest"
        )
        try:
            await made.start()
            yield made
        except (KafkaError, OSError, TimeoutError) as error:
            raise Unavailable(f"Kafka: {type(error).__name__}") from None
        finally:
            await end(made)
