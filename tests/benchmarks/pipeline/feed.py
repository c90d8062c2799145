"""Fills the topic `loans` with overdue loans, one a case, as a bank would send them: sealed, about a kilobyte each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from aiokafka import AIOKafkaProducer

from shared.contracts.codec import encode
from shared.contracts.loans import LoanOverdue, Overdue, Person
from shared.contracts.values import Money, Sealed

BOX_CHARS = {"phone": 56, "name": 64, "address": 92, "home": 68, "officer": 56}


def overdue(number: int, at: datetime) -> LoanOverdue:
    case = f"case-{number:07d}"
    boxes = {
        name: Sealed(kid=f"b-{case}", of=f"{case}-1", field=name, box="A" * chars) for name, chars in BOX_CHARS.items()
    }
    person = Person(
        borrower=case, language="pt", zone="Europe/Lisbon", region="porto-centro", cell="87186e4cbffffff",
        phone_hash=f"{number:064x}", **boxes,
    )  # fmt: skip
    data = Overdue(
        amount=Money(minor=500_000 + number, currency="TWD"), due_since=(at - timedelta(days=40)).date(), person=person
    )
    return LoanOverdue(id=f"{case}-1", source="bank", subject=case, time=at, data=data)


async def feed(connection: dict[str, Any], topic: str, events: int, at: datetime) -> int:
    """Send them all; the bytes of one."""
    producer = AIOKafkaProducer(**connection, linger_ms=20, max_batch_size=256 << 10)
    await producer.start()
    size = 0
    try:
        for number in range(events):
            event = overdue(number, at)
            value = encode(event)
            size = len(value)
            await producer.send(topic, value, event.subject.encode())
        await producer.flush()
    finally:
        await producer.stop()
    return size
