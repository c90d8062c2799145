"""How far each service is behind the topics that it reads, partition for partition, and who reads them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupCoordinatorNotAvailableError

from shared.contracts.catalogue import TOPICS
from shared.runtime.kafka.topic_questions import only_ask

from ..target import Target
from . import streams
from .backlog import OFFSETS_MAX, backlog
from .database import SERVICES
from .group_seen import GroupSeen, groups_seen
from .partition_lag import PartitionLag, by_topic, goes_on
from .unread_since import unread_since

COORDINATOR_TRIES = 40
COORDINATOR_AGAIN_S = 0.25


@dataclass(frozen=True, slots=True)
class LagRead:
    """One reading. `published` are records by topic since the moment that was asked for: an upper bound, since what is
    no record has offsets too."""

    partitions: tuple[PartitionLag, ...]
    groups: tuple[GroupSeen, ...]
    published: Mapping[str, int]


async def behind(target: Target) -> list[dict[str, Any]]:
    """Per service and topic: records after the committed offsets. A service that never committed is behind by all."""
    return by_topic((await read_lag(target)).partitions)


async def read_lag(
    target: Target, *, since: datetime | None = None, counted_max: int = OFFSETS_MAX, fetch_bytes: int = 1 << 20
) -> LagRead:
    """Raises `UserError` when Kafka can't be reached. `counted_max` is how many offsets of a partition are looked at
    one by one, and `fetch_bytes` how much of it is fetched at a time: a page that renews itself takes little."""
    options, prefix = target.kafka_options(), target.kafka().topic_prefix
    names = {service: f"{prefix}doorstep-{service}" for service in SERVICES}
    async with streams.admin(options) as admin:
        everywhere = await streams.described(admin, [prefix + topic.name for topic in TOPICS])
        # Places before ends: a service goes on meanwhile, and a place beyond the end is one in a log that is no more.
        committed = {service: await _offsets(admin, group) for service, group in names.items()}
        groups = await groups_seen(admin, names, prefix)
    async with streams.consumer(options | {"max_partition_fetch_bytes": fetch_bytes}) as consumer:
        only_ask(consumer, everywhere)
        begins = await consumer.beginning_offsets(everywhere)
        ends = await consumer.end_offsets(everywhere)
        published = await _published(consumer, ends, since, prefix) if since is not None else {}
        places = {
            (service, at): goes_on(committed[service].get(at), begins[at], ends[at])
            for service in SERVICES
            for topic in TOPICS
            if service in topic.consumers and not topic.is_read_whole
            for at in everywhere
            if at.topic == prefix + topic.name
        }
        starts: dict[TopicPartition, set[int]] = {}
        for (_, at), place in places.items():
            starts.setdefault(at, set()).add(place)
        wanted = {at: frozenset(some) for at, some in starts.items()}
        left = await backlog(consumer, wanted, ends, counted_max)
        known = await unread_since(consumer, (place for place, count in left.items() if count))
    parts = [
        PartitionLag(
            service, at.topic.removeprefix(prefix), at.partition, place, left[at, place], known.get((at, place)),
            max(0, begins[at] - committed[service].get(at, begins[at])), at in committed[service],
        )
        for (service, at), place in places.items()
    ]  # fmt: skip
    return LagRead(tuple(parts), groups, published)


async def _published(
    consumer: AIOKafkaConsumer, ends: Mapping[TopicPartition, int], since: datetime, prefix: str
) -> dict[str, int]:
    firsts = await consumer.offsets_for_times(dict.fromkeys(ends, int(since.timestamp() * 1000)))
    found: dict[str, int] = {}
    for at, end in ends.items():
        first = firsts[at]
        name = at.topic.removeprefix(prefix)
        found[name] = found.get(name, 0) + (max(0, end - first.offset) if first is not None else 0)
    return found


async def _offsets(admin: AIOKafkaAdminClient, group: str) -> dict[TopicPartition, int]:
    for again in range(COORDINATOR_TRIES, -1, -1):
        try:
            found = await admin.list_consumer_group_offsets(group)
            return {at: committed.offset for at, committed in found.items() if committed.offset >= 0}
        except GroupCoordinatorNotAvailableError:
            # A broker that nobody ever asked for a group makes room for groups first.
            if not again:
                raise
            await asyncio.sleep(COORDINATOR_AGAIN_S)
    raise AssertionError
