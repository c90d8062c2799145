"""What a bank says of made-up loans: overdue, and what comes later. Boxes are random, as sealed ones look: letters that
repeat would be compressed away by the database."""

from __future__ import annotations

import base64
import random
from datetime import datetime, timedelta

from shared.contracts.loans import (
    Cause,
    Hold,
    HoldLifted,
    HoldSet,
    Loan,
    LoanOverdue,
    Overdue,
    Payment,
    PaymentReceived,
    Person,
)
from shared.contracts.values import Amount, Balance, Money, Sealed

CASE = "case-{:07d}"
BOX_CHARS = {"phone": 56, "name": 64, "address": 92, "home": 68, "officer": 56}
BOXES = 997
_random = random.Random(14)
_boxes = {
    name: [base64.urlsafe_b64encode(_random.randbytes(chars)).decode()[:chars] for _ in range(BOXES)]
    for name, chars in BOX_CHARS.items()
}


def person(number: int, zone: str = "Europe/Lisbon") -> Person:
    case = CASE.format(number)
    boxes = {
        name: Sealed(kid=f"b-{case}", of=f"{case}-1", field=name, box=_boxes[name][number % BOXES])
        for name in BOX_CHARS
    }
    return Person(
        borrower=case, language="pt", zone=zone, region="porto-centro", cell="87186e4cbffffff",
        phone_hash=f"{number:064x}", **boxes,
    )  # fmt: skip


def overdue(number: int, at: datetime, nth: int = 1, zone: str = "Europe/Lisbon") -> LoanOverdue:
    case = CASE.format(number)
    amount = Money(minor=500_000 + nth, currency="TWD")
    data = Overdue(amount=amount, due_since=(at - timedelta(days=2)).date(), person=person(number, zone))
    return LoanOverdue(id=f"{case}-{nth}", source="bank", subject=case, time=at, data=data)


def later(number: int, at: datetime, nth: int) -> Loan:
    """The `nth` word after the first about a case: of four kinds in turn, each newer than what was said before."""
    case = CASE.format(number)
    named = {"id": f"{case}-{nth}", "source": "bank", "subject": case, "time": at}
    match nth % 4:
        case 0:
            return overdue(number, at, nth)
        case 1:
            return HoldSet(**named, data=Hold(cause="hardship", until=at + timedelta(days=9)))
        case 2:
            return HoldLifted(**named, data=Cause(cause="hardship"))
        case _:
            paid = Payment(
                amount=Amount(minor=1_000, currency="TWD"), outstanding=Balance(minor=400_000, currency="TWD")
            )
            return PaymentReceived(**named, data=paid)
