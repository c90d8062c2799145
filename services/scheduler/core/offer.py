"""While an offer is out: its receipt, its loss, and the end of its time. Answers are in `reply`."""

from __future__ import annotations

from shared.decision import accept, refuse
from shared.decision.figures import times
from shared.decision.replaced import replace
from shared.policy.local_time import local_moment

from .changes import AnswerAwaited, AppointmentDecision, OfferDelivered
from .events_out import reason_of
from .inputs import OfferLoss, OfferReceipt
from .lookup import AppointmentContext
from .slots import expiry
from .state import Offered, OpenStage
from .timers import AnswerBackstop, OfferExpiry
from .transitions import ask_anew, close, hold

OVER_CAP = "visit-over-cap"


def offer_delivered(stage: OpenStage, receipt: OfferReceipt, context: AppointmentContext) -> AppointmentDecision:
    """The time to answer runs from the delivery, whatever happened meanwhile."""
    offer = next(offer for offer in stage.offers if offer.intent == receipt.intent)
    if offer.expires_at is not None:
        return refuse("already-delivered", "the receipt of this offer is known")
    expires = expiry(offer, receipt.at, context.rules)
    change = OfferDelivered(offer.intent, expires, max(expires, context.at) + context.rules.grace)
    return accept("offer-delivered", f"an answer counts until {local_moment(expires, stage.visit.zone)}", change)


def offer_lost(stage: Offered, loss: OfferLoss, context: AppointmentContext) -> AppointmentDecision:
    """A lost offer holds the visit; one in doubt may be answered yet."""
    if stage.offers[-1].expires_at is not None:
        return refuse("already-delivered", f"it was delivered before it was {loss.how}")
    if loss.how == "in-doubt":
        return refuse("offer-in-doubt", "nobody knows whether it arrived; an answer would tell")
    if loss.over_cap:
        return _over_cap(stage, loss, context)
    reason = reason_of("offer-not-delivered", f"the offer was {loss.how}: {loss.cause}", loss.rule)
    return hold(stage, reason, "channel", context.rules.look_again, context)


def _over_cap(stage: Offered, loss: OfferLoss, context: AppointmentContext) -> AppointmentDecision:
    """notifier did not send it, because a visit then would be one contact too many: look for later windows.

    It was never made, so it is none of the offers that a borrower may leave unanswered. Not for ever.
    """
    if loss.until is None or stage.tally.capped >= context.rules.over_caps_max:
        none = reason_of(OVER_CAP, f"no visit within the caps was found, {times(stage.tally.capped)} before", loss.rule)
        return hold(stage, none, "ledger", context.rules.look_again, context)
    later = reason_of(
        OVER_CAP, f"within the caps a visit fits from {local_moment(loss.until, stage.visit.zone)} on", loss.rule
    )
    unsent = replace(stage, offers=stage.offers[:-1])
    return ask_anew(unsent, "over-cap", later, context, around=stage.around, not_before=loss.until, closed=stage.closed)


def offer_expired(
    stage: Offered, timer: OfferExpiry | AnswerBackstop, context: AppointmentContext
) -> AppointmentDecision:
    """Not answered: one more offer, then the visit is given up and notifier goes on."""
    rules = context.rules
    # An answer that was received in time counts, also when we were away and it lies unread behind this timer.
    if context.at - timer.due_at > rules.late_wake:
        waits = AnswerAwaited(context.at + rules.grace)
        return accept("woke-late", "answers from before the deadline may still be unread", waits)
    if stage.tally.unanswered + 1 < rules.unanswered_max:
        return ask_anew(
            stage,
            "unanswered",
            reason_of("no-answer", "the offer was not answered; one more is made", rules.answer_cite),
            context,
        )
    reason = reason_of("no-answer", f"{rules.unanswered_max} offers were not answered", rules.answer_cite)
    return close(stage, "expired", reason, context)
