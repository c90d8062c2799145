"""What a borrower wrote lately, as the topic `replies` still has it: their words, and what they were read as."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from deploy.local.user_error import UserError
from shared.contracts.codec import decode_value
from shared.contracts.texts import ReplyUnderstood
from shared.privacy.keys import KeyRing
from shared.runtime.kafka.log_ranges import LogRanges
from shared.runtime.ports import Unavailable

from ..target import Target
from . import streams
from .known_of_a_person import opened


async def replies_of(target: Target, ring: KeyRing, cases: Collection[str]) -> list[dict[str, Any]]:
    """Oldest first. Raises `UserError` when Kafka can't be reached."""
    kafka = {**target.kafka_options(), "request_timeout_ms": streams.START_MS}
    log = LogRanges(kafka, target.kafka().topic_prefix)
    found: list[ReplyUnderstood] = []
    try:
        async for record in log.read(await log.of(ReplyUnderstood.topic)):
            event = decode_value(ReplyUnderstood.topic, record.value, target.clock().now())
            if isinstance(event, ReplyUnderstood) and event.subject in cases:
                found.append(event)
    except Unavailable as error:
        raise UserError(f"Replies can't be read ({error}).", "See ./doorstep status, and try again.") from None
    return [
        {
            "case": event.subject,
            "received_at": event.data.received_at,
            "words": await opened(ring, event.data.words.model_dump_json(), "words"),
            "read_as": [meaning.kind for meaning in event.data.meanings],
        }
        for event in sorted(found, key=lambda event: event.data.received_at)
    ]
