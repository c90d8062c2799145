"""The `Out` port on Kafka: one idempotent producer, one aiokafka batch per partition, in order."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Mapping, Sequence
from typing import Any, NamedTuple

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from aiokafka.partitioner import DefaultPartitioner

from shared.runtime import metrics
from shared.runtime.ports import LogPlace, Outgoing, Unavailable

REQUEST_BYTES_MAX = 20 << 20
BATCH_BYTES = 512 << 10
TIMEOUT_MS = 15_000


class SentBatch(NamedTuple):
    """`told` comes when the broker has it: the offset of the first of its `number` records."""

    told: Awaitable[Any]
    number: int


class KafkaOut:
    """A producer is rebuilt after any error: what it still holds then is published again, with the same ids."""

    def __init__(self, connection: dict[str, Any], *, prefix: str = "") -> None:
        self._connection = connection
        self._prefix = prefix
        self._producer: AIOKafkaProducer | None = None
        self._partitions: dict[str, list[int]] = {}
        self._choose = DefaultPartitioner()

    async def publish(self, rows: Sequence[Outgoing]) -> Mapping[LogPlace, int]:
        started = time.perf_counter()
        try:
            producer = await self._started()
            grouped: dict[tuple[str, int], list[Outgoing]] = {}
            for row in rows:
                topic = self._prefix + row.topic
                grouped.setdefault((topic, await self._partition(producer, topic, row.key)), []).append(row)
            sent = []
            for (topic, partition), members in grouped.items():
                sent += await self._send(producer, topic, partition, members)
            done = await asyncio.wait_for(asyncio.gather(*(each.told for each in sent)), 2 * TIMEOUT_MS / 1000)
        except (KafkaError, OSError, TimeoutError) as error:
            await self.close()
            raise Unavailable(f"Kafka: {type(error).__name__}") from None
        except BaseException:
            await self.close()
            raise
        metrics.observe("publish_seconds", time.perf_counter() - started)
        for (topic, _), members in grouped.items():
            metrics.count("events_published", len(members), topic=topic.removeprefix(self._prefix))
        upto: dict[LogPlace, int] = {}
        for told, each in zip(done, sent, strict=True):
            place = told.topic.removeprefix(self._prefix), told.partition
            if told.offset >= 0:  # of what it has already the broker need not say where
                upto[place] = max(upto.get(place, 0), told.offset + each.number)
        return upto

    async def close(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(producer.stop(), 5)

    async def _started(self) -> AIOKafkaProducer:
        if self._producer is None:
            producer = AIOKafkaProducer(
                **self._connection,
                enable_idempotence=True,
                acks="all",
                max_request_size=REQUEST_BYTES_MAX,
                max_batch_size=BATCH_BYTES,
                request_timeout_ms=TIMEOUT_MS,
                linger_ms=0,
            )
            try:
                await producer.start()
            except BaseException:
                with contextlib.suppress(Exception):
                    await producer.stop()
                raise
            self._producer = producer
            self._partitions.clear()
        return self._producer

    async def _partition(self, producer: AIOKafkaProducer, topic: str, key: str) -> int:
        known = self._partitions.get(topic)
        if known is None:
            known = sorted(await producer.partitions_for(topic))
            self._partitions[topic] = known
        return int(self._choose(key.encode(), known, known))

    async def _send(
        self, producer: AIOKafkaProducer, topic: str, partition: int, rows: list[Outgoing]
    ) -> list[SentBatch]:
        """The batches that hold these rows, in order."""
        sent = []
        batch = producer.create_batch()
        for row in rows:
            key, headers = row.key.encode(), row.headers
            if batch.append(key=key, value=row.value, timestamp=None, headers=headers) is None:
                if batch.record_count():
                    sent.append(await _sent(producer, batch, topic, partition))
                    batch = producer.create_batch()
                if batch.append(key=key, value=row.value, timestamp=None, headers=headers) is None:
                    # Larger than a batch may be: on its own the producer takes it up to the request's size.
                    sent.append(SentBatch(await producer.send(topic, row.value, key, partition, headers=headers), 1))
        if batch.record_count():
            sent.append(await _sent(producer, batch, topic, partition))
        return sent


async def _sent(producer: AIOKafkaProducer, batch: Any, topic: str, partition: int) -> SentBatch:
    batch.close()
    return SentBatch(await producer.send_batch(batch, topic, partition=partition), batch.record_count())
