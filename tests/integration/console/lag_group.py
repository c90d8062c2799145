"""A service's consumer group as tests move it: records in a partition, a place noted, a member that reads."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.structs import OffsetAndMetadata

from services.console.target import find
from services.console.views.behind import LagRead, read_lag
from services.console.views.partition_lag import PartitionLag
from tests.polling import until

from .console_stack import ConsoleStack


class LagGroup:
    """That of one service on a stack."""

    def __init__(self, stack: ConsoleStack, service: str = "notifier") -> None:
        self.stack, self.service = stack, service
        self.name = f"{stack.prefix}doorstep-{service}"

    def at(self, topic: str, partition: int = 0) -> TopicPartition:
        return TopicPartition(self.stack.prefix + topic, partition)

    async def write(
        self, topic: str, count: int, partition: int = 0, *, ago_s: float = 0.0, transaction: str | None = None
    ) -> None:
        """Records published `ago_s` ago, in a topic `timed_by_producers`; in one transaction where that is named."""
        moment_ms = int((time.time() - ago_s) * 1000)
        async with AIOKafkaProducer(bootstrap_servers=self.stack.bootstrap, transactional_id=transaction) as producer:
            if transaction is not None:
                await producer.begin_transaction()
            for _ in range(count):
                await producer.send(self.stack.prefix + topic, b"{}", b"c-1", partition, timestamp_ms=moment_ms)
            await producer.flush()
            if transaction is not None:
                await producer.commit_transaction()

    async def note(self, topic: str, offset: int, partition: int = 0) -> None:
        """As if the service had handled everything before `offset`."""
        at = self.at(topic, partition)
        async with AIOKafkaConsumer(
            bootstrap_servers=self.stack.bootstrap, group_id=self.name, enable_auto_commit=False
        ) as consumer:
            consumer.assign([at])
            await consumer.commit({at: OffsetAndMetadata(offset, "")})

    @asynccontextmanager
    async def member(self, *topics: str) -> AsyncIterator[AIOKafkaConsumer]:
        """One that reads these topics, and notes nothing by itself."""
        consumer = AIOKafkaConsumer(
            *(self.stack.prefix + topic for topic in topics), bootstrap_servers=self.stack.bootstrap,
            group_id=self.name, enable_auto_commit=False, auto_offset_reset="earliest",
        )  # fmt: skip
        await consumer.start()
        try:
            yield consumer
        finally:
            await consumer.stop()

    @asynccontextmanager
    async def admin(self) -> AsyncIterator[AIOKafkaAdminClient]:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.stack.bootstrap)
        await admin.start()
        try:
            yield admin
        finally:
            await admin.close()

    async def read(self) -> LagRead:
        return await read_lag(find())

    async def parts(self, topic: str) -> Sequence[PartitionLag]:
        """What is said of its partitions of a topic."""
        found = await self.read()
        return [part for part in found.partitions if (part.service, part.topic) == (self.service, topic)]

    async def state(self) -> str:
        return next(group.state for group in (await self.read()).groups if group.service == self.service)

    async def becomes(self, state: str) -> LagRead:
        async def is_so() -> LagRead | None:
            found = await self.read()
            return found if any((each.service, each.state) == (self.service, state) for each in found.groups) else None

        result: LagRead = await until(is_so)
        return result


async def assigned(consumer: AIOKafkaConsumer) -> bool:
    """Does it have partitions by now?"""
    await consumer.getmany(timeout_ms=50)
    return bool(consumer.assignment())
