"""What the other services are told. Nothing is decided here."""

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
from shared.contracts.values import PermitLine, Reason
from shared.decision import Publish, Row

from .appointment import (
    Agreement,
    Appointment,
    Booking,
    Closed,
    Living,
    Tally,
    WithCrew,
    agreement_of,
    crew_of,
)
from .names import check_code, request_name
from .offer import search
from .rules import Rules

TEXT_MAX = 400


@dataclass(frozen=True, slots=True)
class Reserve(Row):
    """The borrower's time is taken; the database refuses a second visit of the person that overlaps."""

    statement: ClassVar[str] = "reserve"
    booking: str
    aggregate: str
    borrower: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Release(Row):
    statement: ClassVar[str] = "release"
    booking: str


def why(code: str, text: str, rule: str = "") -> Reason:
    """A reason that fits the contract, whatever it was made of."""
    return Reason(code=code, text=text[:TEXT_MAX] or code, rule=rule[:200])


def told(
    event: type[AppointmentEvent],
    case: str,
    stage: Living,
    reason: Reason,
    rules: Rules,
    *,
    permit: tuple[PermitLine, ...] = (),
    time: datetime | None = None,
) -> Publish:
    """An appointment event about a stage. Address and home go out with a permit only: they are the crew's then."""
    agreement, crew = agreement_of(stage), crew_of(stage)
    data = StageData(
        visit=stage.visit.visit,
        region=stage.visit.region,
        version=stage.tally.version,
        reason=reason,
        window=agreement.window if agreement is not None else None,
        crew=crew.ids if crew is not None else (),
        slots=stage.offer.slots if stage.offer is not None and stage.kind == "offered" else (),
        permit=permit,
        booking=agreement.booking if agreement is not None else None,
        check_code=code_of(stage, rules) if isinstance(stage, WithCrew) else None,
        address=stage.visit.address if permit else None,
        home=stage.visit.home if permit else None,
    )
    return Publish(event, case, data, time)


def told_late(event: type[AppointmentEvent], case: str, closed: Closed, reason: Reason) -> Publish:
    """An appointment event about a visit that is over."""
    agreement = closed.agreement
    data = StageData(
        visit=closed.visit,
        region=closed.region,
        version=closed.version,
        reason=reason,
        window=agreement.window if agreement is not None else None,
        crew=closed.crew,
        booking=agreement.booking if agreement is not None else None,
    )
    return Publish(event, case, data)


def ask_router(
    case: Appointment,
    stage: Living,
    tally: Tally,
    around: datetime | None,
    at: datetime,
    rules: Rules,
    not_before: datetime | None = None,
) -> Publish:
    """Ask for slots under the name of question `tally.asks`."""
    visit = stage.visit
    earliest, latest = search(at, visit.zone, around, rules, not_before)
    data = Ask(
        request=request_name(visit.visit, tally.asks),
        case=case.case,
        visit=visit.visit,
        zone=visit.zone,
        cell=visit.cell,
        home=visit.home,
        needs=visit.needs,
        earliest=earliest,
        latest=latest,
        around=around,
        slots_max=rules.slots_max,
        not_collectors=case.barred,
    )
    return Publish(SlotsAsked, visit.region, data)


def book(case: Appointment, stage: Booking) -> Publish:
    visit = stage.visit
    data = BookingData(
        booking=stage.agreement.booking,
        case=case.case,
        visit=visit.visit,
        window=stage.agreement.window,
        cell=visit.cell,
        home=visit.home,
        needs=visit.needs,
        not_collectors=case.barred,
    )
    return Publish(BookingMade, visit.region, data)


def unbook(case: str, visit: str, region: str, agreement: Agreement, cause: str) -> Publish:
    return Publish(
        BookingCancelled, region, Cancellation(booking=agreement.booking, case=case, visit=visit, cause=cause)
    )


def text(
    case: str,
    stage: Living,
    kind: VisitTextKind,
    intent: UUID,
    wording: Wording,
    *,
    not_before: datetime,
    not_after: datetime,
    on_failure: OnFailure = "drop",
) -> Publish:
    data = Request(
        intent=intent,
        visit=stage.visit.visit,
        appointment_version=stage.tally.version,
        kind=kind,
        wording=wording,
        not_before=not_before,
        not_after=not_after,
        on_failure=on_failure,
    )
    return Publish(TextRequested, case, data)


def untext(case: str, visit: str, intent: UUID, cause: str) -> Publish:
    return Publish(TextWithdrawn, case, Withdrawal(intent=intent, visit=visit, cause=cause))


def code_of(stage: WithCrew, rules: Rules) -> str:
    return check_code(rules.code_key, stage.visit.visit, stage.tally.version)


def crew_wording(stage: WithCrew, rules: Rules) -> Wording:
    """When, who, and how to check: what a notice, a reminder and an answer to "who comes?" say."""
    return Wording(window=stage.agreement.window, crew=stage.crew.members, check_code=code_of(stage, rules))
