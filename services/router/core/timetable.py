"""When a crew is where: the earliest times at which a route's stops can be visited in their order.

Crews set out just in time: whoever has to wait for a window to open waits before leaving, not at the door.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

import numpy as np

from shared.decision.replaced import replace

from .changes import Leg
from .day_routes import DayRoutes, Route, Stop
from .fleet import moment
from .travel import Coordinates, Travel


@dataclass(frozen=True, slots=True)
class Timed:
    """At the door from `arrive_s` to `depart_s`; `leave_s[i]` is when member `i` sets out for it."""

    stop: Stop
    arrive_s: int
    depart_s: int
    leave_s: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RouteWays:
    """In seconds: `out` from where each member begins to the first door, `legs` from each door to the next, `back` from
    the last one to each home."""

    out: list[int]
    legs: list[int]
    back: list[int]


def timetable(planned: DayRoutes, route: Route, travel: Travel) -> list[Timed]:
    """Times for every stop, kept or not: see `is_kept`."""
    return timed(route, ways_of(planned, [route], travel)[0])


def is_kept(planned: DayRoutes, route: Route, travel: Travel) -> bool:
    """Of a route with stops: is every window met, and is everybody home when work ends?"""
    ways = ways_of(planned, [route], travel)[0]
    return keeps(route, timed(route, ways), ways)


def ways_of(planned: DayRoutes, routes: Sequence[Route], travel: Travel) -> list[RouteWays]:
    """The ways of each route, all asked for at once: a question costs more than what it is about."""
    some = [route for route in routes if route.stops]
    begins = [planned.start_of(name, route.day) for route in some for name in route.crew]
    firsts = [route.stops[0].place for route in some for _ in route.crew]
    lasts = [route.stops[-1].place for route in some for _ in route.crew]
    homes = [planned.homes[name] for route in some for name in route.crew]
    doors = [(one.place, two.place) for route in some for one, two in pairwise(route.stops)]
    out, back = iter(_seconds(travel, begins, firsts)), iter(_seconds(travel, lasts, homes))
    legs = iter(_seconds(travel, [way[0] for way in doors], [way[1] for way in doors]))
    return [
        RouteWays(
            list(islice(out, len(route.crew))),
            list(islice(legs, len(route.stops) - 1)),
            list(islice(back, len(route.crew))),
        )
        if route.stops
        else RouteWays([], [], [])
        for route in routes
    ]


def timed(route: Route, ways: RouteWays) -> list[Timed]:
    """Times for every stop, kept or not."""
    if not route.stops:
        return []
    ready = max(span[0] + way for span, way in zip(route.spans, ways.out, strict=True))
    found: list[Timed] = []
    for number, stop in enumerate(route.stops):
        # To the first door everybody goes alone, from their own home; from there on they travel together.
        come = ways.out if number == 0 else [ways.legs[number - 1]] * len(route.crew)
        arrive = max(stop.open_s, ready if number == 0 else found[-1].depart_s + come[0])
        found.append(Timed(stop, arrive, arrive + stop.stay_s, tuple(arrive - way for way in come)))
    return found


def keeps(route: Route, times: Sequence[Timed], ways: RouteWays) -> bool:
    """By these times of all its stops: is every window met, and is everybody home when work ends?"""
    if any(each.arrive_s > each.stop.close_s for each in times):
        return False
    return all(times[-1].depart_s + way <= span[1] for way, span in zip(ways.back, route.spans, strict=True))


def _seconds(travel: Travel, origins: Sequence[Coordinates], destinations: Sequence[Coordinates]) -> list[int]:
    found: list[int] = travel.seconds(np.array(origins), np.array(destinations)).tolist() if origins else []
    return found


def inserted(route: Route, stop: Stop, position: int) -> Route:
    return replace(route, stops=(*route.stops[:position], stop, *route.stops[position:]))


def fitted(
    planned: DayRoutes, routes: Sequence[Route], stops: Sequence[Stop], travel: Travel
) -> tuple[list[Route], list[Stop]]:
    """Put `stops`, in their order, into the crew's routes (parts of one day, ascending), each where it still fits.

    Returns the routes with their stops, and the stops that fit nowhere any more. Where all of them fit into the one
    route that there is, so does every beginning of it (a stop less never breaks a route): who knows that asks not here.
    """
    filled, left, part = [replace(route, stops=()) for route in routes], list[Stop](), 0
    for stop in stops:
        for number in range(part, len(filled)):
            tried = inserted(filled[number], stop, len(filled[number].stops))
            if is_kept(planned, tried, travel):
                filled[number], part = tried, number
                break
        else:
            left.append(stop)
    return filled, left


def legs_of(times: Iterable[Timed]) -> tuple[Leg, ...]:
    """A timetable as changes hold it."""
    return tuple(Leg(booking=t.stop.booking, arrive=moment(t.arrive_s), depart=moment(t.depart_s)) for t in times)
