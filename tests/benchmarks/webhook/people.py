"""People who owe, as a bank tells of them: sealed, each with a phone of their own and one case."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from aiokafka import AIOKafkaProducer

from shared.contracts.codec import encode
from shared.contracts.loans import LoanOverdue, Overdue, Person
from shared.contracts.values import Money
from shared.privacy.keys import KeyRing
from shared.privacy.master import MasterKeys

from .requests import phone

PLAIN = {"name": "Alda Faia", "address": "Rua das Urzes 1", "home": "41.1,-8.6", "officer": "Nuno Teixo"}


async def overdue(number: int, at: datetime, ring: KeyRing, keys: MasterKeys) -> LoanOverdue:
    case, kid = f"case-{number:07d}", f"b-case-{number:07d}"
    boxes = {
        name: await ring.seal(plain, kid=kid, of=f"{case}-1", field=name)
        for name, plain in {**PLAIN, "phone": phone(number)}.items()
    }
    person = Person(
        borrower=kid, language="pt", zone="Europe/Lisbon", region="porto", cell="87186e4cbffffff",
        phone_hash=keys.phone_hash(phone(number)), **boxes,
    )  # fmt: skip
    due_since = (at - timedelta(days=40)).date()
    data = Overdue(amount=Money(minor=500_000, currency="EUR"), due_since=due_since, person=person)
    return LoanOverdue(id=f"{case}-1", source="bank", subject=case, time=at, data=data)


async def tell(
    connection: dict[str, Any], topic: str, people: int, at: datetime, ring: KeyRing, keys: MasterKeys
) -> None:
    """The bank reports that they all owe."""
    await ring.make(f"b-case-{number:07d}" for number in range(people))
    async with AIOKafkaProducer(**connection, linger_ms=20, max_batch_size=256 << 10) as producer:
        for number in range(people):
            event = await overdue(number, at, ring, keys)
            await producer.send(topic, encode(event), event.subject.encode())
        await producer.flush()
