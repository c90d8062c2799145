"""A region of collectors on the topic `fleet`, then where they are, one after another, each every so many seconds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from aiokafka import AIOKafkaProducer

from shared.contracts.codec import encode
from shared.contracts.fleet import CollectorRegistered, Fleet, Position, PositionReported, Registration
from shared.contracts.values import Sealed

REGION, ZONE = "porto-centro", "Europe/Lisbon"
BOX_CHARS = 68


def _sealed(collector: str, event: str, field: str) -> Sealed:
    return Sealed(kid=f"c-{collector}", of=event, field=field, box="A" * BOX_CHARS)


def registrations(collectors: int, at: datetime) -> Iterator[Fleet]:
    for number in range(collectors):
        name = f"col-{number:04d}"
        data = Registration(
            collector=name, name=_sealed(name, f"{name}-r", "name"), home=_sealed(name, f"{name}-r", "home"), zone=ZONE
        )
        yield CollectorRegistered(id=f"{name}-r", source="staff", subject=REGION, time=at, data=data)


def positions(number: int, collectors: int, at: datetime) -> Iterator[Fleet]:
    for each in range(number):
        name, told_at = f"col-{each % collectors:04d}", at + timedelta(milliseconds=each)
        data = Position(collector=name, at=told_at, place=_sealed(name, f"p-{each}", "place"))
        yield PositionReported(id=f"p-{each}", source="crew-app", subject=REGION, time=told_at, data=data)


async def feed(connection: dict[str, Any], topic: str, events: Iterator[Fleet]) -> None:
    producer = AIOKafkaProducer(**connection, linger_ms=20, max_batch_size=256 << 10)
    await producer.start()
    try:
        for event in events:
            await producer.send(topic, encode(event), event.subject.encode())
        await producer.flush()
    finally:
        await producer.stop()
