"""How long a topic keeps a record is counted by the broker's clock, whatever its producer writes as the time.

By the producer's, a record that says 1970 (seconds where milliseconds belong) would be removed within minutes, read or
not, and one that says 2099 would keep its file, and all that is older, for ever: both are known of Kafka.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from shared.runtime.kafka.topics import create_topics

SECONDS = int(time.time())
MICROSECONDS = SECONDS * 1_000_000
FAR_AHEAD = int(datetime(2099, 1, 1, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize("said", [SECONDS, FAR_AHEAD, MICROSECONDS], ids=["seconds", "far ahead", "microseconds"])
async def test_what_a_producer_says_of_the_time_neither_removes_a_record_nor_keeps_it(
    kafka_bootstrap: str, unique: str, said: int
) -> None:
    kafka = {"bootstrap_servers": kafka_bootstrap}
    await create_topics(kafka, prefix=f"{unique}.", partitions=1)
    part, before = TopicPartition(f"{unique}.loans", 0), int(time.time() * 1000)
    async with AIOKafkaProducer(**kafka) as producer:
        await producer.send_and_wait(part.topic, b"paid", partition=0, timestamp_ms=said)
    async with AIOKafkaConsumer(**kafka) as consumer:
        consumer.assign([part])
        consumer.seek(part, 0)
        record = await consumer.getone(part)
    assert before - 60_000 < record.timestamp < before + 60_000
