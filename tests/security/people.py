"""Borrowers whose values open, one for each request of the corpus, and the texts that they were sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from shared.contracts.codec import decode
from shared.contracts.loans import LoanOverdue
from shared.privacy.keys import KeyRing
from shared.privacy.master import MasterKeys
from tests.unit.sandbox.twin_on_loopback import TOKEN

from .corpus import NOW, REQUESTS, Target, sound, written
from .corpus.sentinels import ADDRESS, NAME
from .running_notifier import PUBLIC_URL


def phone_of(number: int) -> str:
    """In the range that Ofcom keeps free for fiction."""
    return f"+447700900{100 + number}"


async def overdue(case: str, number: int, ring: KeyRing, keys: MasterKeys) -> LoanOverdue:
    """Twenty days overdue: a reminder goes out at once."""
    phone, borrower = phone_of(number), f"b-{case}"[:60]
    known = {"phone": phone, "name": NAME, "address": ADDRESS, "home": "51.1,0.5", "officer": "Officer"}
    doc = sound(case, NOW)
    doc["data"]["due_since"] = (NOW - timedelta(days=20)).date().isoformat()
    doc["data"]["person"] |= {"borrower": borrower, "phone_hash": keys.phone_hash(phone)}
    for field, value in known.items():
        box = await ring.seal(value, kid=f"b-{borrower}", of=doc["id"], field=field)
        doc["data"]["person"][field] = box.model_dump()
    event = decode("loans", case.encode(), written(doc), NOW)
    assert isinstance(event, LoanOverdue), event
    return event


def targets(rows: Sequence[tuple[str, object, str]]) -> dict[str, Target]:
    """Who is meant by each request, of the rows (case, intent, sid) of the texts that were accepted."""
    texts = {case: (intent, sid) for case, intent, sid in rows}
    cases = [request.case for request in REQUESTS]
    found = {}
    for number, case in enumerate(cases):
        (intent, sid), (another, _) = texts[case], texts[cases[number - 1]]
        found[case] = Target(TOKEN, PUBLIC_URL, intent, sid, phone_of(number), another)  # type: ignore[arg-type]
    return found
