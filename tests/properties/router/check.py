"""An independent look at a town: is every promise kept? Shares no search, timetable or travel code with router."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from math import asin, ceil, cos, radians, sin, sqrt
from typing import Protocol
from zoneinfo import ZoneInfo

from services.router.core.published_rows import CollectorShown, StopShown, all_rows
from services.router.core.state import Assigned, RegionState, Underway
from shared.contracts.values import Sealed
from tests.memory.runtime.tables import Tables
from tests.unit.router.events import opened

Coordinates = tuple[float, float]


class Seen(Protocol):
    """What of a town is looked at. `duties`: by collector and booking, from when until when."""

    @property
    def region(self) -> RegionState: ...
    @property
    def at(self) -> datetime: ...
    @property
    def duties(self) -> dict[tuple[str, str], tuple[datetime, datetime]]: ...
    @property
    def tables(self) -> Tables: ...


def check(town: Seen) -> None:
    """Raises `AssertionError` naming the promise that is broken."""
    region = town.region
    visits = {name: visit for name, visit in region.bookings.items() if isinstance(visit, Assigned | Underway)}
    days: dict[tuple[object, tuple[str, ...]], list[Assigned | Underway]] = defaultdict(list)
    for visit in visits.values():
        _legal(region, visit)
        days[visit.booking.window.start.astimezone(ZoneInfo("Europe/Lisbon")).date(), visit.crew].append(visit)
    crews: dict[tuple[object, str], tuple[str, ...]] = {}
    for (day, crew), its_visits in days.items():
        for name in crew if any(_holds(visit, town.at) for visit in its_visits) else ():
            assert crews.setdefault((day, name), crew) == crew, "a collector is in two crews of a day"
        begun = any(isinstance(visit, Underway) for visit in its_visits)
        if str(day) > town.at.date().isoformat() and not begun:
            # On the running day a crew may be late; until it begins the plan must hold.
            _route(region, crew, sorted(its_visits, key=lambda visit: visit.arrive))
    _duties(town, visits)
    _published(town)


def _holds(visit: Assigned | Underway, at: datetime) -> bool:
    """What should be over by now, and was never begun, no longer holds its crew."""
    return isinstance(visit, Underway) or max(visit.booking.window.end, visit.depart) >= at


def _legal(region: RegionState, visit: Assigned | Underway) -> None:
    booking, crew = visit.booking, visit.crew
    assert len(set(crew)) == len(crew) == booking.needs.crew_size, "a crew is short of people"
    if isinstance(visit, Assigned):  # a complaint made while they are at the door does not call them back
        assert not {*crew} & region.barred(booking.case, booking.not_collectors), "somebody barred is sent"
    day = booking.window.start.astimezone(ZoneInfo(booking.window.zone)).date()
    for name in crew:
        assert region.collectors[name].home is not None, "somebody is sent who was never registered"
        for needed in booking.needs.certificates:
            spells = region.collectors[name].certificates.get(needed, ())
            assert any(spell.valid_from <= day <= spell.valid_to for spell in spells), "a certificate is missing"


def _route(region: RegionState, crew: tuple[str, ...], visits: list[Assigned | Underway]) -> None:
    homes = {name: _home(region.collectors[name].home) for name in crew}
    for visit in visits:
        window = visit.booking.window
        assert window.start <= visit.arrive <= window.end, "a window is missed"
        assert visit.depart - visit.arrive == timedelta(minutes=visit.booking.needs.duration_min)
        for name in crew:
            assert _works(region, name, visit.arrive, visit.depart), "somebody is at a door but not at work"
    stretches = [[visits[0]]]
    for before, after in pairwise(visits):
        if all(_works(region, name, before.depart, after.arrive) for name in crew):
            way = travel(_home(before.booking.home), _home(after.booking.home))
            assert before.depart + way <= after.arrive, "a crew can't get from one door to the next in time"
            stretches[-1].append(after)
        else:
            stretches.append([after])
    for stretch in stretches:
        first, last = stretch[0], stretch[-1]
        for name in crew:
            out = travel(homes[name], _home(first.booking.home))
            back = travel(_home(last.booking.home), homes[name])
            assert _works(region, name, first.arrive - out, first.arrive), "somebody leaves home before work starts"
            assert _works(region, name, last.depart, last.depart + back), "somebody is home after work has ended"


def _duties(town: Seen, visits: dict[str, Assigned | Underway]) -> None:
    """What PostgreSQL's exclusion constraint would say, and whether rows and state tell the same."""
    by_collector: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for (collector, _), span in town.duties.items():
        by_collector[collector].append(span)
    for spans in by_collector.values():
        held = sorted(span for span in spans if span[0] < span[1])
        assert all(one[1] <= two[0] for one, two in pairwise(held)), "somebody is double-booked"
    for name, visit in visits.items():
        for collector in visit.crew:
            start, end = town.duties[collector, name]
            assert start < visit.arrive < visit.depart == end, "a duty does not cover its visit"
    assert {(who, visit) for who, visit in town.duties if visit in visits} == {
        (who, name) for name, visit in visits.items() for who in visit.crew
    }


def _published(town: Seen) -> None:
    """Tables are written with what a change touched: do they say all that the state does?"""
    rows = list(all_rows(town.region))
    for table, kind, key in (("collectors", CollectorShown, "collector"), ("stops", StopShown, "booking")):
        shown = {name: row for (_, name), row in town.tables[table].items()}
        assert shown == {getattr(row, key): row for row in rows if isinstance(row, kind)}, f"{table} say something else"


def _works(region: RegionState, name: str, start: datetime, end: datetime) -> bool:
    """On shift throughout, and not absent for a moment."""
    collector = region.collectors[name]
    if any(max(start, away.start) < min(end, away.end) for away in collector.absences):
        return False
    at = start
    for shift in sorted(collector.shifts.values(), key=lambda shift: shift.start):
        if shift.start <= at < shift.end:
            at = shift.end
    return at >= end


def _home(sealed: Sealed | None) -> Coordinates:
    assert sealed is not None
    return opened(sealed)


def travel(one: Coordinates, two: Coordinates) -> timedelta:
    """The speed model again, in plain arithmetic."""
    lat, lon = radians(two[0] - one[0]), radians(two[1] - one[1])
    half = sin(lat / 2) ** 2 + cos(radians(one[0])) * cos(radians(two[0])) * sin(lon / 2) ** 2
    road_m = 1.35 * 2 * 6_371_008.8 * asin(sqrt(half))
    hours = min(road_m, 2000) / 18_000 + min(max(road_m - 2000, 0), 8000) / 32_000 + max(road_m - 10_000, 0) / 65_000
    # A millionth of a second less, so that a sum in another order does not round up to another second.
    return timedelta(seconds=180 + ceil(hours * 3600 - 1e-6))
