"""Somebody can't come, works other hours, lost a certificate or must not come to a door any more: who goes instead?

Only bookings that their crew can't keep change hands; a crew that lost some hours keeps what still fits. A visit
under way is never touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.contracts.values import CollectorId, Ident, Reason
from shared.decision import Effect

from .changes import Leg, RegionChange
from .crew_assignment import crew_for
from .day_routes import CrewDay, DayRoutes, day_routes, days_of
from .events_out import Duty, crew_told, duties
from .evolve import evolve
from .fleet import moment, whole
from .lookup import RegionContext
from .state import Assigned, OpenBooking, RegionState
from .timetable import fitted, legs_of, timetable


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
    found = [_refitted(planned, crew_day, context) for crew_day in planned.crews_with(collector)]
    lost = sorted((name for each in found for name in each.lost), key=lambda name: (ahead[name].arrive, name))
    legs = tuple(leg for each in found for leg in each.legs if _is_other(ahead[leg.booking], leg))
    return Refit(tuple(lost), legs, tuple(duty for each in found for duty in each.duties))


def _refitted(planned: DayRoutes, crew_day: CrewDay, context: RegionContext) -> Refit:
    day, crew = crew_day
    stops = planned.stops_of(day, crew)
    assigned = [stop.booking for stop in stops if not stop.underway]
    if not all(name in planned.homes for name in crew):
        return Refit(tuple(assigned))
    unfit = {name for name in assigned if _lacks_papers(planned, name, crew_day)}
    kept = [stop for stop in stops if stop.booking not in unfit]
    routes, left = fitted(planned, planned.routes_of(day, crew), kept, context.rules.travel)
    lost = tuple(name for name in assigned if name in unfit or any(stop.booking == name for stop in left))
    running = planned.days[day].start_s <= whole(context.at)
    if running or any(stop.underway for stop in stops):
        return Refit(lost)  # where they are by now is not what the plan says; the next stop added times them anew
    times = [timed for route in routes for timed in timetable(planned, route, context.rules.travel)]
    return Refit(lost, legs_of(times), tuple(duties(planned.region.region, crew, times)))


def _is_other(visit: OpenBooking, leg: Leg) -> bool:
    return (visit.arrive, visit.depart) != (leg.arrive, leg.depart)


def _lacks_papers(planned: DayRoutes, booking: Ident, crew_day: CrewDay) -> bool:
    """Does any of the crew lack a certificate that this visit needs on its local day?"""
    day, crew = crew_day
    visit = planned.region.bookings[booking]
    needed = visit.booking.needs.certificates if isinstance(visit, OpenBooking) else ()
    return any(planned.region.collectors[name].lacks(needed, planned.days[day].on) for name in crew)


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
