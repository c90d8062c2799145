"""Create the topics of the catalogue where they are missing; never change or delete what is there."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from shared.contracts.catalogue import TOPICS
from shared.runtime.ports import Unavailable

LEADERS_S = 10.0


async def create_topics(
    connection: dict[str, Any], *, partitions: int | None = None, replication: int = 1, prefix: str = ""
) -> list[str]:
    """Names of the topics made now. Raises `Unavailable` when the broker can't be asked or refuses."""
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
            await _led(admin, [topic.name for topic in wanted])
        return [topic.name for topic in missing]
    except (TimeoutError, KafkaError, OSError) as error:
        raise Unavailable(f"Kafka: {type(error).__name__}") from None
    finally:
        await admin.close()


async def _led(admin: AIOKafkaAdminClient, names: list[str]) -> None:
    """Until every partition has a leader, for at most `LEADERS_S`: a record sent earlier would be refused at first."""
    end = time.monotonic() + LEADERS_S
    while time.monotonic() < end:
        described = await admin.describe_topics(names)
        if all(not part["error_code"] and part["leader"] >= 0 for topic in described for part in topic["partitions"]):
            return
        await asyncio.sleep(0.05)
