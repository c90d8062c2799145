"""The day of the visit: reminder, reports from the field, and the silence after. A report always counts, also one that
comes after the end; a visit without a valid permit is recorded as such.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.contracts.values import Window
from shared.decision import Decision, TimerDue, refuse

from .appointment import Closed, How, Living, Permitted
from .changes import CrewSeen, LookedLast, Reminded, ReportAwaited, VisitClosed
from .courses import SAID, close, hold
from .facts import Arrived, Departed, Ended, Report
from .moment import Course, Moment
from .names import text_intent
from .telling import crew_wording, text, told_late, why

MISSED = frozenset({"not-home", "address-wrong", "unsafe"})
VOID = "permit-void"
NO_REPORT = "no-report"


def reported(m: Moment, stage: Living, fact: Report) -> Decision:
    """A report of the crew while the visit is open."""
    if not isinstance(stage, Permitted):
        if not isinstance(fact, Ended):
            return refuse(VOID, f"a crew {fact.kind} without a permit")
        reason = why(VOID, f"a visit without a permit: {fact.outcome}", m.rules.lead_cite)
        return close(m, stage, _how(fact), reason).because(reason.code, reason.text, reason.rule)
    if not isinstance(fact, Ended):
        return _seen(stage, fact)
    void = _void(stage.agreement.window, stage.arrived_at, fact, stage.visit.needs.duration_min)
    reason = why(VOID if void else fact.outcome, void or f"the crew reports: {fact.outcome}")
    return close(m, stage, _how(fact), reason).because(reason.code, reason.text)


def _seen(stage: Permitted, fact: Departed | Arrived) -> Decision:
    if isinstance(fact, Departed):
        return Course((CrewSeen("departed", fact.at),)).because("crew-departed", "the crew is on its way")
    if not _is_inside(stage.agreement.window, fact.at):
        return Course((CrewSeen("arrived", fact.at),)).because(VOID, "the crew arrived outside the agreed window")
    return Course((CrewSeen("arrived", fact.at),)).because("crew-arrived", "within the agreed window")


def reported_late(m: Moment, closed: Closed, fact: Report) -> Decision:
    """A report about a visit that is over: it was withdrawn while the crew stood at the door, or given up as missed."""
    reported = closed.how == "kept" or (closed.how == "missed" and closed.cause != NO_REPORT)
    if reported or isinstance(fact, Departed):
        return refuse("already-closed", f"{closed.how}: {closed.cause}")
    if isinstance(fact, Arrived):
        return Course((CrewSeen("arrived", fact.at),)).because("crew-arrived", "reported after the visit was over")
    how = _how(fact)
    void = _void_late(closed, fact)
    reason = why(VOID if void else fact.outcome, void or f"the crew reports, late: {fact.outcome}")
    said = told_late(SAID[how], m.case.case, closed, reason)
    return Course((VisitClosed(how, reason.code, m.at),), (said,)).because(reason.code, reason.text)


def _void_late(closed: Closed, fact: Ended) -> str:
    if closed.agreement is None or not closed.permitted:
        return "a visit without a permit"
    came = closed.arrived_at or fact.at
    if closed.how == "cancelled" and came > closed.at:
        return "the crew came after the visit had been withdrawn"
    return _void(closed.agreement.window, closed.arrived_at, fact, 0)


def _void(window: Window, arrived_at: datetime | None, fact: Ended, duration_min: int) -> str:
    """Why the permit did not cover this visit; empty when it did. An arrival nobody reported is judged by the end."""
    if arrived_at is not None:
        return "" if _is_inside(window, arrived_at) else "the crew arrived outside the agreed window"
    latest = window.end + timedelta(minutes=max(duration_min, 240))
    return "" if window.start <= fact.at <= latest else "the visit ended outside the agreed window"


def _is_inside(window: Window, at: datetime) -> bool:
    return window.start <= at <= window.end


def _how(fact: Ended) -> How:
    return "missed" if fact.outcome in MISSED else "kept"


def remind(m: Moment, stage: Permitted, timer: TimerDue) -> Decision:
    """The day before."""
    stopped = _stopped(m, stage)
    if stopped is not None:
        return stopped
    until = stage.agreement.window.start - m.rules.remind_until
    if m.at >= until:
        return Course((Reminded(),)).because("reminder-pointless", "the visit is about to begin")
    intent = text_intent(stage.visit.visit, "reminder", stage.tally.version)
    wording = crew_wording(stage, m.rules)
    said = text(m.case.case, stage, "reminder", intent, wording, not_before=m.at, not_after=until)
    return Course((Reminded(),), (said,)).because("reminded", "the day before the visit")


def last_look(m: Moment, stage: Permitted, timer: TimerDue) -> Decision:
    """Before the crew leaves."""
    stopped = _stopped(m, stage)
    return stopped or Course((LookedLast(),)).because("looked-last", "nothing stands against this visit")


def _stopped(m: Moment, stage: Permitted) -> Decision | None:
    """A switch that was thrown since the permit takes it back."""
    scope = m.stopped(stage)
    if scope is None:
        return None
    reason = why("visiting-stopped", f"an operator stopped visits for {scope}")
    return hold(m, stage, reason, "switch", m.rules.look_stopped).because(reason.code, reason.text)


def report_overdue(m: Moment, stage: Permitted, timer: TimerDue) -> Decision:
    """Nobody said what became of the visit."""
    if m.at - timer.due_at > m.rules.late_wake:
        waits = Course((ReportAwaited(m.at + m.rules.grace),))
        return waits.because("woke-late", "a report may still be unread")
    reason = why(NO_REPORT, "the window passed without a report from the crew")
    return close(m, stage, "missed", reason).because(reason.code, reason.text)
