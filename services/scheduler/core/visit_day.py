"""The day of the visit: reminder, reports from the field, and the silence after. A report always counts, also one that
comes after the end; a visit without a valid permit is recorded as such.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.contracts.texts import Wording
from shared.decision import accept, refuse

from .changes import AppointmentDecision, Barred, CrewSeen, LookedLast, ReportAwaited, VisitClosed, VisitReminded
from .events_out import check_code_of, crew_wording, late_appointment_event, reason_of, text_requested
from .formats import COURTESIES
from .ids import text_intent
from .inputs import Arrival, Complaint, CrewDelay, Departure, VisitOutcome
from .lookup import AppointmentContext
from .state import ClosedVisit, Ending, OpenStage, Permitted, VisitStage
from .timers import LastLook, OutcomeOverdue, VisitReminderDue
from .transitions import ENDED, close, hold_stopped, missed
from .visit_values import ArrivalWindow, all_told

MISSED = frozenset({"not-home", "address-wrong", "unsafe"})
VOID = "permit-void"
NO_REPORT = "no-report"
LATE_END_MIN = 240
"""How long after its window a visit may end whose crew reported no arrival, unless it needs longer."""


def crew_departed(stage: Permitted, report: Departure, context: AppointmentContext) -> AppointmentDecision:
    """The borrower hears of it, unless it is news no more: the crew is there, or was expected before."""
    seen, until = CrewSeen("departed", report.at), stage.agreement.window.end
    no_news = stage.departed_at is not None or stage.crew_is_there or context.at >= until
    if no_news or context.rules.format < COURTESIES:
        return accept("crew-departed", "the crew is on its way", seen)
    wording = Wording(crew=all_told(stage.crew.members), check_code=check_code_of(stage, context))
    intent = text_intent(stage.visit.id, "on-the-way", stage.tally.version)
    told = text_requested(stage, "on-the-way", intent, wording, context, not_after=until)
    return accept("crew-departed", "the crew is on its way", seen, effects=[told])


def crew_delayed(stage: Permitted, report: CrewDelay, context: AppointmentContext) -> AppointmentDecision:
    """A crew that can't be there in time is called back at once, so that nobody waits at home for it."""
    window = stage.agreement.window
    if stage.crew_is_there:
        return refuse("crew-is-there", "the crew said before that it is at the door")
    if report.expected_at <= window.end:
        return accept("crew-delayed", "the crew is late, and will be there within the agreed window")
    # Once the window is over its silence is judged, after the time in which reports may still come.
    if context.at >= window.end or context.rules.format < COURTESIES:
        return accept("crew-delayed", "the crew is late, and the window ends as if it had said nothing")
    reason = reason_of("crew-too-late", "the crew says that it can't be there within the agreed window")
    return missed(stage, reason, context, ahead=True)


def crew_arrived(stage: Permitted, report: Arrival, context: AppointmentContext) -> AppointmentDecision:
    seen = CrewSeen("arrived", report.at)
    if not _is_inside(stage.agreement.window, report.at):
        return accept(VOID, "the crew arrived outside the agreed window", seen)
    return accept("crew-arrived", "the crew arrived within the agreed window", seen)


def visit_ended(stage: Permitted, report: VisitOutcome, context: AppointmentContext) -> AppointmentDecision:
    void = _void(stage.agreement.window, stage.arrived_at, report.at, stage.visit.needs.duration_min)
    reason = reason_of(VOID if void else report.outcome, void or f"the crew reports: {report.outcome}")
    return close(stage, _ending(report), reason, context)


def crew_without_permit(
    stage: OpenStage, report: Departure | Arrival, context: AppointmentContext
) -> AppointmentDecision:
    return refuse(VOID, f"a crew {report.kind} without a permit")


def visit_without_permit(stage: OpenStage, report: VisitOutcome, context: AppointmentContext) -> AppointmentDecision:
    """Nobody was allowed to go, and somebody did: that is recorded as it is, never hidden."""
    reason = reason_of(VOID, f"a visit without a permit: {report.outcome}", context.rules.lead_cite)
    return close(stage, _ending(report), reason, context)


def collectors_barred(stage: VisitStage, complaint: Complaint, context: AppointmentContext) -> AppointmentDecision:
    """The collectors that a complaint names, in whichever stage it comes, also before and after the visit."""
    if not complaint.collectors:
        return refuse("complaint-names-nobody", "the complaint names no collector to keep from this door")
    return accept("collectors-barred", "these collectors do not come to this door again", Barred(complaint.collectors))


def departed_late(closed: ClosedVisit, report: Departure, context: AppointmentContext) -> AppointmentDecision:
    return _known(closed)


def arrived_late(closed: ClosedVisit, report: Arrival, context: AppointmentContext) -> AppointmentDecision:
    if _was_reported(closed):
        return _known(closed)
    return accept(
        "crew-arrived", "the crew's arrival was reported after the visit was over", CrewSeen("arrived", report.at)
    )


def ended_late(closed: ClosedVisit, report: VisitOutcome, context: AppointmentContext) -> AppointmentDecision:
    """It was withdrawn while the crew stood at the door, or given up as missed: the report says how it really ended."""
    if _was_reported(closed):
        return _known(closed)
    how, void = _ending(report), _void_late(closed, report)
    reason = reason_of(VOID if void else report.outcome, void or f"the crew reports, late: {report.outcome}")
    told = late_appointment_event(ENDED[how], closed, reason, context)
    return accept(reason.code, reason.text, VisitClosed(how, reason.code, context.at), effects=[told])


def visit_reminder_due(stage: Permitted, timer: VisitReminderDue, context: AppointmentContext) -> AppointmentDecision:
    """The day before."""
    # A switch that was thrown since the permit takes it back: nobody is reminded of what will not happen.
    scope = context.visits_stopped(stage.visit)
    if scope is not None:
        return hold_stopped(stage, scope, context)
    until = stage.agreement.window.start - context.rules.remind_until
    if context.at >= until:
        return accept("reminder-pointless", "the visit is about to begin", VisitReminded())
    intent = text_intent(stage.visit.id, "reminder", stage.tally.version)
    reminder = text_requested(stage, "reminder", intent, crew_wording(stage, context), context, not_after=until)
    return accept("reminded", "it is the day before the visit", VisitReminded(), effects=[reminder])


def last_look(stage: Permitted, timer: LastLook, context: AppointmentContext) -> AppointmentDecision:
    """Before the crew leaves."""
    scope = context.visits_stopped(stage.visit)
    if scope is not None:
        return hold_stopped(stage, scope, context)
    return accept("looked-last", "nothing stands against this visit", LookedLast())


def outcome_overdue(stage: Permitted, timer: OutcomeOverdue, context: AppointmentContext) -> AppointmentDecision:
    """Nobody said what became of the visit. Who never arrived was never there, and that is not the borrower's fault."""
    if context.at - timer.due_at > context.rules.late_wake:
        waits = ReportAwaited(context.at + context.rules.grace)
        return accept("woke-late", "a report may still be unread", waits)
    if not stage.crew_is_there and context.rules.format >= COURTESIES:
        nobody = "the window passed and no crew said that it arrived: the bank missed it"
        return missed(stage, reason_of("window-missed", nobody, context.rules.outcome_cite), context)
    reason = reason_of(NO_REPORT, "the window passed without a report from the crew")
    return close(stage, "missed", reason, context)


def _known(closed: ClosedVisit) -> AppointmentDecision:
    return refuse("already-closed", f"the visit is over: {closed.how}, {closed.cause}")


def _was_reported(closed: ClosedVisit) -> bool:
    return closed.how == "kept" or (closed.how == "missed" and closed.cause != NO_REPORT)


def _void_late(closed: ClosedVisit, report: VisitOutcome) -> str:
    if closed.agreement is None or not closed.permitted:
        return "a visit without a permit"
    came = closed.arrived_at or report.at
    if closed.how == "cancelled" and came > closed.at:
        return "the crew came after the visit had been withdrawn"
    return _void(closed.agreement.window, closed.arrived_at, report.at, 0)


def _void(window: ArrivalWindow, arrived_at: datetime | None, ended_at: datetime, duration_min: int) -> str:
    """Why the permit did not cover this visit; empty when it did. An arrival nobody reported is judged by the end."""
    if arrived_at is not None:
        return "" if _is_inside(window, arrived_at) else "the crew arrived outside the agreed window"
    latest = window.end + timedelta(minutes=max(duration_min, LATE_END_MIN))
    return "" if window.start <= ended_at <= latest else "the visit ended outside the agreed window"


def _is_inside(window: ArrivalWindow, at: datetime) -> bool:
    return window.start <= at <= window.end


def _ending(report: VisitOutcome) -> Ending:
    return "missed" if report.outcome in MISSED else "kept"
