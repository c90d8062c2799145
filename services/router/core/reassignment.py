"""Somebody can't come, works other hours, lost a certificate or must not come to a door any more: who goes instead?

Only bookings that their crew can't keep change hands; a crew that lost some hours keeps what still fits. A visit
under way is never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shared.contracts.values import Certificate, CollectorId, Ident, Reason
from shared.decision import Effect
from shared.decision.replaced import replace

from .changes import Leg, RegionChange
from .crew_assignment import crew_for
from .day_routes import CrewDay, DayRoutes, Route, Stop, day_routes, days_of
from .events_out import Duty, crew_told, duties
from .evolve import evolve
from .fleet import moment, whole
from .lookup import RegionContext
from .state import Assigned, OpenBooking, RegionState
from .timetable import RouteWays, fitted, keeps, legs_of, timed, ways_of


@dataclass(frozen=True, slots=True)
class Refit:
    """`lost` can't be kept, in the order of arrival; what stays is timed by `duties`, and by `legs` where its times are
    other than before."""

    lost: tuple[Ident, ...] = ()
    legs: tuple[Leg, ...] = ()
    duties: tuple[Duty, ...] = ()


def refit(region: RegionState, collector: CollectorId, context: RegionContext) -> Refit:
    """What the hours, the home and the certificates that the collector now has mean for the bookings ahead.

    Judged by the day as planned, from home: that somebody runs late today is no reason to send somebody else.
    """
    if region.zone is None:
        return Refit()
    theirs = [
        (each.name, each.visit)
        for day in region.booked(region.zone).days.values()
        for crew in day.crews_of.get(collector, ())
        for each in day.crews[crew]
    ]
    ahead = {name: visit for name, visit in theirs if max(visit.booking.window.end, visit.depart) >= context.at}
    if not ahead:
        return Refit()
    days = days_of(sorted(visit.booking.window.start for visit in ahead.values()), region.zone)
    eve = moment(days[0].start_s - 1)
    over = [name for name, _ in theirs if name not in ahead]
    planned = day_routes(region, days, eve, context.lookup, over)
    crew_days = planned.crews_with(collector)
    whole_days = [_whole_day(planned, each) for each in crew_days]
    ways = ways_of(planned, [day.route for day in whole_days if day.route is not None], context.rules.travel)
    known = iter(ways)
    found = [
        _refitted(planned, each, day, next(known) if day.route is not None else None, context)
        for each, day in zip(crew_days, whole_days, strict=True)
    ]
    lost = sorted((name for each in found for name in each.lost), key=lambda name: (ahead[name].arrive, name))
    legs = tuple(leg for each in found for leg in each.legs if _is_other(ahead[leg.booking], leg))
    return Refit(tuple(lost), legs, tuple(duty for each in found for duty in each.duties))


@dataclass(frozen=True, slots=True)
class _WholeDay:
    """A crew's `stops` of a day, of which those `unfit` can't be kept for want of papers; `route` is that of all others
    where all of it is one, and everybody's home is known."""

    stops: list[Stop]
    unfit: set[Ident]
    parts: list[Route]
    route: Route | None

    @property
    def kept(self) -> list[Stop]:
        return [stop for stop in self.stops if stop.booking not in self.unfit]


def _whole_day(planned: DayRoutes, crew_day: CrewDay) -> _WholeDay:
    stops = planned.stops_of(*crew_day)
    assigned = [stop.booking for stop in stops if not stop.underway]
    if not all(name in planned.homes for name in crew_day[1]):
        return _WholeDay(stops, set(assigned), [], None)
    day = _WholeDay(stops, _without_papers(planned, assigned, crew_day), planned.parts_of(*crew_day), None)
    alone = len(day.parts) == 1 and bool(day.kept)
    return replace(day, route=replace(day.parts[0], stops=tuple(day.kept))) if alone else day


def _refitted(
    planned: DayRoutes, crew_day: CrewDay, whole_day: _WholeDay, ways: RouteWays | None, context: RegionContext
) -> Refit:
    day, crew = crew_day
    stops, kept, travel = whole_day.stops, whole_day.kept, context.rules.travel
    assigned = [stop.booking for stop in stops if not stop.underway]
    if not all(name in planned.homes for name in crew):
        return Refit(tuple(assigned))
    times = timed(whole_day.route, ways) if whole_day.route is not None and ways is not None else []
    if whole_day.route is not None and ways is not None and keeps(whole_day.route, times, ways):
        left: list[Stop] = []
    else:
        routes, left = fitted(planned, whole_day.parts, kept, travel)
        times = [
            each
            for route, its in zip(routes, ways_of(planned, routes, travel), strict=True)
            for each in timed(route, its)
        ]
    gone = whole_day.unfit | {stop.booking for stop in left}
    lost = tuple(name for name in assigned if name in gone)
    running = planned.days[day].start_s <= whole(context.at)
    if running or any(stop.underway for stop in stops):
        return Refit(lost)  # where they are by now is not what the plan says; the next stop added times them anew
    return Refit(lost, legs_of(times), tuple(duties(planned.region.region, crew, times)))


def _is_other(visit: OpenBooking, leg: Leg) -> bool:
    return (visit.arrive, visit.depart) != (leg.arrive, leg.depart)


def _without_papers(planned: DayRoutes, bookings: Iterable[Ident], crew_day: CrewDay) -> set[Ident]:
    """Those for which any of the crew lacks a certificate that the visit needs on its local day."""
    day, crew = crew_day
    on, legal = planned.days[day].on, dict[tuple[Certificate, ...], bool]()
    found: set[Ident] = set()
    for name in bookings:
        visit = planned.region.bookings[name]
        needed = visit.booking.needs.certificates if isinstance(visit, OpenBooking) else ()
        if needed not in legal:
            legal[needed] = not any(planned.region.collectors[each].lacks(needed, on) for each in crew)
        if not legal[needed]:
            found.add(name)
    return found


def replaced(
    region: RegionState, names: Sequence[Ident], context: RegionContext, reason: Reason
) -> tuple[list[RegionChange], list[Effect]]:
    """Another crew for each of these assigned bookings, or why there is none; scheduler hears of each.

    Whoever calls this drops the duties they had: before anything else is written, so that no time is taken twice. And
    tells the plans that are changed by it.
    """
    changes: list[RegionChange] = []
    effects: list[Effect] = []
    lost = [(name, visit) for name in names if isinstance(visit := region.bookings.get(name), Assigned)]
    for number, (_, visit) in enumerate(lost):
        # Those whose turn has not come yet hold nobody back: their crews can't keep them anyway.
        without = [name for name, _ in lost[number:]]
        found = crew_for(region, visit.booking, visit.version, context, without)
        changes.append(found.change)
        region = evolve(region, found.change)
        effects += crew_told(region.region, found, reason)
    return changes, effects
