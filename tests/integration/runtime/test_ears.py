"""How far a member of a group is, asked of a real broker."""

from __future__ import annotations

import asyncio
from typing import Any

from aiokafka import AIOKafkaProducer

from shared.runtime.hearing import PartitionProgress
from shared.runtime.kafka.consumer import KafkaLog
from shared.runtime.kafka.ears import KafkaEars
from shared.runtime.kafka.topic_questions import TopicQuestions
from tests.made_topics import make_catalogue


async def test_a_partition_is_heard_when_all_is_decided_on_and_the_marks_of_transactions_are_behind(
    kafka_bootstrap: str, unique: str
) -> None:
    kafka: dict[str, Any] = {"bootstrap_servers": kafka_bootstrap}
    prefix = f"{unique}."
    await make_catalogue(kafka, partitions=1, prefix=prefix)
    producer = AIOKafkaProducer(**kafka, transactional_id=unique)
    # Where there is nothing to read it waits for a minute, and where a topic ends must be known meanwhile.
    reads = kafka | {"fetch_max_wait_ms": 60_000, "request_timeout_ms": 90_000}
    log, asked = KafkaLog(reads, group="ears", topics=("loans",), prefix=prefix), TopicQuestions(kafka)
    await producer.start()
    await log.start()
    lane, ears = log.lanes[0], KafkaEars(log, asked)

    async def stands(decided: int, end: int) -> None:
        async with asyncio.timeout(30):
            while True:
                await lane.poll(10, 0.05)
                standing = await ears.standing({"loans"})
                if standing.partitions == {"loans": 1} and list(standing.places) == [
                    PartitionProgress("loans", 0, decided, end)
                ]:
                    return

    try:
        await stands(0, 0)
        async with producer.transaction():
            await producer.send_and_wait(prefix + "loans", b"1", partition=0)
        async with asyncio.timeout(30):
            while not (found := await lane.poll(10, 0.1)):
                pass
        assert next(iter((await ears.standing({"loans"})).places)).decided == 0
        await lane.commit(found)
        await stands(2, 2)
    finally:
        await asked.close()
        await log.stop()
        await producer.stop()
