"""What the bank's core system says about a loan. Key: case id."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from .envelope import Event
from .moments import Day, Instant, Zone
from .values import Balance, BorrowerId, Cell, Code, Language, Money, Region, Sealed, Value


class Person(Value):
    """How the borrower can be reached. Only ids, language, zone, region and a coarse cell are readable."""

    borrower: BorrowerId
    language: Language = "en"
    zone: Zone
    region: Region
    cell: Cell
    phone: Sealed
    phone_hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    name: Sealed
    address: Sealed
    home: Sealed
    officer: Sealed


class Overdue(Value):
    amount: Money
    due_since: Day
    person: Person
    risk: Annotated[float, Field(strict=True, ge=0, le=1)] | None = None


class Payment(Value):
    amount: Money
    outstanding: Balance


class Cause(Value):
    cause: Code


class Hold(Value):
    cause: Code
    until: Instant | None = None


class Details(Value):
    person: Person


class Loan(Event):
    topic: ClassVar[str] = "loans"


class LoanOverdue(Loan):
    """A loan is overdue. May come again, each day or never.

    `due_since` is when the oldest unpaid instalment fell due.
    """

    type: Literal["doorstep.loan.overdue.v1"] = "doorstep.loan.overdue.v1"
    data: Overdue


class PaymentReceived(Loan):
    """A payment was booked; `outstanding` is what is still overdue after it."""

    type: Literal["doorstep.loan.payment-received.v1"] = "doorstep.loan.payment-received.v1"
    data: Payment


class PlanSigned(Loan):
    """The borrower and the bank signed a repayment plan: collection stops."""

    type: Literal["doorstep.loan.plan-signed.v1"] = "doorstep.loan.plan-signed.v1"
    data: Cause


class PlanBroken(Loan):
    type: Literal["doorstep.loan.plan-broken.v1"] = "doorstep.loan.plan-broken.v1"
    data: Cause


class DisputeOpened(Loan):
    type: Literal["doorstep.loan.dispute-opened.v1"] = "doorstep.loan.dispute-opened.v1"
    data: Cause


class DisputeClosed(Loan):
    type: Literal["doorstep.loan.dispute-closed.v1"] = "doorstep.loan.dispute-closed.v1"
    data: Cause


class HoldSet(Loan):
    """Contact must wait: hardship, bereavement, breathing space, a court. `until` is open when unknown."""

    type: Literal["doorstep.loan.hold-set.v1"] = "doorstep.loan.hold-set.v1"
    data: Hold


class HoldLifted(Loan):
    type: Literal["doorstep.loan.hold-lifted.v1"] = "doorstep.loan.hold-lifted.v1"
    data: Cause


class DetailsCorrected(Loan):
    type: Literal["doorstep.loan.details-corrected.v1"] = "doorstep.loan.details-corrected.v1"
    data: Details


class LoanClosed(Loan):
    """The bank closed the case: written off, sold, settled elsewhere."""

    type: Literal["doorstep.loan.closed.v1"] = "doorstep.loan.closed.v1"
    data: Cause
