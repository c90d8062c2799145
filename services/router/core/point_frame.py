"""The places in a day's routes where a door could be put: what does not depend on the door, so that it is kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .insertion import Ints, ints
from .route_table import RouteTable


@dataclass(frozen=True, slots=True, eq=False)
class PointFrame:
    """By place, route after route: which `route`, before which of its stops (`position`), the stops of `table` that lie
    `before` and `after` it, when the crew can leave the one (`leave`), must be at the other (`latest`), and the way
    between them (`way`). At a route's ends the stop outside is another route's, and means nothing.

    By route: its `first` and its `last` place, and whether it is `empty`: then these are the same.
    """

    table: RouteTable
    route: Ints
    position: Ints
    before: Ints
    after: Ints
    leave: Ints
    latest: Ints
    way: Ints
    first: Ints
    last: Ints
    empty: Ints

    def arr_due_cost(self, out: Ints, back: Ints, to_here: Ints, from_here: Ints) -> tuple[Ints, Ints, Ints]:
        """By place: when the crew can be at the door, when it must have left, and what that adds. `out` and `back` are
        each member's ways between home and door, by route; `to_here` and `from_here` those of each stop."""
        table, size = self.table, self.table.size
        if not len(table.place):
            to_here = from_here = np.zeros(1, dtype=np.int64)  # every route is empty
        coming, going = to_here[self.before], from_here[self.after]
        arr, due, cost = self.leave + coming, self.latest - going, size * (coming + going - self.way)
        arr[self.first] = (table.first + out).max(axis=1, initial=0)
        due[self.last] = (table.last - back).min(axis=1, initial=2**62)
        leave_home, go_home = out.sum(axis=1), back.sum(axis=1)
        cost[self.first] = leave_home + size * going[self.first] - table.way_out
        cost[self.last] = go_home + size * coming[self.last] - table.way_back
        cost[self.first[self.empty]] = (leave_home + go_home)[self.empty]
        return arr, due, np.maximum(cost, 0)


def point_frame(table: RouteTable) -> PointFrame:
    places = table.stops + 1
    route = np.arange(len(places)).repeat(places)
    first = np.cumsum(places) - places
    position = np.arange(len(route)) - first[route]
    after = table.offset[route] + position
    none, stops = np.zeros(len(route), dtype=np.int64), len(table.place)
    before, after = (np.maximum(after - 1, 0), np.minimum(after, stops - 1)) if stops else (none, none)
    leave = (table.earliest + table.stay)[before] if stops else none
    latest, way = (table.latest[after], table.leg[after]) if stops else (none, none)
    return PointFrame(
        table, ints(route), ints(position), ints(before), ints(after), leave, latest, way,
        ints(first), ints(first + table.stops), ints(np.flatnonzero(table.stops == 0)),
    )  # fmt: skip
