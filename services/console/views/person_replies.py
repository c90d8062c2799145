"""What a borrower wrote lately, as the topic `replies` still has it: their words, and what they were read as."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from shared.contracts.codec import decode_value
from shared.contracts.texts import ReplyUnderstood
from shared.privacy.keys import KeyRing

from ..target import Target
from . import streams
from .known_of_a_person import opened


async def replies_of(target: Target, ring: KeyRing, cases: Collection[str]) -> list[dict[str, Any]]:
    """Oldest first. Raises `UserError` when Kafka can't be reached."""
    options, prefix = target.kafka_options(), target.kafka().topic_prefix
    at = await streams.partitions(options, [prefix + ReplyUnderstood.topic])
    found: list[ReplyUnderstood] = []
    async with streams.consumer(options) as consumer:
        await streams.place(consumer, at, last=None, since_s=0)
        ends = await consumer.end_offsets(at)
        while waiting := [place for place in at if await consumer.position(place) < ends[place]]:
            for records in (await consumer.getmany(*waiting, timeout_ms=streams.POLL_MS)).values():
                for record in records:
                    event = decode_value(ReplyUnderstood.topic, record.value, target.clock().now())
                    if isinstance(event, ReplyUnderstood) and event.subject in cases:
                        found.append(event)
    return [
        {
            "case": event.subject,
            "received_at": event.data.received_at,
            "words": await opened(ring, event.data.words.model_dump_json(), "words"),
            "read_as": [meaning.kind for meaning in event.data.meanings],
        }
        for event in sorted(found, key=lambda event: event.data.received_at)
    ]
