"""What Kafka does not take, told from a Kafka that is away: by the error, and by asking whether the topic is there."""

from __future__ import annotations

import asyncio
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import (
    InvalidTimestampError,
    InvalidTopicError,
    KafkaError,
    MessageSizeTooLargeError,
    PolicyViolationError,
    RecordListTooLargeError,
    TopicAuthorizationFailedError,
    UnknownError,
    UnknownTopicOrPartitionError,
    UnsupportedForMessageFormatError,
)

from shared.runtime.outgoing import RefusalCode

TROUBLE = (KafkaError, OSError, TimeoutError)
# `UnknownError` stands for the codes that the client has no name for, INVALID_RECORD (87) among them.
CODES: dict[type[Any], RefusalCode] = {
    MessageSizeTooLargeError: "too-large",
    RecordListTooLargeError: "too-large",
    UnknownTopicOrPartitionError: "topic-missing",
    InvalidTopicError: "topic-missing",
    TopicAuthorizationFailedError: "topic-denied",
    InvalidTimestampError: "refused",
    PolicyViolationError: "refused",
    UnsupportedForMessageFormatError: "refused",
    UnknownError: "refused",
}
ASKED_TIMES = 3
BETWEEN_S = 0.1


def refusal_of(error: BaseException) -> RefusalCode | None:
    """Why the row is not taken; None where the same row may be taken in a moment."""
    return CODES.get(type(error))


async def partitions_of(producer: AIOKafkaProducer, topic: str) -> list[int]:
    """At once where they are known. Raises `KafkaError`: the topic is not there, or not ours.

    The client's own question repeats itself for as long as a request may take, while everything else waits.
    """
    client = producer.client
    client.add_topic(topic)
    for _ in range(ASKED_TIMES):
        if (known := client.cluster.partitions_for_topic(topic)) is not None:
            return sorted(known)
        await client.force_metadata_update()
        if topic in client.cluster.unauthorized_topics:
            raise TopicAuthorizationFailedError(topic)
        await asyncio.sleep(BETWEEN_S)
    raise UnknownTopicOrPartitionError(topic)
