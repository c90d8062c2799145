"""The bank's customers as whoever drives the world sees them: by case, with a masked number, and how they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from services.sandbox.bank import LoanAccount
from services.sandbox.phones.conversations import Speaker, SpokenText

CustomerStanding = Literal["current", "overdue", "paid", "plan", "dispute"]
NUMBER = re.compile(r"\+\d[\d ]{5,}\d")
SHOWN_DIGITS = 3


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """`owes_minor` is what is overdue, or would be. `waits` is how many texts the phone got since it last spoke."""

    case: str
    number: str
    language: str
    region: str
    standing: CustomerStanding
    owes_minor: int
    currency: str
    texts: int
    waits: int
    last_at: datetime | None


def standing(account: LoanAccount) -> CustomerStanding:
    if not account.said:
        return "current"
    if account.cured:
        return "paid"
    if account.disputed:
        return "dispute"
    return "plan" if account.plan else "overdue"


def customer(account: LoanAccount, texts: Sequence[SpokenText], currency: str) -> CustomerRow:
    borrower = account.borrower
    return CustomerRow(
        case=account.debt.case,
        number=masked(borrower.phone),
        language=borrower.language,
        region=borrower.home.region,
        standing=standing(account),
        owes_minor=account.outstanding_minor or account.debt.amount_minor,
        currency=currency,
        texts=len(texts),
        waits=waiting(each.by for each in texts),
        last_at=texts[-1].at if texts else None,
    )


def waiting(speakers: Iterable[Speaker]) -> int:
    """How many of the lender's texts came last, without an answer."""
    count = 0
    for by in speakers:
        count = count + 1 if by == "lender" else 0
    return count


def ordered(rows: Iterable[CustomerRow]) -> list[CustomerRow]:
    """Whose phone moved last comes first; those whose phone never rang follow by case."""
    known = sorted((row for row in rows if row.last_at is not None), key=lambda row: row.case)
    silent = sorted((row for row in rows if row.last_at is None), key=lambda row: (row.standing != "overdue", row.case))
    return sorted(known, key=lambda row: row.last_at.timestamp() if row.last_at else 0.0, reverse=True) + silent


def masked(number: str) -> str:
    """`+35190••••012`: the country and the last digits."""
    return f"{number[:4]}{'•' * max(0, len(number) - 4 - SHOWN_DIGITS)}{number[-SHOWN_DIGITS:]}"


def without_numbers(body: str) -> str:
    """A text with every telephone number masked, as nothing of the console shows one."""
    return NUMBER.sub(lambda found: masked(found[0].replace(" ", "")), body)
