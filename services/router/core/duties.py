"""Rows of the table `duties`: who is on the way to or at which door, and when. PostgreSQL refuses two at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from services.router.core.changes import Leg
from services.router.core.fleet import moment
from services.router.core.timetable import Timed
from shared.contracts.values import CollectorId, Ident
from shared.decision import Row


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


def legs_of(times: Iterable[Timed]) -> tuple[Leg, ...]:
    return tuple(Leg(booking=t.stop.booking, arrive=moment(t.arrive_s), depart=moment(t.depart_s)) for t in times)


def duties_of(region: str, crew: tuple[CollectorId, ...], times: Iterable[Timed]) -> Iterator[Duty]:
    for each in times:
        for collector, leave_s in zip(crew, each.leave_s, strict=True):
            yield Duty(collector, each.stop.booking, region, moment(leave_s), moment(each.depart_s))
