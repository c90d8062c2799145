"""What router publishes of quotes and crews, and the rows of what crews have to do. Plans are told by `day_plan`.

The table `duties` says who is on the way to or at which door, and when. PostgreSQL refuses two at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from shared.contracts.routing import (
    Ask,
    Assignment,
    CrewAssigned,
    CrewChanged,
    CrewUnassigned,
    Quote,
    Refusal,
    SlotsQuoted,
)
from shared.contracts.values import CollectorId, Ident, Reason, Slot
from shared.decision import Effect, Publish, Row

from .crew_assignment import NearestCrew, NoLegalCrew
from .fleet import moment
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


# Why a crew was looked for, or a plan told: these travel in the events.

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
