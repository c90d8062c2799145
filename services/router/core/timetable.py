"""When a crew is where: the earliest times at which a route's stops can be visited in their order.

Crews set out just in time: whoever has to wait for a window to open waits before leaving, not at the door.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .changes import Leg
from .day_routes import DayRoutes, Route, Stop
from .fleet import moment
from .travel import Travel


@dataclass(frozen=True, slots=True)
class Timed:
    """At the door from `arrive_s` to `depart_s`; `leave_s[i]` is when member `i` sets out for it."""

    stop: Stop
    arrive_s: int
    depart_s: int
    leave_s: tuple[int, ...]


def timetable(planned: DayRoutes, route: Route, travel: Travel) -> list[Timed]:
    """Times for every stop, kept or not: see `is_kept`."""
    if not route.stops:
        return []
    doors = np.array([stop.place for stop in route.stops])
    begins = np.array([planned.start_of(name, route.day) for name in route.crew])
    out = travel.seconds(begins, doors[:1]).tolist()
    legs = travel.seconds(doors[:-1], doors[1:]).tolist()
    ready = max(span[0] + way for span, way in zip(route.spans, out, strict=True))
    found: list[Timed] = []
    for number, stop in enumerate(route.stops):
        # To the first door everybody goes alone, from their own home; from there on they travel together.
        ways = out if number == 0 else [legs[number - 1]] * len(route.crew)
        arrive = max(stop.open_s, ready if number == 0 else found[-1].depart_s + ways[0])
        found.append(Timed(stop, arrive, arrive + stop.stay_s, tuple(arrive - way for way in ways)))
    return found


def is_kept(planned: DayRoutes, route: Route, travel: Travel) -> bool:
    """Of a route with stops: is every window met, and is everybody home when work ends?"""
    times = timetable(planned, route, travel)
    if any(each.arrive_s > each.stop.close_s for each in times):
        return False
    homes = np.array([planned.homes[name] for name in route.crew])
    back = travel.seconds(np.array([times[-1].stop.place]), homes).tolist()
    return all(times[-1].depart_s + way <= span[1] for way, span in zip(back, route.spans, strict=True))


def inserted(route: Route, stop: Stop, position: int) -> Route:
    return replace(route, stops=(*route.stops[:position], stop, *route.stops[position:]))


def fitted(
    planned: DayRoutes, routes: Sequence[Route], stops: Sequence[Stop], travel: Travel
) -> tuple[list[Route], list[Stop]]:
    """Put `stops`, in their order, into the crew's routes (parts of one day, ascending), each where it still fits.

    Returns the routes with their stops, and the stops that fit nowhere any more.
    """
    if len(routes) == 1 and stops and is_kept(planned, whole := replace(routes[0], stops=tuple(stops)), travel):
        return [whole], []  # and so is every beginning of it: a stop less never breaks a route
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
