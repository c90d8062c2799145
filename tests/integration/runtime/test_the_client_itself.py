"""The Kafka client has tasks of its own. When one of them ends by mistake it never comes back, and nobody is told."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio
import uvloop
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.conn import create_conn
from aiokafka.errors import KafkaConnectionError, NodeNotReadyError
from aiokafka.protocol.metadata import MetadataRequest

from shared.runtime.kafka.consumer import KafkaLog, Lane
from shared.runtime.ports import Record, Unavailable
from tests.made_topics import make_catalogue

PATIENCE_S = 30
TASKS: dict[str, Callable[[Any], Any]] = {
    "fetcher": lambda consumer: consumer._fetcher._fetch_task,
    "coordinator": lambda consumer: consumer._coordinator._coordination_task,
    "metadata": lambda consumer: consumer._client._sync_task,
}


class CountedTopic:
    """A topic of one partition with whole numbers in it, and the group that reads it."""

    def __init__(self, log: KafkaLog, producer: AIOKafkaProducer, topic: str) -> None:
        self.log, self._producer, self._topic = log, producer, topic
        self._next = 0

    @property
    def lane(self) -> Lane:
        return self.log.lanes[0]

    async def says(self) -> bytes:
        self._next += 1
        value = b"%d" % self._next
        await self._producer.send_and_wait(self._topic, value, b"k", partition=0)
        return value

    async def read(self) -> list[Record]:
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            try:
                if found := await self.lane.poll(10, 0.2):
                    return found
            except Unavailable:
                continue
        return []

    async def committed(self) -> int | None:
        found: int | None = await self.log.consumer.committed(TopicPartition(self._topic, 0))
        return found


@pytest_asyncio.fixture
async def topic(kafka_bootstrap: str, unique: str) -> AsyncIterator[CountedTopic]:
    connection: dict[str, Any] = {"bootstrap_servers": kafka_bootstrap}
    await make_catalogue(connection, partitions=1, prefix=f"{unique}.")
    log = KafkaLog(connection, group="readers", topics=("loans",), lanes=1, prefix=f"{unique}.")
    await log.start()
    async with AIOKafkaProducer(**connection) as producer:
        yield CountedTopic(log, producer, f"{unique}.loans")
    await log.stop()


@pytest.mark.parametrize("task", TASKS)
async def test_when_a_task_of_the_client_has_ended_reading_goes_on_with_a_new_one(
    topic: CountedTopic, task: str
) -> None:
    await topic.says()
    await topic.lane.commit(await topic.read())
    ended = topic.log.consumer
    TASKS[task](ended).cancel()
    for _ in range(3):  # a request that is under way may still bring one
        said, heard = await topic.says(), set[bytes | None]()
        while said not in heard:  # what could not be committed any more comes again
            records = await topic.read()
            assert records, f"{said!r} never came"
            heard |= {record.value for record in records}
            await topic.lane.commit(records)
    assert topic.log.consumer is not ended


async def test_what_was_read_before_is_neither_lost_nor_committed_by_the_new_one(topic: CountedTopic) -> None:
    first = await topic.says()
    assert [record.value for record in await topic.read()] == [first]
    TASKS["fetcher"](topic.log.consumer).cancel()
    topic.lane.busy = False  # its transaction failed with the broker's loss, say
    again = await topic.read()
    assert [record.value for record in again] == [first]
    await topic.lane.commit(again)


async def test_an_offset_that_could_not_be_committed_is_committed_later_without_a_new_record(
    topic: CountedTopic, monkeypatch: pytest.MonkeyPatch
) -> None:
    await topic.says()
    records = await topic.read()

    async def away(offsets: Any) -> None:
        raise NodeNotReadyError

    with monkeypatch.context() as broken:
        broken.setattr(topic.log.consumer, "commit", away)
        with pytest.raises(Unavailable):
            await topic.lane.commit(records)
    assert await topic.committed() is None
    assert await topic.lane.poll(10, 0.01) == []
    assert await topic.committed() == 1


def test_a_request_on_a_connection_that_was_closed_just_now_fails_as_any_broken_one(kafka_bootstrap: str) -> None:
    async def scenario() -> None:
        host, _, port = kafka_bootstrap.rpartition(":")
        connection = await create_conn(host, int(port))
        connection._writer.transport.abort()
        await asyncio.sleep(0)  # closed, and the client has not heard of it yet
        with pytest.raises(KafkaConnectionError):
            connection.send(MetadataRequest([]))
        assert not connection.connected()

    # uvloop, as the services have it, raises RuntimeError here, and the task that asked would end.
    uvloop.run(scenario())


async def test_a_commit_that_never_ends_does_not_hold_the_lane(
    topic: CountedTopic, monkeypatch: pytest.MonkeyPatch
) -> None:
    await topic.says()
    records = await topic.read()

    async def silent(offsets: Any) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr("shared.runtime.kafka.lane.COMMIT_S", 0.05)
    with monkeypatch.context() as broken:
        broken.setattr(topic.log.consumer, "commit", silent)
        async with asyncio.timeout(PATIENCE_S):
            with pytest.raises(Unavailable):
                await topic.lane.commit(records)
    assert not topic.lane.busy
    assert await topic.lane.poll(10, 0.01) == []
    assert await topic.committed() == 1
