"""Where an input belongs: now, later, or nowhere any more. Topics overtake each other, so all three happen.

What does not exist yet is remembered; what is over is refused. Numbers in ids (requests, bookings, versions) tell which
of the two it is: they are matched, never guessed.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never
from uuid import UUID

from shared.decision import SetTimer, accept, refuse

from .changes import AppointmentDecision, Remembered
from .ids import booking_number, notice_intent, offer_intent, request_number
from .inputs import (
    AppointmentInput,
    Arrival,
    BorrowerReply,
    Complaint,
    CrewAssignment,
    CrewDelay,
    Departure,
    EventInput,
    FieldReport,
    NoCrew,
    NoticeLoss,
    NoticeReceipt,
    OfferLoss,
    OfferReceipt,
    SlotQuote,
    VisitBrake,
    VisitOutcome,
    VisitRequest,
)
from .lookup import AppointmentContext
from .state import (
    Agreed,
    AppointmentState,
    Booked,
    ClosedVisit,
    HeldVisit,
    Idle,
    InDoubt,
    Offered,
    OpenStage,
    Permitted,
    StageWithAgreement,
    VisitStage,
    awaited,
    is_untold,
)
from .timers import VisitTimer


def out_of_order(state: AppointmentState, input: AppointmentInput, at: datetime) -> AppointmentDecision | None:
    """A refusal, a remembering, or None: it belongs here and now, and the table answers it."""
    stage = state.stage
    if isinstance(input, VisitTimer):
        return _timer(stage, input, at)
    if isinstance(input, Complaint):
        return None
    if isinstance(input, CrewDelay):
        return _delay(stage, input)
    if isinstance(stage, ClosedVisit) and input.visit == stage.visit:
        late = isinstance(input, FieldReport)
        return None if late else refuse("already-closed", f"the visit is over: {stage.how}, {stage.cause}")
    if input.visit in state.past:
        return refuse("visit-is-over", "it is about a visit that is over")
    if isinstance(stage, Idle | ClosedVisit):
        return None if isinstance(input, VisitRequest) else _early(input, "its visit was not requested yet")
    if input.visit == stage.visit.id:
        return _of_open_visit(stage, input)
    if isinstance(input, VisitRequest) and isinstance(stage, HeldVisit) and stage.braked:
        return None
    return _early(input, "it is about another visit than the one that is open")


def not_awaited(state: AppointmentState, input: AppointmentInput, context: AppointmentContext) -> AppointmentDecision:
    """It is in its order, but the stage that the case is in waits for nothing like it."""
    return refuse("not-awaited", f"nothing of that kind is awaited while {state.stage.kind}")


def _timer(stage: VisitStage, timer: VisitTimer, at: datetime) -> AppointmentDecision | None:
    due = awaited(stage).get(timer.name)
    if due is None:
        return refuse("timer-not-awaited", f"nothing waits for {timer.name} any more")
    if due > at:
        return refuse("timer-moved", f"{timer.name} is due later now", "", SetTimer(timer.name, due))
    return None


def _early(input: EventInput, why: str) -> AppointmentDecision:
    return accept("came-early", why, Remembered(input))


def _of_open_visit(stage: OpenStage, input: EventInput) -> AppointmentDecision | None:
    match input:
        case VisitRequest():
            return refuse("already-requested", "this visit is being arranged")
        case VisitBrake() | Complaint():
            return None
        case Departure() | Arrival() | VisitOutcome():
            return _report(stage, input)
        case SlotQuote():
            order = _request(stage, input)
        case CrewAssignment() | NoCrew():
            order = _booking(stage, input)
        case OfferReceipt() | OfferLoss():
            order = _offer(stage, input)
        case NoticeReceipt() | NoticeLoss():
            order = _notice(stage, input)
        case BorrowerReply():
            order = _question(stage, input)
        case _:
            assert_never(input)
    # After a brake nothing arranges this visit any more: notifier asks for another one when it may be visited again.
    if order is None and isinstance(stage, HeldVisit) and stage.braked:
        return refuse("braked", f"it is held for {stage.reason}: only another request goes on")
    return order


def _request(stage: OpenStage, quote: SlotQuote) -> AppointmentDecision | None:
    number = request_number(stage.visit.id, quote.request)
    if number is None:
        return refuse("not-our-request", "it answers a question nobody asked")
    if number > stage.tally.asks:
        return _early(quote, "it answers a question that was not asked yet")
    if number < stage.tally.asks:
        return refuse("answers-an-old-request", f"it answers request {number}; {stage.tally.asks} is the newest")
    return None


def _booking(stage: OpenStage, input: CrewAssignment | NoCrew) -> AppointmentDecision | None:
    if isinstance(stage, StageWithAgreement) and input.booking == stage.agreement.booking:
        return None
    return _unknown_booking(stage, input) or refuse("booking-given-up", "it is about a booking that was given up")


def _report(stage: OpenStage, report: FieldReport) -> AppointmentDecision | None:
    if isinstance(stage, Booked | Agreed | InDoubt) and report.booking == stage.agreement.booking:
        return _early(report, "a report before the permit: the receipt may be on its way")
    if isinstance(stage, Permitted) and report.booking == stage.agreement.booking:
        return None
    # Of a booking that was given up: a crew that went all the same is heard, as a visit without a permit.
    return _unknown_booking(stage, report)


def _delay(stage: VisitStage, delay: CrewDelay) -> AppointmentDecision | None:
    """Of a crew that has a permit, or of no use: a permit is told before a crew can be late for it."""
    due = isinstance(stage, Permitted) and delay.booking == stage.agreement.booking
    return None if due else refuse("no-crew-due", "no crew with a permit is on its way for this booking")


def _unknown_booking(stage: OpenStage, input: CrewAssignment | NoCrew | FieldReport) -> AppointmentDecision | None:
    number = booking_number(stage.visit.id, input.booking)
    if number is None:
        return refuse("not-our-booking", "it is about a booking nobody made")
    return _early(input, "it is about a booking that was not made yet") if number > stage.tally.version else None


def _offer(stage: OpenStage, input: OfferReceipt | OfferLoss) -> AppointmentDecision | None:
    # A receipt counts for any offer that may be answered yet; a loss matters for the one that is open.
    open_ones = stage.offers[-1:] if isinstance(stage, Offered) else ()
    candidates = stage.offers if isinstance(input, OfferReceipt) else open_ones
    if any(offer.intent == input.intent for offer in candidates):
        return None
    if _was_offered(stage, input.intent):
        return refuse("offer-is-over", "it is about an offer that is over")
    return _early(input, "it is about an offer that was not made yet")


def _notice(stage: OpenStage, input: NoticeReceipt | NoticeLoss) -> AppointmentDecision | None:
    if input.intent != notice_intent(stage.visit.id, input.version):
        return refuse("not-our-text", "no notice of that version has that name")
    version = stage.tally.version
    if input.version > version or (input.version == version and is_untold(stage)):
        return _early(input, "it is about a notice that was not given yet")
    if input.version < version:
        return refuse("notice-of-another-version", f"it is about version {input.version}; {version} is the newest")
    return None


def _question(stage: OpenStage, reply: BorrowerReply) -> AppointmentDecision | None:
    if reply.answers == "offer" and reply.question is not None and not _was_offered(stage, reply.question):
        return _early(reply, "it answers an offer that was not made yet")
    return None


def _was_offered(stage: OpenStage, intent: UUID) -> bool:
    return any(offer_intent(stage.visit.id, number) == intent for number in range(stage.tally.offers, 0, -1))
