"""Places in routes: also in a route that has no stop."""

from __future__ import annotations

import numpy as np

from services.router.core.insertion import Ints, ints
from services.router.core.point_frame import point_frame
from services.router.core.route_table import RouteTable


def one(value: int) -> Ints:
    return ints([value])


def of_no_stops() -> RouteTable:
    """A part of a day in which nothing is booked, from 100 to 900."""
    none = ints([])
    return RouteTable(
        2, one(0), one(0), ints([[0, 1]]), ints([[100, 100]]), ints([[900, 900]]), one(0), one(0), one(0), one(100),
        one(900), none, none, none, np.zeros((0, 2)), none, none, none,
    )  # fmt: skip


def test_a_route_without_stops_has_one_place_between_the_homes() -> None:
    frame = point_frame(of_no_stops())
    assert (frame.route.tolist(), frame.position.tolist()) == ([0], [0])
    arr, due, cost = frame.arr_due_cost(ints([[10, 20]]), ints([[30, 40]]), ints([]), ints([]))
    assert (arr.tolist(), due.tolist(), cost.tolist()) == ([120], [860], [100])
