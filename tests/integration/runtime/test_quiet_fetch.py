"""While nothing comes Kafka is asked seldom, and nothing is found later; whoever wants something else interrupts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.protocol.fetch import FetchRequest

from shared.runtime.kafka.connect import quiet_fetch
from shared.runtime.kafka.topics import led
from tests.polling import until

PATIENCE_S = 60


@dataclass
class WatchedConsumer:
    """`asked` are its questions for records, in their order: how long each may wait, and what was answered (None:
    nothing yet, or never)."""

    consumer: AIOKafkaConsumer
    at: list[TopicPartition]
    asked: list[list[Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        send = self.consumer._client.send

        async def watched(node: int, request: Any, **more: Any) -> Any:
            if not isinstance(request, FetchRequest):
                return await send(node, request, **more)
            self.asked.append([request._max_wait_ms, None])
            mine = self.asked[-1]
            mine[1] = await send(node, request, **more)
            return mine[1]

        self.consumer._client.send = watched

    async def is_quiet(self) -> bool:
        return bool(self.asked) and self.asked[-1] == [quiet_fetch.WAIT_MS, None]

    async def quiet(self) -> None:
        await until(self.is_quiet, seconds=PATIENCE_S, every=0.05)

    def line(self) -> Any:
        """The connection that questions for records go over, and nothing else: a broker answers what comes on one in
        its order."""
        (node,) = [broker.nodeId for broker in self.consumer._client.cluster.brokers()]
        return self.consumer._client._conns[node, quiet_fetch.RECORDS]

    async def read(self) -> list[int]:
        """Offsets of the next records."""
        found = await self.consumer.getmany(timeout_ms=PATIENCE_S * 1000)
        return [record.offset for records in found.values() for record in records]

    def answers_with_records(self) -> list[int]:
        """How long the questions might have waited that were answered with records."""
        return [
            waits for waits, answer in self.asked
            if answer is not None and any(part[-1] for _, parts in answer.topics for part in parts)
        ]  # fmt: skip


@asynccontextmanager
async def watched(kafka: dict[str, Any], at: list[TopicPartition]) -> AsyncIterator[WatchedConsumer]:
    consumer = AIOKafkaConsumer(**kafka, enable_auto_commit=False, auto_offset_reset="earliest", fetch_max_wait_ms=50)
    await consumer.start()
    try:
        consumer.assign(at)
        yield WatchedConsumer(consumer, at)
    finally:
        await consumer.stop()


@pytest.fixture
async def kafka(kafka_bootstrap: str) -> dict[str, Any]:
    return {"bootstrap_servers": kafka_bootstrap}


@pytest.fixture
async def at(kafka: dict[str, Any], unique: str) -> list[TopicPartition]:
    """Two partitions of a topic, with their leader."""
    admin = AIOKafkaAdminClient(**kafka)
    await admin.start()
    await admin.create_topics([NewTopic(f"quiet-{unique}", 2, 1)])
    await led(admin, [f"quiet-{unique}"])
    await admin.close()
    return [TopicPartition(f"quiet-{unique}", number) for number in range(2)]


async def say(kafka: dict[str, Any], *at: TopicPartition) -> None:
    async with AIOKafkaProducer(**kafka) as producer:
        for place in at:
            await producer.send_and_wait(place.topic, b"said", partition=place.partition)


async def test_where_nothing_comes_kafka_is_asked_seldom_and_what_comes_is_the_answer(
    kafka: dict[str, Any], at: list[TopicPartition]
) -> None:
    async with watched(kafka, at) as quiet:
        await quiet.quiet()
        await say(kafka, at[1])
        assert await quiet.read() == [0]
        assert quiet.answers_with_records() == [quiet_fetch.WAIT_MS], "the question that was open already"


async def test_what_is_read_and_not_taken_yet_keeps_the_others_questions_short(
    kafka: dict[str, Any], at: list[TopicPartition]
) -> None:
    """A question that leaves a partition out would be in the way of the next one, once that is taken."""
    async with watched(kafka, at) as reader:
        await reader.quiet()
        await say(kafka, at[0])

        async def asked_for_the_other() -> bool:
            begun = [waits for waits, _ in reader.asked]
            return len(begun) >= begun.index(quiet_fetch.WAIT_MS) + 2 + 2 * quiet_fetch.EMPTY

        await until(asked_for_the_other, seconds=PATIENCE_S, every=0.05)
        assert quiet_fetch.WAIT_MS not in [waits for waits, _ in reader.asked[-quiet_fetch.EMPTY :]]
        assert await reader.read() == [0]


async def test_who_goes_back_reads_at_once(kafka: dict[str, Any], at: list[TopicPartition]) -> None:
    await say(kafka, *at)
    async with watched(kafka, at) as reader:
        read = 0
        while read < 2:
            read += len(await reader.read())
        await reader.quiet()
        open, line = reader.asked[-1], reader.line()
        reader.consumer.seek(at[0], 0)
        assert await reader.read() == [0]
        assert open[1] is None, "nobody waited for its answer"
        assert not line.connected()


async def test_who_asks_anything_else_does_not_wait_for_what_may_come(
    kafka: dict[str, Any], at: list[TopicPartition]
) -> None:
    async with watched(kafka, at) as reader:
        await reader.quiet()
        open, line = reader.asked[-1], reader.line()
        assert await reader.consumer.end_offsets(at) == dict.fromkeys(at, 0)
        assert await reader.consumer._client.force_metadata_update()
        assert open[1] is None
        assert line.connected(), "and the question stays open"
        await say(kafka, at[0])
        assert await reader.read() == [0]
        assert reader.answers_with_records() == [quiet_fetch.WAIT_MS]


async def test_who_waits_for_no_answer_for_long_lets_no_question_wait_for_longer(
    kafka: dict[str, Any], at: list[TopicPartition]
) -> None:
    async with watched({**kafka, "request_timeout_ms": 4_000}, at) as reader:

        async def quiet() -> bool:
            return bool(reader.asked) and reader.asked[-1] == [3_000, None]

        await until(quiet, seconds=PATIENCE_S, every=0.05)


async def test_who_gets_other_partitions_reads_them_at_once(kafka: dict[str, Any], at: list[TopicPartition]) -> None:
    await say(kafka, at[1])
    async with watched(kafka, at[:1]) as reader:
        await reader.quiet()
        open, line = reader.asked[-1], reader.line()
        reader.consumer.assign(at)
        assert await reader.read() == [0]
        assert open[1] is None
        assert not line.connected()


async def test_who_only_asks_is_woken_when_it_reads_again(kafka: dict[str, Any], at: list[TopicPartition]) -> None:
    await say(kafka, at[0])
    async with watched(kafka, at) as reader:
        reader.consumer.pause(*at)
        assert await reader.consumer.getmany(timeout_ms=500) == {}
        reader.consumer.resume(*at)
        assert await reader.read() == [0]
