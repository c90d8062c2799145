"""Somebody can't come, works other hours, lost a certificate or must not come to a door any more: who goes instead?

Only bookings that their crew can't keep change hands; a crew that lost some hours keeps what still fits. A visit
under way is never touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.router.core import plan
from services.router.core.announcing import announced
from services.router.core.changes import Change, Leg
from services.router.core.daybook import Book, CrewDay, days_of, open_book
from services.router.core.duties import Duty, duties_of, legs_of
from services.router.core.evolve import evolve
from services.router.core.fleet import moment, whole
from services.router.core.means import Moment
from services.router.core.region import Region
from services.router.core.sending import send
from services.router.core.timetable import fitted, timetable
from services.router.core.visit import Assigned, Open
from shared.contracts.values import CollectorId, Ident, Reason
from shared.decision import Effect


@dataclass(frozen=True, slots=True)
class Refit:
    """`lost` can't be kept, in the order of arrival; what stays is timed by `legs` and `duties`."""

    lost: tuple[Ident, ...] = ()
    legs: tuple[Leg, ...] = ()
    duties: tuple[Duty, ...] = ()


def refit(region: Region, collector: CollectorId, now: Moment) -> Refit:
    """What the hours, the home and the certificates that the collector now has mean for the bookings ahead.

    Judged by the day as planned, from home: that somebody runs late today is no reason to send somebody else.
    """
    ahead = {
        name: visit
        for name, visit in region.bookings.items()
        if isinstance(visit, Open) and max(visit.booking.window.end, visit.depart) >= now.at
    }
    starts = sorted(visit.booking.window.start for visit in ahead.values() if collector in visit.crew)
    if not starts or region.zone is None:
        return Refit()
    days = days_of(starts, region.zone)
    eve = moment(days[0].start_s - 1)
    book = open_book(region, days, eve, now.sight, region.bookings.keys() - ahead.keys())
    found = [_refitted(book, crew_day, now) for crew_day in book.crews if collector in crew_day[1]]
    lost = sorted((name for each in found for name in each.lost), key=lambda name: (ahead[name].arrive, name))
    legs = tuple(leg for each in found for leg in each.legs)
    return Refit(tuple(lost), legs, tuple(duty for each in found for duty in each.duties))


def _refitted(book: Book, crew_day: CrewDay, now: Moment) -> Refit:
    day, crew = crew_day
    stops = book.crews[crew_day]
    assigned = [stop.booking for stop in stops if not stop.underway]
    if not all(name in book.homes for name in crew):
        return Refit(tuple(assigned))
    unfit = {name for name in assigned if _lacks_papers(book, name, crew_day)}
    kept = [stop for stop in stops if stop.booking not in unfit]
    routes, left = fitted(book, book.routes_of(day, crew), kept, now.means.travel)
    lost = tuple(name for name in assigned if name in unfit or any(stop.booking == name for stop in left))
    running = book.days[day].start_s <= whole(now.at)
    if running or any(stop.underway for stop in stops):
        return Refit(lost)  # where they are by now is not what the plan says; the next stop added times them anew
    times = [timed for route in routes for timed in timetable(book, route, now.means.travel)]
    return Refit(lost, legs_of(times), tuple(duties_of(book.region.region, crew, times)))


def _lacks_papers(book: Book, booking: Ident, crew_day: CrewDay) -> bool:
    """Does any of the crew lack a certificate that this visit needs on its local day?"""
    day, crew = crew_day
    visit = book.region.bookings[booking]
    needed = visit.booking.needs.certificates if isinstance(visit, Open) else ()
    return any(book.region.collectors[name].lacks(needed, book.days[day].on) for name in crew)


def replaced(
    region: Region, names: Sequence[Ident], now: Moment, reason: Reason
) -> tuple[tuple[Change, ...], tuple[Effect, ...]]:
    """Another crew for each of these assigned bookings, or why there is none; told to everybody whom it concerns.

    Whoever calls this drops the duties they had: before anything else is written, so that no time is taken twice.
    """
    changes: list[Change] = []
    effects: list[Effect] = []
    lost = [(name, visit) for name in names if isinstance(visit := region.bookings.get(name), Assigned)]
    for number, (_, visit) in enumerate(lost):
        found = send(region, visit.booking, visit.version, now, without=[name for name, _ in lost[number:]])
        changes.append(found.change)
        region = evolve(region, found.change)
        effects += announced(found, visit.booking, reason)
    starts = [visit.booking.window.start for _, visit in lost]
    effects += plan.touched(region, starts, now.at, reason, always=True)
    return tuple(changes), tuple(effects)
