"""How the monitor reads: in batches, from a moment on; begun anew, it sums up each record once all the same."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing

import pytest
from aiokafka.admin import NewPartitions

from services.console.monitor.intake import Intake
from services.console.monitor.record_counts import RecordCounts
from services.console.monitor.topic_record import TopicRecord
from shared.contracts.catalogue import TOPICS
from tests.polling import until

from .console_stack import PARTITIONS, ConsoleStack
from .lag_group import LagGroup


class Counting:
    """What the monitor does with batches, without Faust."""

    def __init__(self, stack: ConsoleStack, *, hours: float = 1.0) -> None:
        topics = [stack.prefix + topic.name for topic in TOPICS]
        self.intake = Intake({"bootstrap_servers": stack.bootstrap}, topics, time.time() - hours * 3_600)
        self.tally = RecordCounts()
        self.handed_on = 0

    async def until_seen(self, count: int) -> None:
        async with aclosing(self.intake.batches()) as batches:
            async for batch in batches:
                self.handed_on += len(batch)
                self.tally.add(
                    TopicRecord(each.topic, each.partition, each.offset, each.key, each.value, 0.0) for each in batch
                )
                if self.tally.seen >= count:
                    return


async def test_begun_anew_it_goes_on_and_sums_up_each_record_once(stack: ConsoleStack) -> None:
    group, counting = LagGroup(stack), Counting(stack)
    await group.write("loans", 30)
    await group.write("texts", 20, partition=1)
    await counting.until_seen(50)
    # The batch at which it was ended is read again, and dropped.
    await group.write("loans", 7)
    await counting.until_seen(57)
    assert counting.tally.seen == 57
    assert counting.handed_on >= 57


async def test_that_the_topics_can_be_read_is_known_before_anything_comes(stack: ConsoleStack) -> None:
    async with aclosing(Counting(stack).intake.batches()) as batches, asyncio.timeout(90):
        assert await anext(batches) == []


@pytest.mark.usefixtures("timed_by_producers")
async def test_what_was_published_before_the_moment_is_not_read(stack: ConsoleStack) -> None:
    group, counting = LagGroup(stack), Counting(stack, hours=1)
    await group.write("loans", 5, ago_s=7_200)
    await group.write("loans", 3)
    await counting.until_seen(3)
    await group.write("visits", 1)
    await counting.until_seen(4)
    assert counting.tally.seen == 4


async def test_a_partition_that_comes_later_is_read_from_its_begin(stack: ConsoleStack) -> None:
    group, counting = LagGroup(stack), Counting(stack)
    await group.write("loans", 2)
    await counting.until_seen(2)
    async with group.admin() as admin:
        await admin.create_partitions({stack.prefix + "loans": NewPartitions(PARTITIONS + 1)})

    async def there() -> bool:
        return len(await group.parts("loans")) == PARTITIONS + 1

    await until(there)
    await group.write("loans", 4, partition=PARTITIONS)
    await group.write("loans", 1)
    await counting.until_seen(7)
    assert counting.tally.seen == 7


async def test_it_knows_how_much_it_has_yet_to_read(stack: ConsoleStack) -> None:
    group, counting = LagGroup(stack), Counting(stack)
    assert not counting.intake.reads
    await group.write("loans", 9)
    await counting.until_seen(9)
    assert counting.intake.reads
    assert counting.intake.behind() >= 0
