"""While the notice is out: its receipt completes the permit; its loss, doubt or lateness does not.

No receipt, no permit; no permit, no visit.
"""

from __future__ import annotations

from shared.contracts.appointments import AppointmentHeld, AppointmentNoticed, AppointmentPermitted
from shared.decision import accept, refuse

from .changes import AppointmentDecision, NoticeDoubted, PermitGiven, ReceiptAwaited
from .events_out import appointment_event, reason_of
from .evolve import permitted
from .inputs import NoticeLoss, NoticeReceipt
from .lookup import AppointmentContext
from .notice import remind_at
from .permit import Missing, check
from .state import Agreed, InDoubt
from .timers import NoticeDeadline
from .transitions import hold, move

BY_US = frozenset({"notice-too-late", "receipt-too-late"})


def notice_delivered(
    stage: Agreed | InDoubt, receipt: NoticeReceipt, context: AppointmentContext
) -> AppointmentDecision:
    """The carrier's receipt for this version's notice: a permit, or the rule that stands against it."""
    rules, window = context.rules, stage.agreement.window
    lines = check(stage, receipt, context)
    if isinstance(lines, Missing):
        return _without_permit(stage, lines, context)
    given = PermitGiven(
        lines,
        noticed_at=receipt.at,
        report_by=window.end + rules.outcome_within,
        remind_at=remind_at(window, receipt.at, context.at, rules),
        look_at=window.start - rules.last_look,
    )
    after = permitted(stage, given)
    noticed = reason_of("notice-delivered", next(line.text for line in lines if line.rule == "notice-delivered"))
    complete = reason_of(
        "permit-complete", f"{len(lines)} rules, each with the event that satisfied it", rules.lead_cite
    )
    effects = [
        appointment_event(AppointmentNoticed, after, noticed, context),
        appointment_event(AppointmentPermitted, after, complete, context, permit=lines),
    ]
    return accept(complete.code, noticed.text, given, rule=complete.rule, effects=effects)


def _without_permit(stage: Agreed | InDoubt, missing: Missing, context: AppointmentContext) -> AppointmentDecision:
    reason = reason_of(missing.rule, missing.why, missing.cite)
    # Where only time was lost, another window mends it; the rest is for a person to look at.
    if missing.rule in BY_US:
        return move(stage, reason, stage.agreement.window.start, context)
    if missing.rule == "visiting-stopped":
        return hold(stage, reason, "switch", context.rules.look_stopped, context)
    return hold(stage, reason, "operator", context.rules.look_operator, context)


def notice_lost(stage: Agreed | InDoubt, loss: NoticeLoss, context: AppointmentContext) -> AppointmentDecision:
    """A lost notice holds the visit. One in doubt does too, but is waited for: it is never said twice."""
    if loss.how != "in-doubt":
        reason = reason_of(f"notice-{loss.how}", f"the notice was {loss.how}: {loss.cause}", loss.rule)
        return hold(stage, reason, "channel", context.rules.look_again, context)
    if isinstance(stage, InDoubt):
        return refuse("known-in-doubt", "the notice is in doubt already")
    doubt = "nobody knows whether the notice arrived; no permit without a receipt"
    reason = reason_of("notice-in-doubt", doubt)
    told = appointment_event(AppointmentHeld, stage, reason, context)
    return accept(reason.code, reason.text, NoticeDoubted(), effects=[told])


def notice_overdue(stage: Agreed | InDoubt, timer: NoticeDeadline, context: AppointmentContext) -> AppointmentDecision:
    """No receipt in time: another time, once; then a person."""
    rules, window = context.rules, stage.agreement.window
    # A receipt from before the deadline counts though it is read later; but not so late that no crew can be told.
    was_away = context.at - timer.due_at > rules.late_wake
    if was_away and context.at + rules.grace < window.start - rules.permit_ahead:
        waits = ReceiptAwaited(context.at + rules.grace)
        return accept("woke-late", "a receipt from before the deadline may still be unread", waits)
    reason = reason_of(
        "notice-not-delivered", "the receipt of the notice did not come by the deadline", rules.lead_cite
    )
    return move(stage, reason, window.start, context)
