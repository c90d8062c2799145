"""The two sides of the suite for `Log` and `Out`: Kafka and memory, with what a test has to see from outside."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from shared.runtime.kafka.consumer import KafkaLog
from shared.runtime.kafka.producer import KafkaOut
from shared.runtime.outgoing import RefusalCode
from shared.runtime.ports import Log, Out, Outgoing, Record
from tests.made_topics import make_topics
from tests.memory.runtime import MemoryBroker, MemoryLog, MemoryOut, Moment, Process

from .given import NOON, sent

PARTITIONS = 3
PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Member:
    """A consumer of the group `group`; `log` is its port."""

    log: Log
    inner: KafkaLog | MemoryLog


class Bus(ABC):
    topic: str

    async def start(self) -> None:  # noqa: B027
        """Make the topic, where that is needed."""

    async def close(self) -> None:  # noqa: B027
        """Stop all that was made."""

    @abstractmethod
    async def member(self, group: str) -> Member:
        """A process that joins the group."""

    @abstractmethod
    async def leave(self, member: Member) -> None:
        """It stops, without having finished more than it has committed."""

    @abstractmethod
    async def out(self) -> Out: ...

    @abstractmethod
    async def append(self, partition: int, *words: str) -> None:
        """Records from somebody else, into one partition."""

    @abstractmethod
    async def take_at_most(self, size_bytes: int) -> None:
        """The topic takes no larger records, nor batches of them."""

    @abstractmethod
    async def headers(self) -> list[tuple[str, dict[str, bytes]]]:
        """Value and headers of every record of the topic, in order per partition."""

    async def fill(self, *words: str, key: str = "k") -> None:
        await (await self.out()).publish([sent(f"{self.topic} {word}", key=key, topic=self.topic) for word in words])


class MemoryBus(Bus):
    def __init__(self) -> None:
        self.topic = "things"
        self._broker = MemoryBroker(Moment(NOON), partitions=PARTITIONS)
        self._process = Process(by_hand=False)

    async def member(self, group: str) -> Member:
        log = MemoryLog(self._broker, self._process, group=group, topics=[self.topic])
        return Member(log, log)

    async def leave(self, member: Member) -> None:
        assert isinstance(member.inner, MemoryLog)
        member.inner.leave()

    async def out(self) -> Out:
        return MemoryOut(self._broker, self._process)

    async def append(self, partition: int, *words: str) -> None:
        for word in words:
            self._broker.append(self.topic, None, word.encode(), partition)

    async def take_at_most(self, size_bytes: int) -> None:
        def refuses(row: Outgoing) -> RefusalCode | None:
            if row.topic != self.topic:
                return "topic-missing"
            return "too-large" if len(row.value) > size_bytes else None

        self._broker.refuses = refuses

    async def headers(self) -> list[tuple[str, dict[str, bytes]]]:
        return [(row.value.decode(), dict(row.headers)) for _, row in sorted(self._broker.sent.items())]


class KafkaBus(Bus):
    def __init__(self, bootstrap: str, unique: str) -> None:
        self.topic = f"things-{unique}"
        self._unique = unique
        self._connection: dict[str, Any] = {"bootstrap_servers": bootstrap}
        self._logs: list[KafkaLog] = []
        self._outs: list[KafkaOut] = []

    async def start(self) -> None:
        await make_topics(self._connection["bootstrap_servers"], self.topic, partitions=PARTITIONS)

    async def close(self) -> None:
        for log in self._logs:
            for lane in log.lanes:
                lane.busy = False
        await asyncio.gather(*(log.stop() for log in self._logs), *(out.close() for out in self._outs))

    async def member(self, group: str) -> Member:
        inner = KafkaLog(self._connection, group=f"{group}-{self._unique}", topics=[self.topic], lanes=1)
        await inner.start()
        self._logs.append(inner)
        return Member(inner.lanes[0], inner)

    async def leave(self, member: Member) -> None:
        assert isinstance(member.inner, KafkaLog)
        member.inner.lanes[0].busy = False
        await member.inner.stop()
        self._logs.remove(member.inner)

    async def out(self) -> Out:
        made = KafkaOut(self._connection)
        self._outs.append(made)
        return made

    async def append(self, partition: int, *words: str) -> None:
        async with AIOKafkaProducer(**self._connection) as producer:
            for word in words:
                await producer.send_and_wait(self.topic, word.encode(), partition=partition)

    async def take_at_most(self, size_bytes: int) -> None:
        admin = AIOKafkaAdminClient(**self._connection)
        await admin.start()
        limit = ConfigResource(ConfigResourceType.TOPIC, self.topic, configs={"max.message.bytes": str(size_bytes)})
        await admin.alter_configs([limit])
        await admin.close()

    async def headers(self) -> list[tuple[str, dict[str, bytes]]]:
        consumer = AIOKafkaConsumer(**self._connection, auto_offset_reset="earliest")
        await consumer.start()
        try:
            parts = [TopicPartition(self.topic, number) for number in range(PARTITIONS)]
            consumer.assign(parts)
            left = sum((await consumer.end_offsets(parts)).values())
            found: list[Any] = []
            while len(found) < left:
                for records in (await consumer.getmany(timeout_ms=500)).values():
                    found += records
        finally:
            await consumer.stop()
        found.sort(key=lambda record: (record.partition, record.offset))
        return [(record.value.decode(), dict(record.headers)) for record in found]


async def read(log: Log, number: int, records_max: int = 100) -> list[Record]:
    """Poll until `number` records came, or fail."""
    found: list[Record] = []
    async with asyncio.timeout(PATIENCE_S):
        while len(found) < number:
            found += await log.poll(min(records_max, number - len(found)), 0.1)
    return found


def words(records: Sequence[Record]) -> list[str]:
    return [(record.value or b"").decode().split(" ")[-1] for record in records]
