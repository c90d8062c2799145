"""Everything that router publishes, and every row that it writes.

The table `duties` says who is on the way to or at which door, and when. PostgreSQL refuses two at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import ClassVar
from zoneinfo import ZoneInfo

from shared.contracts.routing import (
    Ask,
    Assignment,
    CrewAssigned,
    CrewChanged,
    CrewUnassigned,
    Plan,
    PlanRevised,
    PlanStop,
    Quote,
    Refusal,
    SlotsQuoted,
)
from shared.contracts.values import CollectorId, Ident, Reason, Slot
from shared.decision import Effect, Publish, Row

from .changes import RegionChange
from .crew_assignment import NearestCrew, NoLegalCrew
from .day_routes import day_at
from .evolve import evolve
from .fleet import moment
from .state import OpenBooking, RegionState
from .timers import evening_before, plan_timer
from .timetable import Timed


@dataclass(frozen=True, slots=True)
class Duty(Row):
    """A collector's time for one booking, the way there included; written again when the route is timed anew."""

    statement: ClassVar[str] = "put_duties"
    collector: CollectorId
    booking: Ident
    region: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class DutyDropped(Row):
    """Nobody goes to this booking any more."""

    statement: ClassVar[str] = "drop_duties"
    booking: Ident


@dataclass(frozen=True, slots=True)
class DutyEnded(Row):
    """The visit has ended: what is left of the time planned for it is free."""

    statement: ClassVar[str] = "end_duties"
    booking: Ident
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class DutiesForgotten(Row):
    """What ended before `before`, in any region, is of no use to anybody."""

    statement: ClassVar[str] = "forget_duties"
    before: datetime


def duties(region: str, crew: tuple[CollectorId, ...], times: Iterable[Timed]) -> list[Duty]:
    """A row for each member and stop of a route."""
    return [
        Duty(collector, each.stop.booking, region, moment(leave_s), moment(each.depart_s))
        for each in times
        for collector, leave_s in zip(crew, each.leave_s, strict=True)
    ]


def slots_quoted(ask: Ask, slots: tuple[Slot, ...], refused: tuple[Reason, ...]) -> Publish:
    return Publish(SlotsQuoted, ask.case, Quote(request=ask.request, visit=ask.visit, slots=slots, refused=refused))


def crew_told(region: str, found: NearestCrew | NoLegalCrew, reason: Reason) -> list[Effect]:
    """Scheduler hears who comes, or why nobody does. `reason` says why a crew was looked for."""
    booking, version = found.change.booking, found.change.version
    if isinstance(found, NoLegalCrew):
        refusal = Refusal(booking=booking.booking, visit=booking.visit, refused=found.reasons)
        return [Publish(CrewUnassigned, booking.case, refusal)]
    fact = Assignment(booking=booking.booking, visit=booking.visit, version=version, crew=found.members, reason=reason)
    told = Publish(CrewAssigned if version == 1 else CrewChanged, booking.case, fact)
    return [told, *duties(region, found.change.crew, found.times)]


def plan_revised(region: RegionState, day: str, reason: Reason) -> Publish:
    """The plan of a local day (as written, `2026-12-01`)."""
    return Publish(PlanRevised, region.region, Plan(day=day, stops=plan_of(region, day), reason=reason))


def plans_revised(
    region: RegionState, changes: Sequence[RegionChange], starts: Sequence[datetime], at: datetime, reason: Reason, *,
    always: bool = False,
) -> list[Effect]:  # fmt: skip
    """Tell the plans of the days that hold `starts` when they are told already (or `always`); the others later.

    `changes` are still to be made: nearly always no plan is told yet, and then nobody asks what they lead to.
    """
    effects: list[Effect] = []
    if region.zone is None:
        region, changes = reduce(evolve, changes, region), ()
    if region.zone is None:
        return effects
    for on in sorted({day_at(start, region.zone).on for start in starts}):
        due_at = evening_before(on, region.zone)
        if always or due_at <= at:
            region, changes = reduce(evolve, changes, region), ()
            effects.append(plan_revised(region, on.isoformat(), reason))
        if due_at > at:
            effects.append(plan_timer(on, due_at))
    return effects


def plan_of(region: RegionState, day: str) -> tuple[PlanStop, ...]:
    """Every open booking of the day, in the order of arrival."""
    visits: list[OpenBooking]
    if region.zone is None:
        visits = [
            visit for visit in region.bookings.values() if isinstance(visit, OpenBooking) and _day_of(visit) == day
        ]
    else:
        days = region.booked(region.zone).days
        crews = [held for on, booked in days.items() if on.isoformat() == day for held in booked.crews.values()]
        visits = [each.visit for held in crews for each in held]
    return tuple(
        # Nothing is read that was not read before: of a thousand stops, checking again would cost most.
        PlanStop.model_construct(
            booking=each.booking.booking, case=each.booking.case, crew=each.crew, window=each.booking.window
        )
        for each in sorted(visits, key=lambda each: (each.arrive, each.booking.booking))
    )


def _day_of(visit: OpenBooking) -> str:
    """Where the region has no zone yet, days are those of the window."""
    window = visit.booking.window
    return window.start.astimezone(ZoneInfo(window.zone)).date().isoformat()


# Why a crew was looked for, or a plan told: these travel in the events above.

NEAREST = Reason(code="nearest-crew", text="the nearest legal crew: it adds the least travel")
CANCELLED = Reason(code="booking-cancelled", text="a visit was cancelled, and its crew has time for others")
EVENING_BEFORE = Reason(code="evening-before", text="the plan of the next day")
MEMBER_AWAY = Reason(code="collector-unavailable", text="a member of the crew can't come, another crew was looked for")
MEMBER_EXCLUDED = Reason(code="collector-excluded", text="a member of the crew must not come to this door again")
MEMBER_GONE = Reason(
    code="collector-gone", text="a member of the crew no longer works here, another crew was looked for"
)
MEMBER_UNCERTIFIED = Reason(
    code="collector-uncertified",
    text="a member of the crew has no valid certificate for that day, another crew was looked for",
)
