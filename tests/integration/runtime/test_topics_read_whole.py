"""Topics that are read as they are: what is there is read to its end, and asking for one makes none."""

from __future__ import annotations

from typing import Any, cast

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import LeaderNotAvailableError
from aiokafka.protocol.metadata import MetadataRequest, MetadataRequest_v5

from shared.runtime.kafka.described import described, described_there
from shared.runtime.kafka.log_ranges import LogRanges
from shared.runtime.kafka.topics import create_topics
from shared.runtime.lost_records import LogRange


@pytest.fixture
async def log(kafka_bootstrap: str, unique: str) -> LogRanges:
    kafka = {"bootstrap_servers": kafka_bootstrap}
    await create_topics(kafka, prefix=f"{unique}.", partitions=2)
    async with AIOKafkaProducer(**kafka) as producer:
        for n in range(5):
            await producer.send_and_wait(f"{unique}.loans", value=b"%d" % n, partition=n % 2)
    return LogRanges(kafka, f"{unique}.")


async def test_a_topic_is_read_from_its_beginning_to_its_end_and_no_other_one(log: LogRanges) -> None:
    there = await log.of("loans")
    assert there == {("loans", 0): LogRange(0, 3), ("loans", 1): LogRange(0, 2)}
    assert sorted([record.value or b"" async for record in log.read(there)]) == [b"0", b"1", b"2", b"3", b"4"]
    assert [record.value async for record in log.read({("loans", 0): LogRange(1, 2)})] == [b"2"]
    assert set(await log.all()) > set(there)


async def test_of_a_topic_that_is_not_there_nothing_is_read_and_none_is_made(log: LogRanges, unique: str) -> None:
    assert await log.of("nobody-made-this") == {}
    assert [record async for record in log.read({})] == []


async def test_a_question_for_topics_lets_no_broker_make_one() -> None:
    """Brokers that create topics by themselves do so for whoever asks without saying that they must not."""
    asked: list[MetadataRequest] = []

    class Admin:
        async def _send_request(self, request: Any, node_id: int | None = None) -> Any:
            asked.append(request)
            raise LeaderNotAvailableError

    for question in (described, described_there):
        with pytest.raises(LeaderNotAvailableError):
            await question(cast(Any, Admin()), ["loans"])
    for request in asked:
        assert request.build(MetadataRequest_v5).allow_auto_topic_creation is False
