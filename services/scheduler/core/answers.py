"""What a borrower's reply does. Digits choose a slot of the offer that was answered; words may wish for another time.

An answer counts when it was received before its offer expired, whatever we did meanwhile. One that came later, or whose
slot is gone, is taken as the wish for that time: who answers is not ignored.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.contracts.appointments import AppointmentMoved
from shared.contracts.values import Slot
from shared.decision import Decision, Effect, refuse

from .appointment import Booking, Living, Offer, Offered, Permitted, WithAgreement, WithCrew
from .changes import SlotChosen
from .courses import ask_anew, held_visited, hold, say
from .facts import Answered
from .moment import Course, Moment
from .names import text_intent
from .offer import reachable
from .telling import Reserve, book, crew_wording, told, untext, why


def answered(m: Moment, stage: Living, fact: Answered) -> Decision:
    """What follows from a reply, in every stage of a living visit."""
    if isinstance(stage, Permitted) and stage.arrived_at is not None:
        return refuse("crew-is-there", "they can talk to each other")
    match fact.choice:
        case "left-to-notifier":
            return refuse("left-to-notifier", "what stops contact or is said about the debt is notifier's to judge")
        case "unclear":
            return refuse("not-understood", "no single wish in it")
        case "who":
            return _who(m, stage, fact)
        case "other-time":
            return wish(m, stage, fact.wished, "other-time", "the borrower wants another time")
        case _:
            return _picked(m, stage, fact)


def _picked(m: Moment, stage: Living, fact: Answered) -> Decision:
    offer = _offer_of(stage, fact)
    if offer is None:
        return refuse("answers-no-offer", "a digit, but no open offer that it answers")
    if not 1 <= fact.digit <= len(offer.slots):
        return refuse("no-such-slot", f"{fact.digit} was not among the slots")
    slot = offer.slots[fact.digit - 1]
    if isinstance(stage, WithAgreement):
        if slot.window == stage.agreement.window:
            return refuse("already-agreed", f"{slot.window.local} is agreed")
        return wish(m, stage, slot.window.start, "changed-mind", f"{slot.window.local} rather than what was agreed")
    if offer.expires_at is not None and fact.received_at > offer.expires_at:
        return wish(m, stage, slot.window.start, "answered-late", "the offer had expired; looking around that time")
    if m.is_taken(stage, slot.window):
        return held_visited(m, stage)
    if not reachable(slot.window, m.at, m.rules):
        return wish(m, stage, slot.window.start, "slot-gone", "too close for a notice now")
    return _choose(m, stage, slot, fact)


def _choose(m: Moment, stage: Living, slot: Slot, fact: Answered) -> Decision:
    chosen = SlotChosen(slot.window, fact.by, m.at + m.rules.crew_within)
    booked = m.then(chosen).case.stage
    assert isinstance(booked, Booking)
    booking, window = booked.agreement.booking, slot.window
    effects: list[Effect] = [
        Reserve(booking, m.case.case, stage.visit.borrower, window.start, window.end),
        book(m.case, booked),
    ]
    if isinstance(stage, Offered) and stage.offer is not None and stage.offer.intent != fact.question:
        # A former offer was answered while the next one may be on its way.
        effects.append(untext(m.case.case, stage.visit.visit, stage.offer.intent, "answered"))
    course = Course((chosen,), tuple(effects))
    return course.because("slot-chosen", f"the borrower chose {window.local}", m.rules.consent_cite)


def wish(m: Moment, stage: Living, around: datetime | None, reason: str, text: str) -> Decision:
    """Look for another time, because of the borrower. Not for ever."""
    if stage.tally.wishes >= m.rules.wishes_max:
        many = why("many-wishes", f"asked for another time {stage.tally.wishes} times before")
        return hold(m, stage, many, "operator", m.rules.look_operator).because(many.code, many.text)
    if around is None:
        around = _beyond(stage)
    asked = ask_anew(m, stage, "wish", around)
    if isinstance(stage, WithAgreement):
        moved = told(AppointmentMoved, m.case.case, stage, why(reason, text), m.rules)
        asked = Course(asked.changes, (moved, *asked.effects))
    return asked.because(reason, text)


def _beyond(stage: Living) -> datetime | None:
    """Another time, but none named: beyond what was offered."""
    return max(slot.window.end for slot in stage.offer.slots) + timedelta(days=1) if stage.offer is not None else None


def _who(m: Moment, stage: Living, fact: Answered) -> Decision:
    if not isinstance(stage, WithCrew):
        return refuse("nobody-assigned", "there is no crew yet to tell of")
    # The words of a notice are the answer; under a name of its own, so that its receipt permits nothing.
    intent = text_intent(stage.visit.visit, "who", fact.by)
    answer = say(m, stage, "notice", intent, crew_wording(stage, m.rules))
    return refuse("who-comes", "the crew and the check code are told", "", answer)


def _offer_of(stage: Living, fact: Answered) -> Offer | None:
    return next((offer for offer in stage.offers if offer.intent == fact.question), None)
