"""What can happen to an appointment. Each change is kept as history for ever; folding them gives the state.

`kind` and fields are stored: a kind is never given another meaning, and none is taken away. A change carries what
happened, so that what is decided differently later leaves old histories as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.texts import ClosedTime
from shared.contracts.values import Member, PermitLine, Slot, Window
from shared.decision import Decision

from .inputs import EventInput
from .state import Ending, RequestedVisit, WaitsFor

AskReason = Literal["unanswered", "wish", "move", "missed", "look", "alternatives", "over-cap"]


@dataclass(frozen=True, slots=True)
class Remembered:
    """An input came before what it is about."""

    fact: EventInput
    kind: Literal["remembered"] = "remembered"


@dataclass(frozen=True, slots=True)
class Recalled:
    """A remembered input (by its event) found its place, or has none any more."""

    by: str
    kind: Literal["recalled"] = "recalled"


@dataclass(frozen=True, slots=True)
class Barred:
    collectors: tuple[str, ...]
    kind: Literal["barred"] = "barred"


@dataclass(frozen=True, slots=True)
class AnswerFollowed:
    """What the borrower answered was done, or goes to a person; `at` is when it was received."""

    at: datetime
    kind: Literal["answer-followed"] = "answer-followed"


@dataclass(frozen=True, slots=True)
class VisitTaken:
    visit: RequestedVisit
    quote_by: datetime
    kind: Literal["visit-taken"] = "visit-taken"


@dataclass(frozen=True, slots=True)
class SlotsAskedAnew:
    """The router is asked anew, for windows not before that moment; an agreement there was is given up.

    `over-cap`: the newest offer was never sent. `closed`: the borrower wished for a time that the rules close.
    """

    because: AskReason
    quote_by: datetime
    around: datetime | None = None
    not_before: datetime | None = None
    kind: Literal["asked"] = "asked"
    closed: Annotated[ClosedTime | None, Field(exclude_if=lambda closed: closed is None)] = None


@dataclass(frozen=True, slots=True)
class AskRepeated:
    quote_by: datetime
    kind: Literal["ask-repeated"] = "ask-repeated"


@dataclass(frozen=True, slots=True)
class FoundEmpty:
    """The router has nothing to offer."""

    kind: Literal["found-empty"] = "found-empty"


@dataclass(frozen=True, slots=True)
class OfferMade:
    slots: tuple[Slot, ...]
    answer_by: datetime
    kind: Literal["offer-made"] = "offer-made"


@dataclass(frozen=True, slots=True)
class OfferDelivered:
    """The time to answer that offer is known; `answer_by` counts while it is the newest and open."""

    intent: UUID
    expires_at: datetime
    answer_by: datetime
    kind: Literal["offer-delivered"] = "offer-delivered"


@dataclass(frozen=True, slots=True)
class AnswerAwaited:
    """We were away when the time was up; answers may be waiting to be read."""

    answer_by: datetime
    kind: Literal["answer-awaited"] = "answer-awaited"


@dataclass(frozen=True, slots=True)
class SlotChosen:
    window: Window
    by: str
    crew_by: datetime
    kind: Literal["slot-chosen"] = "slot-chosen"


@dataclass(frozen=True, slots=True)
class BookingRepeated:
    crew_by: datetime
    kind: Literal["booking-repeated"] = "booking-repeated"


@dataclass(frozen=True, slots=True)
class CrewFound:
    """The first crew of a booking, or another one: then the version grows and the borrower must hear of it anew.

    `notice_at`: the borrower is told of it later. Whoever comes instead before that is nothing to hear anew.
    """

    members: tuple[Member, ...]
    number: int
    by: str
    receipt_by: datetime
    kind: Literal["crew-found"] = "crew-found"
    notice_at: Annotated[datetime | None, Field(exclude_if=lambda at: at is None)] = None


@dataclass(frozen=True, slots=True)
class NoticeGiven:
    """It was time to tell the borrower who comes."""

    kind: Literal["notice-given"] = "notice-given"


@dataclass(frozen=True, slots=True)
class NoticeDoubted:
    kind: Literal["notice-doubted"] = "notice-doubted"


@dataclass(frozen=True, slots=True)
class ReceiptAwaited:
    """We were away at the deadline; a receipt may be waiting to be read."""

    receipt_by: datetime
    kind: Literal["receipt-awaited"] = "receipt-awaited"


@dataclass(frozen=True, slots=True)
class PermitGiven:
    lines: tuple[PermitLine, ...]
    noticed_at: datetime
    report_by: datetime
    remind_at: datetime | None
    look_at: datetime
    kind: Literal["permit-given"] = "permit-given"


@dataclass(frozen=True, slots=True)
class VisitReminded:
    kind: Literal["reminded"] = "reminded"


@dataclass(frozen=True, slots=True)
class LookedLast:
    kind: Literal["looked-last"] = "looked-last"


@dataclass(frozen=True, slots=True)
class CrewSeen:
    what: Literal["departed", "arrived"]
    at: datetime
    kind: Literal["crew-seen"] = "crew-seen"


@dataclass(frozen=True, slots=True)
class ReportAwaited:
    """We were away when the report was due; it may be waiting to be read."""

    report_by: datetime
    kind: Literal["report-awaited"] = "report-awaited"


@dataclass(frozen=True, slots=True)
class HeldBack:
    """An agreement there was is given up."""

    reason: str
    waits_for: WaitsFor
    look_at: datetime
    braked: bool = False
    kind: Literal["held-back"] = "held-back"


@dataclass(frozen=True, slots=True)
class StillHeld:
    look_at: datetime
    kind: Literal["still-held"] = "still-held"


@dataclass(frozen=True, slots=True)
class VisitClosed:
    """Over. A report that comes after the end says how it really ended."""

    how: Ending
    cause: str
    at: datetime
    kind: Literal["visit-closed"] = "visit-closed"


StageChange = (
    SlotsAskedAnew
    | AskRepeated
    | FoundEmpty
    | OfferMade
    | OfferDelivered
    | AnswerAwaited
    | SlotChosen
    | BookingRepeated
    | CrewFound
    | NoticeGiven
    | NoticeDoubted
    | ReceiptAwaited
    | PermitGiven
    | VisitReminded
    | LookedLast
    | CrewSeen
    | ReportAwaited
    | HeldBack
    | StillHeld
)
AppointmentChange = Annotated[
    Remembered | Recalled | Barred | AnswerFollowed | VisitTaken | VisitClosed | StageChange,
    Field(discriminator="kind"),
]
AppointmentDecision = Decision[AppointmentChange]
