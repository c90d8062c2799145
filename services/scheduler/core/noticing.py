"""While the notice is out: its receipt completes the permit; its loss, doubt or lateness does not.

No receipt, no permit; no permit, no visit.
"""

from __future__ import annotations

from shared.contracts.appointments import AppointmentHeld, AppointmentNoticed, AppointmentPermitted
from shared.decision import Decision, TimerDue, refuse

from .appointment import Agreed, InDoubt, Permitted
from .changes import NoticeDoubted, PermitGiven, ReceiptAwaited
from .courses import hold, move
from .facts import Delivered, Undelivered
from .moment import Course, Moment
from .notice import remind_at
from .permit import Missing, check
from .telling import told, why

BY_US = frozenset({"notice-too-late", "receipt-too-late"})


def delivered(m: Moment, stage: Agreed | InDoubt, fact: Delivered) -> Decision:
    """The carrier's receipt for this version's notice: a permit, or the rule that stands against it."""
    lines = check(m.case.case, stage, fact, m.at, m.context, m.rules)
    if isinstance(lines, Missing):
        return _without_permit(m, stage, lines)
    window = stage.agreement.window
    given = PermitGiven(
        lines,
        noticed_at=fact.at,
        report_by=window.end + m.rules.outcome_within,
        remind_at=remind_at(window, fact.at, m.at, m.rules),
        look_at=window.start - m.rules.last_look,
    )
    permitted = m.then(given).case.stage
    assert isinstance(permitted, Permitted)
    heard = why("notice-delivered", next(line.text for line in lines if line.rule == "notice-delivered"))
    complete = why("permit-complete", f"{len(lines)} rules, each with the event that satisfied it", m.rules.lead_cite)
    said = (
        told(AppointmentNoticed, m.case.case, permitted, heard, m.rules),
        told(AppointmentPermitted, m.case.case, permitted, complete, m.rules, permit=lines),
    )
    return Course((given,), said).because(complete.code, heard.text, complete.rule)


def _without_permit(m: Moment, stage: Agreed | InDoubt, missing: Missing) -> Decision:
    reason = why(missing.rule, missing.why, missing.cite)
    if missing.rule in BY_US:
        return move(m, stage, reason, stage.agreement.window.start).because(reason.code, reason.text, reason.rule)
    if missing.rule == "visiting-stopped":
        return hold(m, stage, reason, "switch", m.rules.look_stopped).because(reason.code, reason.text)
    return hold(m, stage, reason, "operator", m.rules.look_operator).because(reason.code, reason.text, reason.rule)


def undelivered(m: Moment, stage: Agreed | InDoubt, fact: Undelivered) -> Decision:
    """A lost notice holds the visit. One in doubt does too, but is waited for: it is never said twice."""
    if fact.how == "in-doubt":
        if isinstance(stage, InDoubt):
            return refuse("known-in-doubt", "the notice is in doubt already")
        reason = why("notice-in-doubt", "nobody knows whether the notice arrived; no permit without a receipt")
        said = told(AppointmentHeld, m.case.case, stage, reason, m.rules)
        return Course((NoticeDoubted(),), (said,)).because(reason.code, reason.text)
    reason = why(f"notice-{fact.how}", f"the notice was {fact.how}: {fact.cause}", fact.rule)
    return hold(m, stage, reason, "channel", m.rules.look_again).because(reason.code, reason.text, reason.rule)


def deadline_passed(m: Moment, stage: Agreed | InDoubt, timer: TimerDue) -> Decision:
    """No receipt in time: another time, once; then a person."""
    window = stage.agreement.window
    if m.at - timer.due_at > m.rules.late_wake and m.at + m.rules.grace < window.start - m.rules.permit_ahead:
        waits = Course((ReceiptAwaited(m.at + m.rules.grace),))
        return waits.because("woke-late", "a receipt from before the deadline may still be unread")
    reason = why("notice-not-delivered", "no receipt of the notice by the deadline", m.rules.lead_cite)
    return move(m, stage, reason, window.start).because(reason.code, reason.text, reason.rule)
