"""What a borrower's reply does. Digits choose a slot of the offer that was answered; words may wish for another time.

An answer counts when it was received before its offer expired, whatever we did meanwhile. One that came later, or whose
slot is gone, is taken as the wish for that time: who answers is not ignored. The newest answer counts, not the one that
is read last: an older "1" that comes to light after "4" is no consent any more.
"""

from __future__ import annotations

from typing import assert_never

from shared.contracts.texts import Wording
from shared.decision import accept, refuse

from .changes import AnswerFollowed, AppointmentDecision, SlotChosen
from .events_out import (
    agreed_wording,
    booking_made,
    check_code_of,
    courtesy_text,
    crew_wording,
    reason_of,
    reserve_time,
    said_back,
)
from .evolve import booked
from .formats import COURTESIES, NEWEST_ANSWER
from .ids import text_intent
from .inputs import BorrowerReply
from .lookup import AppointmentContext
from .slots import reachable, too_near
from .state import OpenStage, Permitted, StageWithAgreement, StageWithCrew, is_untold
from .transitions import grant_wish, hold_visited, take_texts_back, with_first
from .visit_values import OfferedSlot, all_told
from .wish import closed_at


def reply_received(stage: OpenStage, reply: BorrowerReply, context: AppointmentContext) -> AppointmentDecision:
    """What follows from a reply, in every stage of an open visit."""
    if isinstance(stage, Permitted) and stage.crew_is_there:
        return refuse("crew-is-there", "they can talk to each other")
    match reply.choice:
        case "left-to-notifier":
            return refuse("left-to-notifier", "what stops contact or is said about the debt is notifier's to judge")
        case "unclear":
            return refuse("not-understood", "the reply has no single wish in it")
        case "who":
            return _who_comes(stage, reply, context)
        case "other-time" | "slot":
            return _followed(stage, reply, context)
        case _:
            assert_never(reply.choice)


def _followed(stage: OpenStage, reply: BorrowerReply, context: AppointmentContext) -> AppointmentDecision:
    newest = context.appointment.heard_at
    if newest is not None and reply.received_at < newest:
        return refuse("overtaken", "the borrower has answered something else since")
    follow = _slot_picked if reply.choice == "slot" else _other_time
    decision = follow(stage, reply, context)
    if not decision.accepted or context.rules.format < NEWEST_ANSWER:
        return decision
    return with_first(decision, AnswerFollowed(reply.received_at))


def _other_time(stage: OpenStage, reply: BorrowerReply, context: AppointmentContext) -> AppointmentDecision:
    closed = closed_at(reply.named, stage.visit.zone, context.at, context.rules)
    if closed is None:
        return grant_wish(stage, reply.wished, reason_of("other-time", "the borrower wants another time"), context)
    return grant_wish(stage, reply.wished, closed.reason, context, closed=closed.what)


def _slot_picked(stage: OpenStage, reply: BorrowerReply, context: AppointmentContext) -> AppointmentDecision:
    offer = next((offer for offer in stage.offers if offer.intent == reply.question), None)
    if offer is None:
        return refuse("answers-no-offer", "it is a digit, but answers no open offer")
    if not 1 <= reply.digit <= len(offer.slots):
        return refuse("no-such-slot", f"{reply.digit} was not among the slots")
    slot = offer.slots[reply.digit - 1]
    if isinstance(stage, StageWithAgreement):
        if slot.window == stage.agreement.window:
            return refuse("already-agreed", f"{slot.window.local} is agreed")
        changed = reason_of("changed-mind", f"the borrower prefers {slot.window.local} to what was agreed")
        return grant_wish(stage, slot.window.start, changed, context)
    if offer.expires_at is not None and reply.received_at > offer.expires_at:
        # Who answers is not silent: `offers_max` counts the offers that nobody answered, from the newest answer on.
        sentence = "the offer had expired; slots around that time are asked for, and unanswered offers are counted anew"
        late = reason_of("answered-late", sentence, context.rules.answer_cite)
        return grant_wish(stage, slot.window.start, late, context)
    if too_near(slot.window, context.taken(stage.visit), context.rules):
        return hold_visited(stage, context)
    if not reachable(slot.window, context.at, context.rules):
        gone = reason_of("slot-gone", "the window is too close for a notice now", context.rules.lead_cite)
        return grant_wish(stage, slot.window.start, gone, context)
    return _slot_chosen(stage, slot, reply, context)


def _slot_chosen(
    stage: OpenStage, slot: OfferedSlot, reply: BorrowerReply, context: AppointmentContext
) -> AppointmentDecision:
    chosen = SlotChosen(slot.window, reply.by, context.at + context.rules.crew_within)
    after = booked(stage, chosen)
    # A former offer may have been answered while the next one is on its way.
    unsaid = take_texts_back(stage, "answered", context, answered=reply.question)
    effects = (reserve_time(after, context), booking_made(after, context), *unsaid, *said_back(after, context))
    sentence = f"the borrower chose {slot.window.local}"
    return accept("slot-chosen", sentence, chosen, rule=context.rules.consent_cite, effects=effects)


def _who_comes(stage: OpenStage, reply: BorrowerReply, context: AppointmentContext) -> AppointmentDecision:
    if reply.code and context.rules.format >= COURTESIES:
        return _code_checked(stage, reply, context)
    if not isinstance(stage, StageWithCrew):
        return refuse("nobody-assigned", "there is no crew yet to tell of")
    if is_untold(stage):
        # Somebody else may come yet. What was agreed says when it is told.
        intent = text_intent(stage.visit.id, "who", reply.by)
        answer = courtesy_text(stage, "agreed", intent, agreed_wording(stage, context), context)
        return refuse("told-later", "who comes is told nearer to the visit, and when that is", "", answer)
    # The words of a notice are the answer; under an intent of its own, so that its receipt permits nothing.
    intent = text_intent(stage.visit.id, "who", reply.by)
    answer = courtesy_text(stage, "notice", intent, crew_wording(stage, context), context)
    return refuse("who-comes", "the crew and the check code are told", "", answer)


def _code_checked(stage: OpenStage, reply: BorrowerReply, context: AppointmentContext) -> AppointmentDecision:
    """Somebody says a code at the door, or on the telephone, and the borrower asks us whether they are ours.

    Who comes is told to who has the code of the visit as it is now. To any other we say no, and not what is wrong with
    it: a code of another crew, of a visit that was moved, or a made-up one are the same to the borrower.
    """
    known = stage if isinstance(stage, StageWithCrew) and not is_untold(stage) else None
    if known is not None and reply.code == check_code_of(known, context):
        told = Wording(window=known.agreement.window.told(), crew=all_told(known.crew.members))
        intent = text_intent(stage.visit.id, "who", reply.by)
        answer = courtesy_text(stage, "who-comes", intent, told, context)
        return refuse("code-right", "the code is that of the visit: who comes is told", "", answer)
    intent = text_intent(stage.visit.id, "code", reply.by)
    answer = courtesy_text(stage, "code-unknown", intent, Wording(), context)
    return refuse("code-unknown", "a code was asked about that is none of this visit", "", answer)
