"""Reads the topics from their beginning to where they end now."""

from __future__ import annotations

from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from .topic_events import Raw

TOPICS = (
    "loans", "visits", "text-requests", "texts", "replies", "appointments", "routing", "fleet", "assignments",
    "outcomes", "switches", "operations", "dead-letters",
)  # fmt: skip
FETCH_BYTES_MAX = 32 << 20
POLL_MS = 1_000
SILENT_POLLS_MAX = 60


async def read_topics(bootstrap: str, security: dict[str, Any]) -> list[Raw]:
    """All committed records of all topics, each topic's partitions in their own order.

    Raises `LookupError` when there are no such topics, `TimeoutError` when the broker goes silent before the end.
    """
    partitions = await _partitions(bootstrap, security)
    if not partitions:
        raise LookupError("none of the topics is there")
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        isolation_level="read_committed",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=FETCH_BYTES_MAX,
        fetch_max_bytes=FETCH_BYTES_MAX,
        **security,
    )
    try:
        await consumer.start()
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        await consumer.seek_to_beginning(*partitions)
        return await _read_until(consumer, ends)
    finally:
        await consumer.stop()


async def _partitions(bootstrap: str, security: dict[str, Any]) -> list[TopicPartition]:
    """Asked of the administration: a consumer that subscribed to nothing learns of no partitions."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap, **security)
    try:
        await admin.start()
        described = await admin.describe_topics(list(TOPICS))
    finally:
        await admin.close()
    return [
        TopicPartition(found["topic"], partition["partition"])
        for found in described
        if not found["error_code"]
        for partition in found["partitions"]
    ]


async def _read_until(consumer: AIOKafkaConsumer, ends: dict[TopicPartition, int]) -> list[Raw]:
    found: list[Raw] = []
    silent = 0
    while [each for each, end in ends.items() if await consumer.position(each) < end]:
        batches = await consumer.getmany(timeout_ms=POLL_MS)
        silent = 0 if batches else silent + 1
        if silent > SILENT_POLLS_MAX:
            raise TimeoutError("the broker went silent before the end of the topics")
        for at, records in batches.items():
            found += [
                Raw(at.topic, at.partition, record.offset, _key(record.key), record.value)
                for record in records
                if record.offset < ends[at]
            ]
    return sorted(found, key=lambda raw: (TOPICS.index(raw.topic), raw.partition, raw.offset))


def _key(key: bytes | None) -> str | None:
    return None if key is None else key.decode("utf-8", "replace")
