"""From a customer to an overdue loan: when it enters, how old and large it is, which payments come by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from .customers import MINOR_PER_DOLLAR, Customer

MONTH_DAYS = 30
EARLY_SHARE = 0.8
EARLY_DAYS, LATER_DAYS = 3, 18


@dataclass(frozen=True, slots=True)
class Instalment:
    """A payment that the data shows, at its virtual moment. `cures`: nothing is overdue after it."""

    at: datetime
    minor: int
    cures: bool


@dataclass(frozen=True, slots=True)
class Debt:
    """`amount_minor` is the whole bill; `due_since` lies `months_late` months back, less some days by seed."""

    case: str
    customer: Customer
    enters_at: datetime
    due_since: date
    amount_minor: int
    instalments: tuple[Instalment, ...]


def debt_of(case: str, customer: Customer, begins: datetime, random: Random) -> Debt:
    """The loan of `customer`, in a world that begins at `begins`."""
    days = EARLY_DAYS if random.random() < EARLY_SHARE else LATER_DAYS
    # The bank's nightly run reports before the day's contact hours.
    enters = begins if random.random() < 0.25 else begins + timedelta(days=random.randrange(days))
    dpd = customer.months_late * MONTH_DAYS - random.randrange(MONTH_DAYS)
    return Debt(
        case=case,
        customer=customer,
        enters_at=enters,
        due_since=enters.date() - timedelta(days=dpd),
        amount_minor=customer.bill * MINOR_PER_DOLLAR,
        instalments=tuple(_instalments(customer, enters, random)),
    )


def _instalments(customer: Customer, enters: datetime, random: Random) -> list[Instalment]:
    found = []
    for month, dollars in enumerate((customer.paid_next, customer.paid_after)):
        if dollars > 0:
            day = timedelta(
                days=month * MONTH_DAYS + random.randrange(2, MONTH_DAYS), minutes=30 * random.randrange(16)
            )
            found.append((enters + day, dollars, month == 0 and not customer.late_next))
    if not found:
        return []
    made = []
    for n, (at, dollars, cures) in enumerate(found):
        made.append(Instalment(at, dollars * MINOR_PER_DOLLAR, cures or n == len(found) - 1))
        if made[-1].cures:
            break
    return made
