"""Send somebody: the nearest legal crew for one booking, with the cheapest detour, and what that changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from services.router.core import why
from services.router.core.changes import CrewChosen, CrewLacking
from services.router.core.daybook import Stop, days_of, open_book
from services.router.core.door import Door
from services.router.core.duties import Duty, duties_of, legs_of
from services.router.core.fleet import whole
from services.router.core.means import Moment
from services.router.core.region import Region
from services.router.core.search import choices
from services.router.core.timetable import inserted, timetable
from shared.contracts.routing import Booking
from shared.contracts.values import CollectorId, Ident, Member, Reason


@dataclass(frozen=True, slots=True)
class Sent:
    """A crew was found; `duties` are those of its whole route, timed anew."""

    change: CrewChosen
    duties: tuple[Duty, ...]
    members: tuple[Member, ...]
    detour_s: int


@dataclass(frozen=True, slots=True)
class Lacking:
    """Nobody can go, and why."""

    change: CrewLacking
    reasons: tuple[Reason, ...]


def send(region: Region, booking: Booking, before: int, now: Moment, without: Iterable[Ident] = ()) -> Sent | Lacking:
    """Choose a crew for `booking`, which had `before` crews so far. Bookings in `without` hold nobody back."""
    found = _search(region, booking, before, now, {booking.booking, *without})
    return found if isinstance(found, Sent) else lacking(booking, before, found)


def lacking(booking: Booking, before: int, reasons: tuple[Reason, ...]) -> Lacking:
    """Nobody goes to `booking`, for these reasons (at least one)."""
    return Lacking(CrewLacking(booking=booking, version=before), reasons)


def members(region: Region, crew: Iterable[CollectorId]) -> tuple[Member, ...]:
    """Names as they came, sealed. Whoever has no name was never registered, and is in no crew."""
    known = ((name, region.collectors[name].name) for name in crew)
    return tuple(Member(collector=name, name=sealed) for name, sealed in known if sealed is not None)


def _search(
    region: Region, booking: Booking, before: int, now: Moment, without: set[Ident]
) -> Sent | tuple[Reason, ...]:
    window, needs, means = booking.window, booking.needs, now.means
    if window.end <= now.at:
        return (why.window_passed(),)
    limits, visit = now.limits(window.zone), timedelta(minutes=needs.duration_min)
    if means.pack.calendar.rule_of("visit", window, visit) is None:
        return (why.outside_hours(limits),)
    place = now.sight.place_of(booking.home)
    if place is None:
        return (why.home_unreadable(),)
    door = Door(place, needs, region.barred(booking.case, booking.not_collectors))
    book = open_book(region, days_of((window.start,), region.zone or window.zone), now.at, now.sight, without)
    found = choices(book, door, (window,), means.travel, means.kernel)
    if not found:
        return why.refusals(book, door, (window,), means, limits)
    choice = found[0]
    stop = Stop(booking.booking, whole(window.start), whole(window.end), door.stay_s, 0, place)
    route = inserted(choice.route, stop, choice.position)
    times = timetable(book, route, means.travel)
    change = CrewChosen(booking=booking, version=before + 1, crew=route.crew, legs=legs_of(times))
    return Sent(change, tuple(duties_of(region.region, route.crew, times)), members(region, route.crew), choice.cost_s)
