"""While an offer is out: its receipt, its loss, and the end of its time. Answers are in `answers`."""

from __future__ import annotations

from dataclasses import replace

from shared.decision import Decision, TimerDue, refuse

from .appointment import Living, Offered
from .changes import AnswerAwaited, OfferDelivered
from .courses import ask_anew, close, hold
from .facts import Delivered, Undelivered
from .moment import Course, Moment
from .offer import expiry
from .telling import why

OVER_CAP = "visit-over-cap"


def delivered(m: Moment, stage: Living, fact: Delivered) -> Decision:
    """The time to answer runs from the delivery, whatever happened meanwhile."""
    offer = next(offer for offer in stage.offers if offer.intent == fact.intent)
    if offer.expires_at is not None:
        return refuse("already-delivered", "the receipt of this offer is known")
    expires = expiry(offer, fact.at, m.rules)
    change = OfferDelivered(offer.intent, expires, max(expires, m.at) + m.rules.grace)
    return Course((change,)).because("offer-delivered", f"an answer counts until {expires:%Y-%m-%d %H:%M} UTC")


def undelivered(m: Moment, stage: Offered, fact: Undelivered) -> Decision:
    """A lost offer holds the visit; one in doubt may be answered yet."""
    offer = stage.offer
    assert offer is not None
    if offer.expires_at is not None:
        return refuse("already-delivered", f"delivered before it was {fact.how}")
    if fact.how == "in-doubt":
        return refuse("offer-in-doubt", "nobody knows whether it arrived; an answer would tell")
    if fact.over_cap:
        return _over_cap(m, stage, fact)
    reason = why("offer-not-delivered", f"the offer was {fact.how}: {fact.cause}", fact.rule)
    return hold(m, stage, reason, "channel", m.rules.look_again).because(reason.code, reason.text, reason.rule)


def _over_cap(m: Moment, stage: Offered, fact: Undelivered) -> Decision:
    """notifier did not send it, because a visit then would be one contact too many: look for later windows.

    It was never made, so it is none of the offers that a borrower may leave unanswered. Not for ever.
    """
    if fact.until is None or stage.tally.capped >= m.rules.over_caps_max:
        reason = why(OVER_CAP, f"no visit within the caps was found, {stage.tally.capped} times before", fact.rule)
        return hold(m, stage, reason, "ledger", m.rules.look_again).because(reason.code, reason.text, reason.rule)
    unsent = replace(stage, offers=stage.offers[:-1])
    asked = ask_anew(m, unsent, "over-cap", stage.around, fact.until)
    return asked.because(OVER_CAP, f"within the caps a visit fits from {fact.until:%Y-%m-%d %H:%M} UTC on", fact.rule)


def time_is_up(m: Moment, stage: Offered, timer: TimerDue) -> Decision:
    """No answer: one more offer, then the visit is given up and notifier goes on."""
    if m.at - timer.due_at > m.rules.late_wake:
        waits = Course((AnswerAwaited(m.at + m.rules.grace),))
        return waits.because("woke-late", "answers from before the deadline may still be unread")
    if stage.tally.unanswered + 1 < m.rules.unanswered_max:
        return ask_anew(m, stage, "unanswered").because("no-answer", "one more offer", m.rules.answer_cite)
    reason = why("no-answer", f"{m.rules.unanswered_max} offers without an answer", m.rules.answer_cite)
    return close(m, stage, "expired", reason).because(reason.code, reason.text, reason.rule)
