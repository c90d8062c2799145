"""What Kafka says: has every service handled every record of its topics? Two rounds of requests a look."""

from __future__ import annotations

import asyncio
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from shared.contracts.catalogue import TOPICS

from .services import SERVICES

Ends = dict[TopicPartition, int]


def topics_of(service: str) -> list[str]:
    return [topic.name for topic in TOPICS if service in topic.consumers and not topic.is_read_whole]


class Groups:
    """Committed offsets of the services' groups against the ends of the partitions they read."""

    def __init__(self, connection: dict[str, Any], *, prefix: str) -> None:
        self._prefix = prefix
        self._admin = AIOKafkaAdminClient(**connection)
        self._consumer = AIOKafkaConsumer(**connection, isolation_level="read_committed")
        self._partitions: list[TopicPartition] = []
        self._coordinators: dict[str, int] = {}

    async def start(self) -> None:
        """Topics must exist."""
        await self._admin.start()
        await self._consumer.start()
        read = {name for service in SERVICES for name in topics_of(service)}
        for found in await self._admin.describe_topics([self._prefix + name for name in sorted(read)]):
            self._partitions += [TopicPartition(found["topic"], part["partition"]) for part in found["partitions"]]

    async def stop(self) -> None:
        await self._consumer.stop()
        await self._admin.close()

    async def ends(self) -> Ends:
        return dict(await self._consumer.end_offsets(self._partitions))

    async def waiting(self, ends: Ends) -> dict[str, int]:
        """Records not handled yet, as `service.lag:topic`; empty when all are."""
        found = await asyncio.gather(*(self._committed(service) for service in SERVICES))
        waiting: dict[str, int] = {}
        for service, committed in zip(SERVICES, found, strict=True):
            read = set(topics_of(service))
            for part, end in ends.items():
                lag = end - max(0, committed.get(part, 0))
                topic = part.topic.removeprefix(self._prefix)
                if topic in read and lag > 0:
                    name = f"{service}.lag:{topic}"
                    waiting[name] = waiting.get(name, 0) + lag
        return waiting

    async def _committed(self, service: str) -> dict[TopicPartition, int]:
        group = f"{self._prefix}doorstep-{service}"
        try:
            if group not in self._coordinators:
                self._coordinators[group] = await self._admin.find_coordinator(group)
            offsets = await self._admin.list_consumer_group_offsets(group, self._coordinators[group])
        except KafkaError:
            self._coordinators.pop(group, None)
            return {}
        return {part: found.offset for part, found in offsets.items()}
