"""What an event of the topics says of a case. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, time

from shared.contracts import appointments, loans, routing, texts, visits
from shared.contracts.catalogue import BY_NAME
from shared.contracts.envelope import Event

from .fold import CaseFact
from .steps import CaseStep

PLAIN: dict[type[Event], CaseStep] = {
    texts.TextSent: "texted",
    texts.ReplyUnderstood: "replied",
    visits.VisitRequested: "requested",
    visits.VisitWithdrawn: "visit-over",
    appointments.AppointmentOffered: "offered",
    appointments.AppointmentAgreed: "agreed",
    appointments.AppointmentNoticed: "agreed",
    appointments.AppointmentPermitted: "permitted",
    appointments.AppointmentKept: "kept",
    appointments.AppointmentCancelled: "visit-over",
    appointments.AppointmentExpired: "visit-over",
    appointments.AppointmentMissed: "visit-over",
}


def fact_of(event: Event) -> CaseFact | None:
    """None where the event is about no case."""
    case = _case(event)
    return CaseFact(case, event.time, event.type, _region(event), _steps(event)) if case is not None else None


def _case(event: Event) -> str | None:
    if BY_NAME[event.topic].key == "case":
        # A plan's subject is a region.
        return event.subject if not isinstance(event, routing.PlanRevised | routing.PlanChanged) else None
    named = getattr(getattr(event, "data", None), "case", None)
    return named if isinstance(named, str) else None


def _region(event: Event) -> str | None:
    match event:
        case loans.LoanOverdue() | loans.DetailsCorrected():
            return event.data.person.region
        case visits.VisitRequested() | appointments.Appointment():
            return event.data.region
        case _:
            return None


def _steps(event: Event) -> dict[CaseStep, datetime]:
    match event:
        case loans.LoanOverdue():
            return {"overdue": event.time, "due": datetime.combine(event.data.due_since, time(), UTC)}
        case loans.PaymentReceived() | loans.PaymentReversed():
            booked = event.data.booked_at or event.time
            return {"paid": booked} if event.data.outstanding.minor <= 0 else {}
        case loans.LoanClosed():
            return {"closed": event.data.booked_at or event.time}
        case _:
            step = PLAIN.get(type(event))
            return {step: event.time} if step is not None else {}
