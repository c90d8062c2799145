"""Loans that fall due and the texts that follow from them: causes in one topic, their effects in another."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiokafka import AIOKafkaProducer

from shared.contracts.catalogue import type_name
from shared.contracts.codec import encode, encode_parts
from shared.contracts.texts import Fate, TextIntended
from shared.ids import derive

from ..counted.people import overdue

INTENDED = type_name(TextIntended)


async def feed(connection: dict[str, Any], prefix: str, events: int, at: datetime) -> int:
    """Send `events` records, each effect after its cause; their mean size in bytes."""
    producer = AIOKafkaProducer(**connection, linger_ms=20, max_batch_size=256 << 10)
    await producer.start()
    sent, size = 0, 0
    try:
        while sent < events:
            cause = overdue(sent, at)
            pair = [("loans", encode(cause)), ("texts", _text(cause.subject, cause.id, at))][: events - sent]
            for topic, value in pair:
                await producer.send(f"{prefix}{topic}", value, cause.subject.encode())
                size += len(value)
            sent += len(pair)
        await producer.flush()
    finally:
        await producer.stop()
    return size // events


def _text(case: str, cause: str, at: datetime) -> bytes:
    fate = Fate(intent=derive("intent", case), kind="reminder-firm", reason="cadence")
    return encode_parts(
        INTENDED, event_id=derive("text", case), source="notifier", subject=case, time=at, cause=cause, trace=None,
        policy="none", data=fate,
    )  # fmt: skip
