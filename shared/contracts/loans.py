"""What the bank's core system says about a loan. Key: case id.

Facts come in any order, so each is compared by its time: `time` is when the bank's books had it, or, where `time` is
a value or effective date, `booked_at` is. A booking that is backdated is news all the same.

What makes a record a brake is its type. So a cause that we have no word for is no reason to refuse it, and a hold "for
ever" has no end; producers are held to the schema all the same.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, StringConstraints, ValidationInfo, WrapValidator

from .envelope import Event
from .times import LATEST, NEWS, Day, Instant, Zone
from .values import Amount, Balance, BorrowerId, Cell, Code, Language, LanguageTag, Money, Region, Sealed, Value

UNCLEAR = "unclear"
"""What a cause reads as that is no code. (Where there is none at all, the data may be of another event.)"""


def _cause(value: Any, read: Any, info: ValidationInfo) -> Any:
    if info.context is not NEWS:
        return read(value)
    try:
        return read(value)
    except ValueError:
        return UNCLEAR


def _end(value: Any, info: ValidationInfo) -> Any:
    """9999-12-31 and its like mean that nobody knows the end."""
    endless = info.context is NEWS and isinstance(value, str) and value[:4].isdecimal() and value[4:5] == "-"
    return None if endless and int(value[:4]) >= LATEST.year else value


Why = Annotated[Code, WrapValidator(_cause)]
End = Annotated[Instant | None, BeforeValidator(_end)]


class Person(Value):
    """How the borrower can be reached. Only ids, language, zone, region and a coarse cell are readable.

    `language_tag` says more where two letters are not enough, and counts then: `zh-Hant`, `pt-BR`. A borrower whose
    language we don't write is held for a person, not texted in another.
    """

    borrower: BorrowerId
    language: Language = "en"
    # Not stored as null: a replica of before this field parks a case whose person has a field that it doesn't know.
    language_tag: LanguageTag | None = Field(default=None, exclude_if=lambda tag: tag is None)
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
    """`amount` is what is overdue at the event's `time`; `due_since` is when the oldest unpaid instalment fell due."""

    amount: Money
    due_since: Day
    person: Person
    risk: Annotated[float, Field(strict=True, ge=0, le=1)] | None = None


class Payment(Value):
    """`outstanding` is what is overdue once this is booked: nothing when it is 0 or below (overpaid).

    `booked_at` is when it was booked, where the event's `time` is its value date: then it is what counts.
    """

    amount: Amount
    outstanding: Balance
    booked_at: Instant | None = None


class Reversal(Value):
    """`amount` is what is taken back; `outstanding` is what is overdue after that. `booked_at` as of a payment."""

    amount: Money
    outstanding: Balance
    booked_at: Instant | None = None


class Cause(Value):
    """`cause` is for people and counts; nothing is decided by it.

    `booked_at` is when it was entered, where the event's `time` is the day from which it is effective.
    """

    cause: Why
    booked_at: Instant | None = None


class Hold(Cause):
    """`until` is when it ends by itself; without it only `hold-lifted` ends it. The rest as of any cause."""

    until: End = None


class Details(Value):
    """All that is known of the person from now on, also what did not change."""

    person: Person


class Loan(Event):
    topic: ClassVar[str] = "loans"


class LoanOverdue(Loan):
    """A loan is overdue. May come again, each day or never.

    `time` is the moment of the books it was drawn from (of a nightly run: its cut-off), not when it was sent. Newer
    than a payment in full, or than a closing (a write-off undone, a loan bought back), it opens the case again; older,
    or of the same moment, it does not.
    """

    type: Literal["doorstep.loan.overdue.v1"] = "doorstep.loan.overdue.v1"
    data: Overdue


class PaymentReceived(Loan):
    """A payment was booked; `outstanding` is what is still overdue after it.

    When it was booked counts, not its value date: an overdue event drawn from the books after that has seen it. Send
    the booking's moment as `time`, or the value date and `booked_at`. Nothing outstanding ends all contact. Something
    outstanding after a positive amount earns quiet; after none, or a negative one (a correction, a payment taken back),
    it only says what is owed.
    """

    type: Literal["doorstep.loan.payment-received.v1"] = "doorstep.loan.payment-received.v1"
    data: Payment


class PaymentReversed(Loan):
    """A payment was taken back: a cheque that bounced, a direct debit returned, a booking to the wrong loan.

    `time` is when that was booked, not when the payment was. A loan that was paid is owed again if something is
    outstanding. One that the bank has closed stays closed: only an overdue event opens it.
    """

    type: Literal["doorstep.loan.payment-reversed.v1"] = "doorstep.loan.payment-reversed.v1"
    data: Reversal


class PlanSigned(Loan):
    """The borrower and the bank signed a repayment plan: collection stops. `time` is when it was signed."""

    type: Literal["doorstep.loan.plan-signed.v1"] = "doorstep.loan.plan-signed.v1"
    data: Cause


class PlanBroken(Loan):
    """The plan no longer holds: an instalment was missed, or it was entered in error. `time` is when that was said."""

    type: Literal["doorstep.loan.plan-broken.v1"] = "doorstep.loan.plan-broken.v1"
    data: Cause


class DisputeOpened(Loan):
    """The borrower disputes the debt: collection stops. `time` is when they said so."""

    type: Literal["doorstep.loan.dispute-opened.v1"] = "doorstep.loan.dispute-opened.v1"
    data: Cause


class DisputeClosed(Loan):
    """The dispute is settled, withdrawn, or was entered in error. `time` is when that was decided."""

    type: Literal["doorstep.loan.dispute-closed.v1"] = "doorstep.loan.dispute-closed.v1"
    data: Cause


class HoldSet(Loan):
    """Contact must wait: hardship, bereavement, breathing space, a court. `until` is open when unknown.

    `time` is when it was set. A newer one replaces the older, also with an earlier end.
    """

    type: Literal["doorstep.loan.hold-set.v1"] = "doorstep.loan.hold-set.v1"
    data: Hold


class HoldLifted(Loan):
    """The hold is over, or was set in error. `time` is when it was lifted; what began after that holds on."""

    type: Literal["doorstep.loan.hold-lifted.v1"] = "doorstep.loan.hold-lifted.v1"
    data: Cause


class DetailsCorrected(Loan):
    """The borrower has another number, address, language, zone or officer. `time` is since when that is known."""

    type: Literal["doorstep.loan.details-corrected.v1"] = "doorstep.loan.details-corrected.v1"
    data: Details


class LoanClosed(Loan):
    """The bank closed the case: written off, sold, settled elsewhere, or never overdue.

    When it was closed counts, not from which day that is effective: send that moment as `time`, or the day and
    `booked_at`. A newer overdue event opens the case again.
    """

    type: Literal["doorstep.loan.closed.v1"] = "doorstep.loan.closed.v1"
    data: Cause
