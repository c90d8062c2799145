"""Which topics there are, with their partitions, asked so that asking makes none.

The client's own `describe_topics` lets a broker that creates topics by itself make each one that is missing, with
partitions and copies of its own choice: a question would do what only `create_topics` may.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import UnknownTopicOrPartitionError, for_code
from aiokafka.protocol.metadata import MetadataRequest


async def described(admin: AIOKafkaAdminClient, topics: Sequence[str]) -> list[dict[str, Any]]:
    """What the broker says of these topics, those that are not there among them, with an error. Raises `KafkaError`."""
    answer = await admin._send_request(MetadataRequest(list(topics), allow_auto_topic_creation=False))
    found: list[dict[str, Any]] = answer.to_object()["topics"]
    return found


async def described_there(admin: AIOKafkaAdminClient, topics: Sequence[str]) -> list[dict[str, Any]]:
    """Those that are there. Raises `KafkaError`, also where one may not be seen by us or has just been made: that
    is no topic that is missing."""
    found = await described(admin, topics)
    for topic in found:
        if topic["error_code"] and (error := for_code(topic["error_code"])) is not UnknownTopicOrPartitionError:
            raise error(topic["topic"])
    return [topic for topic in found if not topic["error_code"]]
