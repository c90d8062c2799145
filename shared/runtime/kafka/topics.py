"""Create the topics of the catalogue where they are missing; never change or delete what is there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from shared.contracts.catalogue import TOPICS
from shared.runtime.ports import Unavailable

LEADERS_S = 10.0


async def create_topics(
    connection: dict[str, Any], *, prefix: str, partitions: int | None = None, replication: int = 1
) -> list[str]:
    """The catalogue's names of the topics made now. Raises `Unavailable` when the broker can't be asked or refuses."""
    admin = AIOKafkaAdminClient(**connection)
    try:
        await admin.start()
        known = set(await admin.list_topics())
        missing = [topic for topic in TOPICS if prefix + topic.name not in known]
        wanted = [
            NewTopic(
                prefix + topic.name,
                partitions or topic.partitions,
                replication,
                topic_configs=topic.config | ({"min.insync.replicas": "2"} if replication > 1 else {}),
            )
            for topic in missing
        ]
        if wanted:
            answer = await admin.create_topics(wanted, timeout_ms=20_000)
            for topic, code, *_ in answer.topic_errors:
                if code and for_code(code) is not TopicAlreadyExistsError:
                    raise Unavailable(f"topic {topic}: {for_code(code).__name__}")
        await led(admin, [prefix + topic.name for topic in TOPICS])
        return [topic.name for topic in missing]
    except (TimeoutError, KafkaError, OSError) as error:
        raise Unavailable(f"Kafka: {type(error).__name__}") from None
    finally:
        await admin.close()


async def led(admin: AIOKafkaAdminClient, names: Sequence[str], wait_s: float = LEADERS_S) -> bool:
    """Until every partition of the topics has a leader, for at most `wait_s`; whether they have.

    A record sent earlier would be refused at first. A broker that has yet to hear of a topic names it with an error and
    without partitions.
    """
    end = time.monotonic() + wait_s
    while not all(_has_leaders(topic) for topic in await admin.describe_topics(list(names))):
        if time.monotonic() > end:
            return False
        await asyncio.sleep(0.05)
    return True


def _has_leaders(topic: Mapping[str, Any]) -> bool:
    parts = topic["partitions"]
    return not topic["error_code"] and bool(parts) and all(not p["error_code"] and p["leader"] >= 0 for p in parts)
