"""A lane waits for long where nothing comes, so it is told when something else is to be read. With a real broker."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer

from shared.runtime.kafka.consumer import KafkaLog
from shared.runtime.kafka.lane import Lane
from tests.made_topics import make_catalogue
from tests.polling import until

FOR_EVER_S = 1_000.0
PATIENCE_S = 60
Member = Callable[[], Awaitable[KafkaLog]]


@pytest.fixture
async def member(kafka_bootstrap: str, unique: str) -> AsyncIterator[Member]:
    """Members of one group, which read two partitions."""
    kafka: dict[str, Any] = {"bootstrap_servers": kafka_bootstrap}
    prefix = f"{unique}."
    await make_catalogue(kafka, partitions=2, prefix=prefix)
    made: list[KafkaLog] = []

    async def joins() -> KafkaLog:
        log = KafkaLog(kafka, group="told", topics=("loans",), prefix=prefix)
        made.append(log)
        await log.start()
        return log

    yield joins
    for log in made:
        await log.stop()


async def reading(lane: Lane) -> asyncio.Task[list[Any]]:
    """A poll that waits for as long as it takes."""

    async def waits() -> bool:
        if polls[-1].done() and not polls[-1].result():
            polls.append(asyncio.create_task(lane.poll(10, FOR_EVER_S)))
        return lane._waits is not None

    polls = [asyncio.create_task(lane.poll(10, FOR_EVER_S))]
    await until(waits, seconds=PATIENCE_S)
    return polls[-1]


async def test_who_is_woken_has_nothing_at_once_and_loses_nothing(member: Member, kafka_bootstrap: str) -> None:
    log = await member()
    waits = [await reading(lane) for lane in log.lanes]
    log.wake()
    assert [await asyncio.wait_for(each, PATIENCE_S) for each in waits] == [[], []]
    waits = [await reading(lane) for lane in log.lanes]
    async with AIOKafkaProducer(bootstrap_servers=kafka_bootstrap) as producer:
        for partition in range(2):
            await producer.send_and_wait(log.prefix + "loans", b"said", partition=partition)
    found = [await asyncio.wait_for(each, PATIENCE_S) for each in waits]
    assert [[record.partition for record in records] for records in found] == [[0], [1]]
    for lane, records in zip(log.lanes, found, strict=True):
        await lane.commit(records)


async def test_who_is_woken_before_it_waits_does_not_wait(member: Member) -> None:
    log = await member()
    lane = log.lanes[0]
    waits = await reading(lane)
    log.wake()
    await asyncio.wait_for(waits, PATIENCE_S)
    poll = asyncio.create_task(lane.poll(10, FOR_EVER_S))
    await asyncio.sleep(0)  # it has begun
    log.wake()
    assert await asyncio.wait_for(poll, PATIENCE_S) == []


async def test_who_is_given_other_partitions_reads_them_without_waiting_first(member: Member) -> None:
    first = await member()
    waits = [await reading(lane) for lane in first.lanes]
    second = await member()
    await asyncio.wait_for(asyncio.gather(*waits), PATIENCE_S)  # nothing came: that is what ended them

    async def parted() -> bool:
        return {len(log.consumer.assignment()) for log in (first, second)} == {1}

    await until(parted, seconds=PATIENCE_S)
