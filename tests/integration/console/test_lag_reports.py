"""What others' tools for lag were reported for, tried with ours on a real Kafka. Each test names the reports."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import NewPartitions, RecordsToDelete
from aiokafka.structs import OffsetAndMetadata

from tests.polling import until

from .console_stack import PARTITIONS, ConsoleStack
from .lag_group import LagGroup, assigned

MANY = 10_000


async def test_lag_is_never_negative_nor_all_there_is_while_a_service_goes_on(stack: ConsoleStack) -> None:
    """kafka_exporter 169, 191; prometheus-kafka-consumer-group-exporter 21; Burrow 199: ends that were read before the
    places of a service that goes on meanwhile."""
    group = LagGroup(stack)
    await group.write("loans", MANY)
    await group.note("loans", MANY)
    over = asyncio.Event()

    async def goes_on() -> None:
        at, end = group.at("loans"), MANY
        async with (
            AIOKafkaProducer(bootstrap_servers=stack.bootstrap) as producer,
            AIOKafkaConsumer(
                bootstrap_servers=stack.bootstrap, group_id=group.name, enable_auto_commit=False
            ) as consumer,
        ):
            consumer.assign([at])
            while not over.is_set():
                sent = await producer.send_and_wait(at.topic, b"{}", b"c-1", at.partition)
                end = sent.offset + 1
                await consumer.commit({at: OffsetAndMetadata(end, "")})

    task = asyncio.create_task(goes_on())
    try:
        seen = [(await group.parts("loans"))[0].behind for _ in range(4)]
    finally:
        over.set()
        await task
    assert min(seen) >= 0
    assert max(seen) < MANY, seen


async def test_the_end_of_a_transaction_is_nothing_that_lies_unread(stack: ConsoleStack) -> None:
    """librdkafka 3917, Burrow 651, KEDA 5675, spring-kafka 1587: a lag of 1 that never goes away."""
    group = LagGroup(stack)
    await group.write("loans", 3, transaction=f"{stack.prefix}bank")
    await group.note("loans", 3)
    (first, _) = await group.parts("loans")
    assert (first.behind, first.since) == (0, None)
    await group.write("loans", 2, transaction=f"{stack.prefix}bank")
    (first, _) = await group.parts("loans")
    assert first.behind == 2


@pytest.mark.usefixtures("timed_by_producers")
async def test_a_topic_in_which_nothing_comes_has_no_age(stack: ConsoleStack) -> None:
    """kafka-lag-exporter 37, 121, 32: lag as a time that grows where nothing is to be read, and by extrapolation."""
    group = LagGroup(stack)
    await group.write("loans", 2, ago_s=3_600)
    await group.note("loans", 2)
    (first, _) = await group.parts("loans")
    assert (first.behind, first.since) == (0, None)


@pytest.mark.usefixtures("timed_by_producers")
async def test_the_age_is_that_of_the_oldest_unread_record_however_old_it_is(stack: ConsoleStack) -> None:
    """kafka_exporter 16, 464 (lag as a time), klag 30 (a time that ends at half an hour)."""
    group = LagGroup(stack)
    for days in (9, 3, 0):
        await group.write("loans", 1, ago_s=days * 86_400)
    await group.note("loans", 1)
    (first, _) = await group.parts("loans")
    assert first.behind == 2
    assert first.since is not None
    assert timedelta(days=2.9) < datetime.now(UTC) - first.since < timedelta(days=3.1)


async def test_what_retention_took_is_no_lag_and_is_told_as_lost(stack: ConsoleStack) -> None:
    """Redpanda 30624: a place below the log's begin makes a lag of records that are no more."""
    group = LagGroup(stack)
    await group.write("loans", 10)
    await group.note("loans", 4)
    async with group.admin() as admin:
        await admin.delete_records({group.at("loans"): RecordsToDelete(before_offset=10)})
    (first, _) = await group.parts("loans")
    assert (first.behind, first.since, first.removed) == (0, None, 6)


async def test_a_place_in_a_log_that_is_no_more_makes_no_negative_lag(stack: ConsoleStack) -> None:
    """kafka-lag-exporter 197, rpk 4589, kafka-ui 4143: the topic was made anew, and the group's place lies behind its
    end."""
    group = LagGroup(stack)
    await group.write("loans", 3)
    await group.note("loans", 900)
    (first, _) = await group.parts("loans")
    assert (first.behind, first.place) == (3, 0)


async def test_a_group_without_members_is_told_and_what_comes_meanwhile_is_counted(stack: ConsoleStack) -> None:
    """kafka_exporter 226, kafka-lag-exporter 63, 66, 290; kafka-ui 3867; Burrow 287: lag that vanishes with the last
    member, or stands still because nobody notes a place any more."""
    group = LagGroup(stack)
    async with group.member("loans") as consumer:
        await until(lambda: assigned(consumer))
        await group.becomes("reads")
        await consumer.commit({group.at("loans"): OffsetAndMetadata(0, "")})
    found = await group.becomes("nobody")
    assert [part.behind for part in found.partitions if (part.service, part.topic) == ("notifier", "loans")] == [0, 0]
    await group.write("loans", 4)
    (first, _) = await group.parts("loans")
    assert first.behind == 4


async def test_who_left_is_told_no_more_and_what_they_had_is_with_others(stack: ConsoleStack) -> None:
    """kafka-lag-exporter 25, 244: members that ended days ago keep their lag."""
    group = LagGroup(stack)
    async with group.member("loans") as first:
        await until(lambda: assigned(first))
        found = await group.becomes("reads")
        (gone,) = next(each for each in found.groups if each.service == "notifier").members
    async with group.member("loans") as second:
        await until(lambda: assigned(second))
        found = await group.becomes("reads")
        (stays,) = next(each for each in found.groups if each.service == "notifier").members
    assert stays.id != gone.id
    assert stays.has == {("loans", number) for number in range(PARTITIONS)}


async def test_partitions_that_nobody_noted_a_place_in_and_empty_topics_are_told(stack: ConsoleStack) -> None:
    """Burrow 129, 789; burrowx 12; kafka-ui 3932: partitions that are missing until somebody commits, groups of empty
    topics that are not listed."""
    group = LagGroup(stack)
    await group.write("loans", 2, partition=1)
    rows = {
        (part.topic, part.partition): part for part in (await group.read()).partitions if part.service == "notifier"
    }
    assert (rows["loans", 1].behind, rows["loans", 1].begun) == (2, False)
    assert (rows["switches", 0].behind, rows["switches", 0].since) == (0, None)


async def test_a_partition_that_was_added_is_there_at_the_next_look(stack: ConsoleStack) -> None:
    """Burrow 287's kind, and every exporter that reads the partitions once: what is added is unread and unseen."""
    group = LagGroup(stack)
    await group.note("loans", 0)
    async with group.admin() as admin:
        await admin.create_partitions({stack.prefix + "loans": NewPartitions(PARTITIONS + 1)})

    async def there() -> bool:
        return len(await group.parts("loans")) == PARTITIONS + 1

    await until(there)
    await group.write("loans", 5, partition=PARTITIONS)
    assert [part.behind for part in await group.parts("loans")] == [0, 0, 5]
