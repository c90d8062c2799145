"""Create the topics of the catalogue where they are missing; never change or delete what is there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, TopicAuthorizationFailedError, for_code
from aiokafka.protocol.offset import OffsetRequest

from shared.contracts.catalogue import TOPICS
from shared.runtime.ports import Unavailable

LEADERS_S = 20.0
ANSWERED = {0, TopicAuthorizationFailedError.errno}
"""Whoever may make topics need not be allowed to ask what is in them."""
ANY_CLIENT, READ_UNCOMMITTED, LOG_END = -1, 0, -1


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
    """Until every partition of the topics has a leader that answers, for at most `wait_s`; whether they have.

    A record sent earlier would be refused at first, and who reads would join its group again. A broker that has yet to
    hear of a topic names it with an error and without partitions; then it names the leader, which for some moments more
    does not know that it is one: so each is asked where its log ends.
    """
    end = time.monotonic() + wait_s
    while not await _lead(admin, names):
        if time.monotonic() > end:
            return False
        await asyncio.sleep(0.05)
    return True


async def _lead(admin: AIOKafkaAdminClient, names: Sequence[str]) -> bool:
    told = await admin.describe_topics(list(names))
    if not all(_has_leaders(topic) for topic in told):
        return False
    by_leader: dict[int, dict[str, list[tuple[int, int]]]] = {}
    for topic in told:
        for part in topic["partitions"]:
            by_leader.setdefault(part["leader"], {}).setdefault(topic["topic"], []).append((part["partition"], LOG_END))
    try:
        answers = [
            await admin._client.send(leader, OffsetRequest(ANY_CLIENT, READ_UNCOMMITTED, list(parts.items())))
            for leader, parts in by_leader.items()
        ]
    except KafkaError:
        return False
    codes = {code for answer in answers for _, parts in answer.topics for _, code, *_ in parts}
    return codes <= ANSWERED


def _has_leaders(topic: Mapping[str, Any]) -> bool:
    parts = topic["partitions"]
    return not topic["error_code"] and bool(parts) and all(not p["error_code"] and p["leader"] >= 0 for p in parts)
