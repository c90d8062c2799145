"""What the search says of each gap in a route is what walking the route says, stop by stop."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from services.router.core.day_routes import DayRoutes, Route, day_routes, days_of
from services.router.core.lookup import RegionLookup
from services.router.core.search import search_space
from services.router.core.timetable import is_kept, timetable
from services.router.core.travel import Coordinates, SpeedModel
from services.router.core.visit_site import REACH_S, VisitSite
from shared.contracts.values import Needs

from .events import ZONE, at, box, hired, made, on_shift, opened
from .given import Scenario, given

TRAVEL = SpeedModel()
HERE = opened(box(2, 1))
PAIR = VisitSite(HERE, Needs(), frozenset())


def way(origin: Coordinates, destination: Coordinates) -> int:
    return int(TRAVEL.seconds(np.array([origin]), np.array([destination]))[0])


def town() -> Scenario:
    """A crew with three stops, one with a single stop, and one whose day has two halves, the first without a stop."""
    split = [on_shift("zoe", 5, 9, 12, shift="d5"), on_shift("zoe", 5, 14, 18, shift="later")]
    staff = [
        hired("ana", 1),
        hired("rui", 2, 3),
        hired("eva", 8),
        hired("leo", 9, 1),
        hired("max", -6),
        hired("zoe", -7),
    ]
    return given(
        *staff,
        split,
        made("b1", hour=9, east=3),
        made("b2", hour=12, east=4, north=2),
        made("b3", hour=15, east=1, north=4),
        made("b4", hour=13, east=9),
        made("b5", hour=15, east=-6, north=1, not_collectors=("ana", "rui", "eva", "leo")),
    )


def book_of(life: Scenario) -> DayRoutes:
    boxes = [each.home for each in life.region.collectors.values() if each.home is not None]
    boxes += [visit.booking.home for visit in life.region.bookings.values()]  # type: ignore[union-attr]
    return day_routes(
        life.region, days_of([at(5, 9)], ZONE), life.at, RegionLookup({each.box: opened(each) for each in boxes})
    )


def total(book: DayRoutes, route: Route, places: list[Coordinates]) -> int:
    """Travel of all members: from home to the first stop, together from stop to stop, and home."""
    if not places:
        return 0
    out = sum(way(book.start_of(name, route.day), places[0]) for name in route.crew)
    back = sum(way(places[-1], book.homes[name]) for name in route.crew)
    return out + len(route.crew) * sum(way(one, two) for one, two in pairwise(places)) + back


def latest(book: DayRoutes, route: Route) -> list[int]:
    """The latest arrival at each stop that still keeps what comes after it."""
    found: list[int] = []
    leave = min(
        span[1] - way(route.stops[-1].place, book.homes[name])
        for name, span in zip(route.crew, route.spans, strict=True)
    )
    for number in range(len(route.stops) - 1, -1, -1):
        stop = route.stops[number]
        found.insert(0, min(stop.close_s, leave - stop.stay_s))
        if number:
            leave = found[0] - way(route.stops[number - 1].place, stop.place)
    return found


def test_each_gap_costs_and_allows_what_walking_it_does() -> None:
    book = book_of(town())
    gaps = search_space(book, PAIR, TRAVEL).points
    seen = set()
    for row, (number, position) in enumerate(zip(gaps.route.tolist(), gaps.position.tolist(), strict=True)):
        route = gaps.routes[number]
        seen.add((route.crew, len(route.stops), position))
        places = [stop.place for stop in route.stops]
        assert all(start <= stop.arrive_s < end for stop in route.stops for start, end in route.spans)
        with_it = [*places[:position], HERE, *places[position:]]
        assert gaps.cost[row] == total(book, route, with_it) - total(book, route, places)
        pairs = list(zip(route.crew, route.spans, strict=True))
        if position == 0:
            arr = max(span[0] + way(book.start_of(name, route.day), HERE) for name, span in pairs)
        else:
            before = timetable(book, route, TRAVEL)[position - 1]
            arr = before.depart_s + way(before.stop.place, HERE)
        if position == len(places):
            due = min(span[1] - way(HERE, book.homes[name]) for name, span in pairs)
        else:
            due = latest(book, route)[position] - way(HERE, places[position])
        assert (gaps.arr[row], gaps.due[row], gaps.day[row]) == (arr, due, 0)
    assert seen == {
        *((("ana", "rui"), 3, position) for position in range(4)),
        *((("eva", "leo"), 1, position) for position in range(2)),
        *((("max", "zoe"), 1, position) for position in range(2)),
        (("max", "zoe"), 0, 0),
    }


def test_what_is_too_far_for_each_member_is_no_gap() -> None:
    book, far = book_of(town()), VisitSite(opened(box(70, 0)), Needs(), frozenset())
    gaps = search_space(book, far, TRAVEL).points
    assert len(gaps.routes) == 4
    assert all(cost <= 2 * REACH_S for cost in gaps.cost)
    assert len(gaps.route) < 9


def test_free_hands_cost_the_way_there_and_back_and_come_by_day_then_cost() -> None:
    life = given(hired("ana", 1), hired("rui", 5), hired("eva", 3), hired("leo", 200))
    book = book_of(life)
    hands = search_space(book, PAIR, TRAVEL).free
    found = [hands.collector(row) for row in range(len(hands.who))]
    assert found == ["ana", "eva", "rui"]  # leo lives too far away
    for row, name in enumerate(found):
        home, (start, end) = book.homes[name], hands.span(row)
        assert (start, end) == (int(at(5, 9).timestamp()), int(at(5, 18).timestamp()))
        assert hands.cost[row] == way(home, HERE) + way(HERE, home)
        assert (hands.arr[row], hands.due[row]) == (start + way(home, HERE), end - way(HERE, home))
        assert hands.day[row] == 0


def test_without_anybody_there_are_neither_gaps_nor_hands() -> None:
    book = book_of(given())
    space = search_space(book, PAIR, TRAVEL)
    gaps, hands = space.points, space.free
    assert [
        len(each) for each in (gaps.routes, gaps.route, gaps.position, gaps.arr, gaps.due, gaps.cost, gaps.day)
    ] == [0] * 7
    assert [len(each) for each in (hands.who, hands.arr, hands.due, hands.cost, hands.day)] == [0] * 5


def test_a_route_is_kept_when_the_last_door_is_reached_at_closing_and_everybody_is_home_as_work_ends() -> None:
    book = book_of(town())
    (route,) = book.routes_of(0, ("ana", "rui"))
    last = timetable(book, route, TRAVEL)[-1]
    home = {name: last.depart_s + way(last.stop.place, book.homes[name]) for name in route.crew}
    just = replace(
        route, spans=tuple((span[0], home[name]) for name, span in zip(route.crew, route.spans, strict=True))
    )
    assert is_kept(book, just, TRAVEL)
    (start, end), other = just.spans
    assert not is_kept(book, replace(just, spans=((start, end - 1), other)), TRAVEL)
    closing = replace(last.stop, close_s=last.arrive_s)
    assert is_kept(book, replace(route, stops=(*route.stops[:-1], closing)), TRAVEL)
    closed = replace(last.stop, close_s=last.arrive_s - 1)
    assert not is_kept(book, replace(route, stops=(*route.stops[:-1], closed)), TRAVEL)
