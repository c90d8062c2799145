"""How far each service is behind the topics that it reads."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupCoordinatorNotAvailableError

from shared.contracts.catalogue import TOPICS

from ..target import Target
from . import streams
from .backlog import backlog
from .database import SERVICES
from .unread_since import unread_since

COORDINATOR_TRIES = 40
COORDINATOR_AGAIN_S = 0.25


async def behind(target: Target) -> list[dict[str, Any]]:
    """Per service and topic: records after the committed offsets. A service that never committed is behind by all.

    `removed` are offsets that are gone from Kafka and were never handled; `since` is when the oldest record to
    read was published, where there are any and that was quickly learned.
    """
    options, prefix = target.kafka_options(), target.kafka().topic_prefix
    wanted = {service: [topic.name for topic in TOPICS if service in topic.consumers] for service in SERVICES}
    everywhere = await streams.partitions(options, [prefix + topic.name for topic in TOPICS])
    async with streams.consumer(options) as consumer:
        ends = await consumer.end_offsets(everywhere)
        begins = await consumer.beginning_offsets(everywhere)
        committed = await _committed(options, [f"{prefix}doorstep-{service}" for service in SERVICES])
        places = {
            (service, at): committed[f"{prefix}doorstep-{service}"].get(at, begins[at])
            for service, names in wanted.items()
            for at in ends
            if at.topic.removeprefix(prefix) in names
        }
        starts: dict[TopicPartition, set[int]] = {}
        for (_, at), place in places.items():
            starts.setdefault(at, set()).add(_start(place, begins[at], ends[at]))
        left = await backlog(consumer, {at: frozenset(some) for at, some in starts.items()}, ends)
        known = await unread_since(consumer, (place for place, count in left.items() if count))
    rows = []
    for service, names in wanted.items():
        for name in names:
            mine = [(at, place) for (who, at), place in places.items() if who == service and at.topic == prefix + name]
            goes_on = [(at, _start(place, begins[at], ends[at])) for at, place in mine]
            counts = [left[each] for each in goes_on]
            rows.append(
                {
                    "service": service,
                    "topic": name,
                    "partitions": len(mine),
                    "behind": sum(counts),
                    "most": max(counts, default=0),
                    "since": min((known[each] for each in goes_on if each in known), default=None),
                    "removed": sum(max(0, begins[at] - place) for at, place in mine),
                }
            )
    return rows


def _start(place: int, begins: int, ends: int) -> int:
    """Where the service will go on: from the log's begin where its place is gone, or lies in a log that is no more."""
    return place if begins <= place <= ends else begins


async def _committed(options: dict[str, Any], groups: Sequence[str]) -> dict[str, dict[TopicPartition, int]]:
    async with streams.admin(options) as admin:
        return {group: await _offsets(admin, group) for group in groups}


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
