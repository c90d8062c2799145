"""A broker that takes any timestamp, as Kafka did before 4.0 unless told otherwise, and as many still do."""

from __future__ import annotations

from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from shared.contracts.catalogue import TOPICS

ANY_MS = str((1 << 63) - 1)
"""The default of `message.timestamp.after.max.ms` until KIP-937 made it an hour."""


async def lift_timestamps(connection: dict[str, Any], prefix: str) -> None:
    """For every topic that we know, under its prefix. Raises `KafkaError` when the broker is away."""
    admin = AIOKafkaAdminClient(**connection)
    await admin.start()
    limits = {"message.timestamp.after.max.ms": ANY_MS, "message.timestamp.before.max.ms": ANY_MS}
    try:
        # What is not named falls back to the broker's default, so all that the topic has is said again.
        await admin.alter_configs(
            [
                ConfigResource(ConfigResourceType.TOPIC, prefix + topic.name, configs={**topic.config, **limits})
                for topic in TOPICS
            ]
        )
    finally:
        await admin.close()
