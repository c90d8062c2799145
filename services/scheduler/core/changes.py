"""What can happen to an appointment. Each change is kept as history for ever; folding them gives the state.

`kind` and fields are stored: a kind is never given another meaning, and none is taken away. A change carries what
happened, so that what is decided differently later leaves old histories as they are.
"""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from msgspec import Struct

from shared.contracts.texts import ClosedTime
from shared.decision import Decision
from shared.decision.documents import Documents, written
from shared.decision.kept_values import Moment

from .state import Ending, RequestedVisit, WaitsFor
from .stored_inputs import EarlyInput
from .visit_values import ArrivalWindow, CrewMember, OfferedSlot, PermitGround

AskReason = Literal["unanswered", "wish", "move", "missed", "look", "alternatives", "over-cap"]


class Remembered(Struct, frozen=True, gc=False):
    """An input came before what it is about."""

    fact: EarlyInput
    kind: Literal["remembered"] = "remembered"


class Recalled(Struct, frozen=True, gc=False):
    """A remembered input (by its event) found its place, or has none any more."""

    by: str
    kind: Literal["recalled"] = "recalled"


class Barred(Struct, frozen=True, gc=False):
    collectors: tuple[str, ...]
    kind: Literal["barred"] = "barred"


class AnswerFollowed(Struct, frozen=True, gc=False):
    """What the borrower answered was done, or goes to a person; `at` is when it was received."""

    at: Moment
    kind: Literal["answer-followed"] = "answer-followed"


class VisitTaken(Struct, frozen=True, gc=False):
    visit: RequestedVisit
    quote_by: Moment
    kind: Literal["visit-taken"] = "visit-taken"


class SlotsAskedAnew(Struct, frozen=True, gc=False, omit_defaults=True):
    """The router is asked anew, for windows not before that moment; an agreement there was is given up.

    `over-cap`: the newest offer was never sent. `closed`: the borrower wished for a time that the rules close.
    """

    because: AskReason
    quote_by: Moment
    around: Moment | None = written(None)
    not_before: Moment | None = written(None)
    kind: Literal["asked"] = written("asked")
    closed: ClosedTime | None = None


class AskRepeated(Struct, frozen=True, gc=False):
    quote_by: Moment
    kind: Literal["ask-repeated"] = "ask-repeated"


class FoundEmpty(Struct, frozen=True, gc=False):
    """The router has nothing to offer."""

    kind: Literal["found-empty"] = "found-empty"


class OfferMade(Struct, frozen=True, gc=False):
    slots: tuple[OfferedSlot, ...]
    answer_by: Moment
    kind: Literal["offer-made"] = "offer-made"


class OfferDelivered(Struct, frozen=True, gc=False):
    """The time to answer that offer is known; `answer_by` counts while it is the newest and open."""

    intent: UUID
    expires_at: Moment
    answer_by: Moment
    kind: Literal["offer-delivered"] = "offer-delivered"


class AnswerAwaited(Struct, frozen=True, gc=False):
    """We were away when the time was up; answers may be waiting to be read."""

    answer_by: Moment
    kind: Literal["answer-awaited"] = "answer-awaited"


class SlotChosen(Struct, frozen=True, gc=False):
    window: ArrivalWindow
    by: str
    crew_by: Moment
    kind: Literal["slot-chosen"] = "slot-chosen"


class BookingRepeated(Struct, frozen=True, gc=False):
    crew_by: Moment
    kind: Literal["booking-repeated"] = "booking-repeated"


class CrewFound(Struct, frozen=True, gc=False, omit_defaults=True):
    """The first crew of a booking, or another one: then the version grows and the borrower must hear of it anew.

    `notice_at`: the borrower is told of it later. Whoever comes instead before that is nothing to hear anew.
    """

    members: tuple[CrewMember, ...]
    number: int
    by: str
    receipt_by: Moment
    kind: Literal["crew-found"] = written("crew-found")
    notice_at: Moment | None = None


class NoticeGiven(Struct, frozen=True, gc=False):
    """It was time to tell the borrower who comes."""

    kind: Literal["notice-given"] = "notice-given"


class NoticeDoubted(Struct, frozen=True, gc=False):
    kind: Literal["notice-doubted"] = "notice-doubted"


class ReceiptAwaited(Struct, frozen=True, gc=False):
    """We were away at the deadline; a receipt may be waiting to be read."""

    receipt_by: Moment
    kind: Literal["receipt-awaited"] = "receipt-awaited"


class PermitGiven(Struct, frozen=True, gc=False):
    lines: tuple[PermitGround, ...]
    noticed_at: Moment
    report_by: Moment
    remind_at: Moment | None
    look_at: Moment
    kind: Literal["permit-given"] = "permit-given"


class VisitReminded(Struct, frozen=True, gc=False):
    kind: Literal["reminded"] = "reminded"


class LookedLast(Struct, frozen=True, gc=False):
    kind: Literal["looked-last"] = "looked-last"


class CrewSeen(Struct, frozen=True, gc=False):
    what: Literal["departed", "arrived"]
    at: Moment
    kind: Literal["crew-seen"] = "crew-seen"


class ReportAwaited(Struct, frozen=True, gc=False):
    """We were away when the report was due; it may be waiting to be read."""

    report_by: Moment
    kind: Literal["report-awaited"] = "report-awaited"


class HeldBack(Struct, frozen=True, gc=False):
    """An agreement there was is given up."""

    reason: str
    waits_for: WaitsFor
    look_at: Moment
    braked: bool = False
    kind: Literal["held-back"] = "held-back"


class StillHeld(Struct, frozen=True, gc=False):
    look_at: Moment
    kind: Literal["still-held"] = "still-held"


class VisitClosed(Struct, frozen=True, gc=False):
    """Over. A report that comes after the end says how it really ended."""

    how: Ending
    cause: str
    at: Moment
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
AppointmentChange = Remembered | Recalled | Barred | AnswerFollowed | VisitTaken | VisitClosed | StageChange
CHANGES: Documents[AppointmentChange] = Documents(AppointmentChange)
AppointmentDecision = Decision[AppointmentChange]
