"""Reads the topics from their beginning to where they end now."""

from __future__ import annotations

from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from .facts import Raw

TOPICS = (
    "loans", "visits", "text-requests", "texts", "replies", "appointments", "routing", "fleet", "assignments",
    "outcomes", "switches", "dead-letters",
)  # fmt: skip
FETCH_BYTES_MAX = 32 << 20
POLL_MS = 1_000
SILENT_POLLS_MAX = 60


async def read_topics(bootstrap: str, security: dict[str, Any]) -> list[Raw]:
    """All committed records of all topics, each topic's partitions in their own order.

    Raises `TimeoutError` when the broker goes silent before the end is reached.
    """
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        isolation_level="read_committed",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=FETCH_BYTES_MAX,
        fetch_max_bytes=FETCH_BYTES_MAX,
        **security,
    )
    await consumer.start()
    try:
        partitions = await _partitions(bootstrap, security)
        if not partitions:
            return []
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        await consumer.seek_to_beginning(*partitions)
        return await _read_until(consumer, ends)
    finally:
        await consumer.stop()


async def _partitions(bootstrap: str, security: dict[str, Any]) -> list[TopicPartition]:
    """Those of the topics that exist. A consumer that has not subscribed knows no topic's partitions."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap, **security)
    await admin.start()
    try:
        known = set(await admin.list_topics())
        told = await admin.describe_topics([topic for topic in TOPICS if topic in known])
        return [TopicPartition(one["topic"], part["partition"]) for one in told for part in one["partitions"]]
    finally:
        await admin.close()


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
