"""Who goes to one booking: the nearest legal crew, with the cheapest detour; or why there is none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from shared.contracts.routing import Booking
from shared.contracts.values import CollectorId, Ident, Member, Reason

from . import unassigned_reasons
from .changes import CrewChosen, CrewLacking
from .considered import considered
from .day_routes import Stop, day_routes, days_of
from .fleet import whole
from .lookup import RegionContext
from .search import choices, search_space
from .state import RegionState
from .timetable import Timed, inserted, legs_of, timetable
from .visit_site import VisitSite


@dataclass(frozen=True, slots=True)
class NearestCrew:
    """`times` are those of the crew's whole route, timed anew with this booking in it."""

    change: CrewChosen
    times: tuple[Timed, ...]
    members: tuple[Member, ...]
    detour_s: int


@dataclass(frozen=True, slots=True)
class NoLegalCrew:
    """Nobody can go, and why."""

    change: CrewLacking
    reasons: tuple[Reason, ...]


def crew_for(
    region: RegionState, booking: Booking, before: int, context: RegionContext, without: Iterable[Ident] = ()
) -> NearestCrew | NoLegalCrew:
    """Choose a crew for `booking`, which had `before` crews so far. Bookings in `without` hold nobody back.

    `region` is as the decision has it so far, which may be later than the context's.
    """
    found = _search(region, booking, before, context, {booking.booking, *without})
    return found if isinstance(found, NearestCrew) else no_crew(booking, before, found)


def no_crew(booking: Booking, before: int, reasons: tuple[Reason, ...]) -> NoLegalCrew:
    """Nobody goes to `booking`, for these reasons (at least one)."""
    return NoLegalCrew(CrewLacking(booking=booking, version=before), reasons)


def members(region: RegionState, crew: Iterable[CollectorId]) -> tuple[Member, ...]:
    """Names as they came, sealed. Whoever has no name was never registered, and is in no crew."""
    known = ((name, region.collectors[name].name) for name in crew)
    return tuple(Member(collector=name, name=sealed) for name, sealed in known if sealed is not None)


def _search(
    region: RegionState, booking: Booking, before: int, context: RegionContext, without: set[Ident]
) -> NearestCrew | tuple[Reason, ...]:
    window, needs, rules = booking.window, booking.needs, context.rules
    if window.end <= context.at:
        return (unassigned_reasons.window_passed(),)
    limits, visit = context.limits(window.zone), timedelta(minutes=needs.duration_min)
    # Asked again, though the window was quoted: quotes reserve nothing, and limits may have come into force since.
    if rules.pack.calendar.rule_of("visit", window, visit) is None:
        return (unassigned_reasons.outside_hours(limits),)
    place = context.lookup.place_of(booking.home)
    if place is None:
        return (unassigned_reasons.home_unreadable(),)
    site = VisitSite(place, needs, region.barred(booking.case, booking.not_collectors))
    days = days_of((window.start,), region.zone or window.zone)
    planned = day_routes(region, days, context.at, context.lookup, without)
    space = search_space(planned, site, rules.travel)
    found = choices(planned, site, (window,), space)
    if not found:
        return unassigned_reasons.refusals(planned, site, (window,), rules, limits)
    choice = found[0]
    stop = Stop(booking.booking, whole(window.start), whole(window.end), site.stay_s, 0, place)
    route = inserted(choice.route, stop, choice.position)
    times = tuple(timetable(planned, route, rules.travel))
    change = CrewChosen(
        booking=booking, version=before + 1, crew=route.crew, legs=legs_of(times),
        considered=considered(space, site, window, choice),
    )  # fmt: skip
    return NearestCrew(change, times, members(region, route.crew), choice.cost_s)
