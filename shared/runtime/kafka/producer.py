"""The `Out` port on Kafka: one idempotent producer, one aiokafka batch per partition, in order.

One row that Kafka does not take fails the whole batch it is in. It is found by halves, each with a producer of its own:
after a refusal the numbers that make a producer idempotent have a gap, and Kafka takes nothing more of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import UnknownTopicOrPartitionError
from aiokafka.partitioner import DefaultPartitioner

from shared.runtime import metrics
from shared.runtime.outgoing import OF_THE_TOPIC, Publication, RefusalCode
from shared.runtime.ports import Outgoing, Unavailable

from .producer_end import end
from .refused_rows import TROUBLE, partitions_of, refusal_of

REQUEST_BYTES_MAX = 20 << 20
BATCH_BYTES = 512 << 10
TIMEOUT_MS = 15_000
FOUND_AT_ONCE_MAX = 20
"""Refused rows of one partition that one call looks for: others are not kept waiting for long."""
LOOK_S, MISSED_TIMES = 1.0, 2
METADATA_MS = 30_000
"""As long as readers take to find new partitions."""
Group = tuple[str, int]


class KafkaOut:
    """A producer is rebuilt after any error: what it still holds then is published again, with the same ids."""

    def __init__(self, connection: dict[str, Any], *, prefix: str = "") -> None:
        self._connection = connection
        self._prefix = prefix
        self._producer: AIOKafkaProducer | None = None
        self._choose = DefaultPartitioner()

    async def publish(self, rows: Sequence[Outgoing]) -> Publication:
        started, found = time.perf_counter(), Publication()
        try:
            producer = await self._started()
            grouped = await self._grouped(producer, rows, found)
            sent = await asyncio.gather(
                *(self._deliver(producer, topic, part, group, found) for (topic, part), group in grouped.items())
            )
            stopped = []
            for (at, group), (count, error) in zip(grouped.items(), sent, strict=True):
                found.done.update(row.id for row in group[:count])
                if error is not None:
                    stopped.append((at, group[count:], error))
            if stopped:
                await self.close()
            for at, left, error in stopped:
                await self._find_refused(at, left, error, found)
        except TROUBLE as error:
            found.trouble = type(error).__name__
        except BaseException:
            await self.close()
            raise
        if found.trouble:
            await self.close()
            if not found.done and not found.refused:
                raise Unavailable(f"Kafka: {found.trouble}")
        else:
            metrics.observe("publish_seconds", time.perf_counter() - started)
        self._count(rows, found)
        return found

    async def close(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            await end(producer)

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
                metadata_max_age_ms=METADATA_MS,
            )
            try:
                await producer.start()
            except BaseException:
                with contextlib.suppress(Exception):
                    await producer.stop()
                raise
            self._producer = producer
        return self._producer

    async def _grouped(
        self, producer: AIOKafkaProducer, rows: Sequence[Outgoing], found: Publication
    ) -> dict[Group, list[Outgoing]]:
        """Rows by partition; those of a topic that is not there are refused, without waiting for it.

        How many partitions there are is asked of what the client has heard last: where they become more, two processes
        that knew it since different times would tell of one case on two of them, for as long as they ran.
        """
        grouped: dict[Group, list[Outgoing]] = {}
        partitions: dict[str, list[int]] = {}
        stopped: set[str] = set()
        for row in rows:
            if row.aggregate in stopped:
                continue
            topic = self._prefix + row.topic
            known = partitions.get(topic)
            if known is None:
                try:
                    known = partitions[topic] = await partitions_of(producer, topic)
                except TROUBLE as error:
                    if (code := refusal_of(error)) is None:
                        raise
                    _refuse([other for other in rows if other.topic == row.topic], code, found, stopped)
                    continue
            part = int(self._choose(row.key.encode(), known, known))
            grouped.setdefault((topic, part), []).append(row)
        return grouped

    async def _deliver(
        self, producer: AIOKafkaProducer, topic: str, partition: int, rows: list[Outgoing], found: Publication
    ) -> tuple[int, Exception | None]:
        """How many of the rows were acknowledged, counted from the first, and what stopped the next, if anything."""
        sent: list[tuple[int, Any]] = []
        stopped: Exception | None = None
        try:
            await self._send(producer, topic, partition, rows, sent)
        except TROUBLE as error:
            stopped = error
        late = await self._acknowledged(producer, topic, [future for _, future in sent])
        done = 0
        for count, future in sent:
            if future.cancelled():
                return done, late
            failure: Exception | None = future.exception()
            if failure is not None:
                return done, failure
            done += count
            if (first := future.result().offset) >= 0:  # of what it has already the broker need not say where
                found.reached(topic.removeprefix(self._prefix), partition, first + count)
        return done, stopped

    async def _acknowledged(self, producer: AIOKafkaProducer, topic: str, sent: list[Any]) -> Exception:
        """Waits until Kafka has answered each, or cancels it; why. What is sent to a topic that was deleted meanwhile
        is repeated by the client for ever, so it is looked whether the topic is still there."""
        waiting, began, missed = set(sent), time.monotonic(), 0
        error: Exception = TimeoutError()
        while waiting and time.monotonic() - began < 2 * TIMEOUT_MS / 1000:
            _, waiting = await asyncio.wait(waiting, timeout=LOOK_S)
            gone = producer.client.cluster.partitions_for_topic(topic) is None
            missed = missed + 1 if gone else 0
            if missed == MISSED_TIMES:
                error = UnknownTopicOrPartitionError()
                break
        for future in waiting:
            future.cancel()
        return error

    async def _send(
        self, producer: AIOKafkaProducer, topic: str, partition: int, rows: list[Outgoing], sent: list[tuple[int, Any]]
    ) -> None:
        """Adds to `sent` how many rows each batch holds, and its future, in order."""
        batch = producer.create_batch()

        async def submit() -> None:
            batch.close()
            sent.append((batch.record_count(), await producer.send_batch(batch, topic, partition=partition)))

        for row in rows:
            key, headers = row.key.encode(), row.headers
            if batch.append(key=key, value=row.value, timestamp=None, headers=headers) is None:
                if batch.record_count():
                    await submit()
                    batch = producer.create_batch()
                if batch.append(key=key, value=row.value, timestamp=None, headers=headers) is None:
                    # Larger than a batch may be: on its own the producer takes it up to the request's size.
                    sent.append((1, await producer.send(topic, row.value, key, partition, headers=headers)))
        if batch.record_count():
            await submit()

    async def _find_refused(self, at: Group, rows: list[Outgoing], error: Exception, found: Publication) -> None:
        """Publish what can be of rows of which Kafka did not take the first batch, and find those that it refuses."""
        topic, partition = at
        at_most, stopped = len(found.refused) + FOUND_AT_ONCE_MAX, set[str]()
        pending: list[list[Outgoing]] = []
        left, why = rows, error
        while True:
            code = refusal_of(why)
            if code is None:
                found.trouble = type(why).__name__
                return
            if code in OF_THE_TOPIC:
                _refuse([*left, *(row for part in reversed(pending) for row in part)], code, found, stopped)
                return
            if len(left) == 1:
                _refuse(left, code, found, stopped)
            else:
                half = (len(left) + 1) // 2
                pending += [left[half:], left[:half]]
            while pending:
                part = [row for row in pending.pop() if row.aggregate not in stopped]
                if not part:
                    continue
                if len(found.refused) >= at_most:
                    return
                count, stop = await self._deliver(await self._started(), topic, partition, part, found)
                found.done.update(row.id for row in part[:count])
                if stop is not None:
                    await self.close()
                    left, why = part[count:], stop
                    break
            else:
                return

    def _count(self, rows: Sequence[Outgoing], found: Publication) -> None:
        for topic, count in Counter(row.topic for row in rows if row.id in found.done).items():
            metrics.count("events_published", count, topic=topic)
        for code, count in Counter(found.refused.values()).items():
            metrics.count("events_refused", count, code=code)


def _refuse(rows: Sequence[Outgoing], code: RefusalCode, found: Publication, stopped: set[str]) -> None:
    """The first row of each aggregate: those behind it were not looked at."""
    for row in rows:
        if row.aggregate not in stopped:
            found.refused[row.id] = code
            stopped.add(row.aggregate)
