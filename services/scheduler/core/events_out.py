"""Everything that scheduler publishes and writes to a table of its own. Nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from shared.contracts.appointments import Appointment as AppointmentEvent
from shared.contracts.appointments import Stage as StageData
from shared.contracts.routing import Ask, BookingCancelled, BookingMade, Cancellation, SlotsAsked
from shared.contracts.routing import Booking as BookingData
from shared.contracts.texts import OnFailure, Request, TextRequested, TextWithdrawn, VisitTextKind, Withdrawal, Wording
from shared.contracts.values import Reason
from shared.decision import Publish, Row

from .formats import COURTESIES
from .ids import agreed_intent, check_code, request_name
from .lookup import AppointmentContext
from .notice import names_on
from .slots import search
from .state import (
    Agreement,
    Booked,
    ClosedVisit,
    Offered,
    OpenStage,
    RequestedVisit,
    StageWithAgreement,
    StageWithCrew,
    agreement_of,
    crew_of,
    is_untold,
)
from .visit_values import PermitGround, all_told

TEXT_MAX = 400
RULE_MAX = 200


@dataclass(frozen=True, slots=True)
class ReserveTime(Row):
    """The borrower's time is taken; the database refuses a second visit of the person that overlaps."""

    statement: ClassVar[str] = "reserve"
    booking: str
    aggregate: str
    borrower: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class ReleaseTime(Row):
    statement: ClassVar[str] = "release"
    booking: str


def reserve_time(booked: Booked, context: AppointmentContext) -> ReserveTime:
    window = booked.agreement.window
    return ReserveTime(booked.agreement.booking, context.case, booked.visit.borrower, window.start, window.end)


def reason_of(code: str, sentence: str, rule: str = "") -> Reason:
    """A reason that fits the contract, whatever it was made of."""
    return Reason(code=code, text=sentence[:TEXT_MAX] or code, rule=rule[:RULE_MAX])


def appointment_event(
    event: type[AppointmentEvent],
    stage: OpenStage,
    reason: Reason,
    context: AppointmentContext,
    permit: tuple[PermitGround, ...] = (),
    keeps_window: bool | None = None,
) -> Publish:
    """An appointment event about a stage. Address and home go out with a permit only: they are the crew's then."""
    agreement, crew = agreement_of(stage), crew_of(stage)
    data = StageData(
        visit=stage.visit.id,
        region=stage.visit.region,
        version=stage.tally.version,
        reason=reason,
        window=agreement.window.told() if agreement is not None else None,
        crew=crew.ids if crew is not None else (),
        slots=all_told(stage.offer.slots) if stage.offer is not None and isinstance(stage, Offered) else (),
        permit=all_told(permit),
        booking=agreement.booking if agreement is not None else None,
        check_code=check_code_of(stage, context) if isinstance(stage, StageWithCrew) and not is_untold(stage) else None,
        address=stage.visit.address.sealed() if permit else None,
        home=stage.visit.home.sealed() if permit else None,
        keeps_window=keeps_window,
    )
    return Publish(event, context.case, data)


def late_appointment_event(
    event: type[AppointmentEvent], closed: ClosedVisit, reason: Reason, context: AppointmentContext
) -> Publish:
    """An appointment event about a visit that is over."""
    agreement = closed.agreement
    data = StageData(
        visit=closed.visit,
        region=closed.region,
        version=closed.version,
        reason=reason,
        window=agreement.window.told() if agreement is not None else None,
        crew=closed.crew,
        booking=agreement.booking if agreement is not None else None,
    )
    return Publish(event, context.case, data)


def slots_asked(
    visit: RequestedVisit,
    number: int,
    context: AppointmentContext,
    around: datetime | None = None,
    not_before: datetime | None = None,
) -> Publish:
    """The `number`-th question for slots. The same number asks the same again."""
    earliest, latest = search(context.at, visit.zone, around, context.rules, not_before)
    data = Ask(
        request=request_name(visit.id, number),
        case=context.case,
        visit=visit.id,
        zone=visit.zone,
        cell=visit.cell,
        home=visit.home.sealed(),
        needs=visit.needs.told(),
        earliest=earliest,
        latest=latest,
        around=around,
        slots_max=context.rules.slots_max,
        not_collectors=context.appointment.barred,
    )
    return Publish(SlotsAsked, visit.region, data)


def booking_made(booked: Booked, context: AppointmentContext) -> Publish:
    visit = booked.visit
    data = BookingData(
        booking=booked.agreement.booking,
        case=context.case,
        visit=visit.id,
        window=booked.agreement.window.told(),
        cell=visit.cell,
        home=visit.home.sealed(),
        needs=visit.needs.told(),
        not_collectors=context.appointment.barred,
    )
    return Publish(BookingMade, visit.region, data)


def booking_cancelled(visit: RequestedVisit, agreement: Agreement, cause: str, context: AppointmentContext) -> Publish:
    data = Cancellation(booking=agreement.booking, case=context.case, visit=visit.id, cause=cause)
    return Publish(BookingCancelled, visit.region, data)


def text_requested(
    stage: OpenStage,
    kind: VisitTextKind,
    intent: UUID,
    wording: Wording,
    context: AppointmentContext,
    *,
    not_after: datetime,
    on_failure: OnFailure = "drop",
) -> Publish:
    data = Request(
        intent=intent,
        visit=stage.visit.id,
        appointment_version=stage.tally.version,
        kind=kind,
        wording=wording,
        not_before=context.at,
        not_after=not_after,
        on_failure=on_failure,
    )
    return Publish(TextRequested, context.case, data)


def courtesy_text(
    stage: OpenStage, kind: VisitTextKind, intent: UUID, wording: Wording, context: AppointmentContext
) -> Publish:
    """A text that is worth saying within a day that has hours for texts, and whose loss changes nothing."""
    not_after = worth_saying_until(stage, context.at, context)
    return text_requested(stage, kind, intent, wording, context, not_after=not_after)


def worth_saying_until(stage: OpenStage, at: datetime, context: AppointmentContext) -> datetime:
    """Until when a courtesy that was asked for at `at` may go out."""
    # Open time is counted too, so that a Sunday uses up nothing.
    rules = context.rules
    return max(at + rules.told_within, rules.calendar.open_for("text", stage.visit.zone, at, rules.told_open))


def said_back(stage: Booked, context: AppointmentContext) -> tuple[Publish, ...]:
    """What was understood, as soon as it was, and when the notice says who comes."""
    if context.rules.format < COURTESIES:
        return ()
    agreement = stage.agreement
    intent = agreed_intent(stage.visit.id, agreement.booking)
    return (courtesy_text(stage, "agreed", intent, agreed_wording(stage, context), context),)


def agreed_wording(stage: StageWithAgreement, context: AppointmentContext) -> Wording:
    """The window, and the day on which who comes is told, where that is not at once."""
    window = stage.agreement.window
    return Wording(window=window.told(), names_on=names_on(window, context.at, context.rules))


def text_withdrawn(visit: RequestedVisit, intent: UUID, cause: str, context: AppointmentContext) -> Publish:
    return Publish(TextWithdrawn, context.case, Withdrawal(intent=intent, visit=visit.id, cause=cause))


def check_code_of(stage: StageWithCrew, context: AppointmentContext) -> str:
    return check_code(context.rules.code_key, stage.visit.id, stage.tally.version)


def crew_wording(stage: StageWithCrew, context: AppointmentContext) -> Wording:
    """When, who, and how to check: what a notice, a reminder and an answer to "who comes?" say."""
    code = check_code_of(stage, context)
    return Wording(window=stage.agreement.window.told(), crew=all_told(stage.crew.members), check_code=code)
