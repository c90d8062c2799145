"""Where a fact belongs: now, later, or nowhere any more. Topics overtake each other, so all three happen.

A fact about something that does not exist yet is remembered; one about something that is over is refused. Numbers in
names (requests, bookings, versions) tell which of the two it is.
"""

from __future__ import annotations

from shared.decision import Decision, accept, refuse

from .appointment import (
    Agreed,
    Appointment,
    Booking,
    Closed,
    Held,
    Idle,
    InDoubt,
    Living,
    Offered,
    Permitted,
    WithAgreement,
)
from .changes import Remembered
from .facts import Answered, Arrived, Crewed, Delivered, Departed, Ended, Fact, Quoted, Requested, Uncrewed, Undelivered
from .names import booking_number, notice_intent, offer_intent, request_number


def place(case: Appointment, fact: Fact) -> Decision | None:
    """A refusal, a remembering, or None: it belongs here and now."""
    stage = case.stage
    if isinstance(stage, Closed) and fact.visit == stage.visit:
        late = isinstance(fact, Departed | Arrived | Ended)
        return None if late else refuse("already-closed", f"{stage.how}: {stage.cause}")
    if fact.visit in case.past:
        return refuse("visit-is-over", "about a visit that is over")
    if isinstance(stage, Idle | Closed):
        return None if isinstance(fact, Requested) else early(fact, "its visit was not requested yet")
    if fact.visit == stage.visit.visit:
        return _within(stage, fact)
    if isinstance(fact, Requested) and isinstance(stage, Held) and stage.braked:
        return None
    return early(fact, "about another visit than the one that is open")


def early(fact: Fact, why: str) -> Decision:
    return accept("came-early", why, Remembered(fact))


def _within(stage: Living, fact: Fact) -> Decision | None:
    match fact:
        case Requested():
            return refuse("already-requested", "this visit is being arranged")
        case Quoted():
            return _request(stage, fact)
        case Crewed() | Uncrewed():
            return _booking(stage, fact)
        case Departed() | Arrived() | Ended():
            return _report(stage, fact)
        case Delivered() | Undelivered():
            return _offer(stage, fact) if fact.text == "offer" else _notice(stage, fact)
        case Answered():
            return _question(stage, fact)
        case _:
            return None


def _request(stage: Living, fact: Quoted) -> Decision | None:
    number = request_number(stage.visit.visit, fact.request)
    if number is None:
        return refuse("not-our-request", "an answer to a question nobody asked")
    if number > stage.tally.asks:
        return early(fact, "answers a question that was not asked yet")
    if number < stage.tally.asks:
        return refuse("answers-an-old-request", f"request {number}, {stage.tally.asks} is the newest")
    return None


def _booking(stage: Living, fact: Crewed | Uncrewed) -> Decision | None:
    if isinstance(stage, WithAgreement) and fact.booking == stage.agreement.booking:
        return None
    return _unknown_booking(stage, fact) or refuse("booking-given-up", "about a booking that was given up")


def _report(stage: Living, fact: Departed | Arrived | Ended) -> Decision | None:
    if isinstance(stage, Booking | Agreed | InDoubt) and fact.booking == stage.agreement.booking:
        return early(fact, "a report before the permit: the receipt may be on its way")
    if isinstance(stage, Permitted) and fact.booking == stage.agreement.booking:
        return None
    return _unknown_booking(stage, fact)


def _unknown_booking(stage: Living, fact: Crewed | Uncrewed | Departed | Arrived | Ended) -> Decision | None:
    number = booking_number(stage.visit.visit, fact.booking)
    if number is None:
        return refuse("not-our-booking", "about a booking nobody made")
    return early(fact, "about a booking that was not made yet") if number > stage.tally.version else None


def _offer(stage: Living, fact: Delivered | Undelivered) -> Decision | None:
    open_ones = stage.offers[-1:] if isinstance(fact, Undelivered) and isinstance(stage, Offered) else ()
    if any(offer.intent == fact.intent for offer in (stage.offers if isinstance(fact, Delivered) else open_ones)):
        return None
    if _was_offered(stage, fact):
        return refuse("offer-is-over", "what became of an offer that is over")
    return early(fact, "about an offer that was not made yet")


def _notice(stage: Living, fact: Delivered | Undelivered) -> Decision | None:
    if fact.intent != notice_intent(stage.visit.visit, fact.version):
        return refuse("not-our-text", "no notice of that version has that name")
    version = stage.tally.version
    if fact.version > version or (fact.version == version and isinstance(stage, Booking)):
        return early(fact, "about a notice that was not given yet")
    if fact.version < version:
        return refuse("notice-of-another-version", f"version {fact.version}, {version} is the newest")
    return None


def _question(stage: Living, fact: Answered) -> Decision | None:
    if fact.answers == "offer" and fact.question is not None and not _was_offered(stage, fact):
        return early(fact, "answers an offer that was not made yet")
    return None


def _was_offered(stage: Living, fact: Delivered | Undelivered | Answered) -> bool:
    intent = fact.question if isinstance(fact, Answered) else fact.intent
    return any(offer_intent(stage.visit.visit, number) == intent for number in range(stage.tally.offers, 0, -1))
