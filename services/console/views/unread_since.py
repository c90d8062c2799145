"""How long the first unread record of a partition has been there: how far behind a service is, as a time."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import UTC, datetime

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from shared.runtime.kafka.stamp import moment

from .streams import POLL_MS

LOOK_S = 2.0
PLACES_MAX = 200


async def unread_since(
    consumer: AIOKafkaConsumer, places: Iterable[tuple[TopicPartition, int]]
) -> dict[tuple[TopicPartition, int], datetime]:
    """When the first record at or after each place was published, as the broker noted it.

    Places of which it is not learned in time are missing. The consumer is this function's own from now on.
    """
    left = list(dict.fromkeys(places))[:PLACES_MAX]
    found: dict[tuple[TopicPartition, int], datetime] = {}
    give_up = time.monotonic() + LOOK_S
    while left and time.monotonic() < give_up:
        # A partition can be read at one place at a time.
        asked = dict(left)
        left = [place for place in left if asked[place[0]] != place[1]]
        try:
            found |= await _first(consumer, asked, give_up)
        except KafkaError:
            break  # how many are unread is known all the same
    return found


async def _first(
    consumer: AIOKafkaConsumer, asked: dict[TopicPartition, int], give_up: float
) -> dict[tuple[TopicPartition, int], datetime]:
    consumer.assign(list(asked))
    for at, start in asked.items():
        consumer.seek(at, start)
    found: dict[tuple[TopicPartition, int], datetime] = {}
    waiting = set(asked)
    while waiting and time.monotonic() < give_up:
        for at, records in (await consumer.getmany(*waiting, timeout_ms=POLL_MS // 5)).items():
            if records:
                found[at, asked[at]] = moment(records[0].timestamp, datetime.now(UTC))
                waiting.discard(at)
    return found
