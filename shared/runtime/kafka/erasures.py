"""What the topic `erasures` names is forgotten here too: read whole at each start, before anything is opened.

A database that was restored knows nothing of what was forgotten after its backup. The topic outlives it, so whatever it
names is erased again; what is erased already stays so, and nothing tells whether a database was restored or not.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from shared.contracts.codec import decode_value
from shared.contracts.erasures import KeyErased
from shared.runtime.logs import logger
from shared.runtime.pg.keys import PgKeys
from shared.runtime.ports import Unavailable

from .consumer_liveness import end

WAIT_MS = 500
KEYS_MAX = 1_000
EVER = datetime(9000, 1, 1, tzinfo=UTC)
log = logger("erasures")


async def replay_tombstones(kafka: dict[str, Any], prefix: str, keys: PgKeys) -> int:
    """Erase every key that the topic names; how many it names. Raises `Unavailable`; then all of it may be done again.

    A topic that is not there names nothing: that is logged, and `/ready` says so too.
    """
    try:
        named = await _named(kafka, prefix + KeyErased.topic)
    except (KafkaError, OSError, TimeoutError) as error:
        raise Unavailable(f"erasures can't be read: {type(error).__name__}") from None
    if named is None:
        log.warning("no-erasures-topic", topic=prefix + KeyErased.topic)
        return 0
    names = sorted(named)
    for first in range(0, len(names), KEYS_MAX):
        await keys.erase({kid: named[kid] for kid in names[first : first + KEYS_MAX]})
    return len(named)


async def _named(kafka: dict[str, Any], topic: str) -> dict[str, str] | None:
    """By key whose it was, as all that stands in the topic now says; None where there is no such topic."""
    consumer = AIOKafkaConsumer(**kafka, enable_auto_commit=False, auto_offset_reset="earliest")
    try:
        await consumer.start()
        if topic not in await consumer.topics():
            return None
        await consumer._client.add_topic(topic)
        places = [TopicPartition(topic, number) for number in sorted(consumer.partitions_for_topic(topic) or ())]
        if not places:
            raise TimeoutError  # it is there, so its partitions will be known in a moment
        consumer.assign(places)
        ends = await consumer.end_offsets(places)
        found: dict[str, str] = {}
        while waiting := [place for place in places if await consumer.position(place) < ends[place]]:
            for records in (await consumer.getmany(*waiting, timeout_ms=WAIT_MS)).values():
                for record in records:
                    found |= _said(record.value)
        return found
    finally:
        await end(consumer)


def _said(value: bytes | None) -> dict[str, str]:
    """Whatever is no such event names nothing: it is nobody's order to forget. Whose clock said when is no matter."""
    event = decode_value(KeyErased.topic, value, EVER)
    return {event.subject: event.data.borrower} if isinstance(event, KeyErased) else {}
