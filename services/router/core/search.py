"""Who can serve which window at what cost: crews already formed for the day, or a new one of collectors still free.

The cost is the travel added, in seconds, summed over the members who travel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shared.contracts.values import Window

from . import insertion
from .day_routes import DayRoutes, Route
from .day_table import day_table
from .fleet import whole
from .free_collectors import FreeCollectors, free_collectors
from .home_ways import HomeWays
from .insertion import NEVER, ints
from .insertion_points import InsertionPoints, insertion_points
from .people_table import Flags, PeopleTable, people_table
from .travel import Travel, there_and_back
from .visit_site import VisitSite


@dataclass(frozen=True, slots=True)
class SearchSpace:
    """What can be chosen among: places in the days of crews that are out, and collectors who are free.

    `legal[day]` says of each of the `people` whether they may make such a visit then, time and place apart.
    """

    people: PeopleTable
    legal: Sequence[Flags]
    points: InsertionPoints
    free: FreeCollectors


@dataclass(frozen=True, slots=True)
class Choice:
    """The cheapest crew for window number `window` of day `day`: insertion point `point` of the space, or where that is
    -1 the free collectors `team`."""

    window: int
    day: int
    cost_s: int
    point: int
    team: tuple[int, ...]
    space: SearchSpace

    @property
    def route(self) -> Route:
        """Without stops where the crew is new. Of all windows few are chosen, so it is made when it is asked for."""
        points, free = self.space.points, self.space.free
        if self.point >= 0:
            return points.routes[int(points.route[self.point])]
        order = sorted(self.team, key=free.collector)
        return Route(self.day, tuple(map(free.collector, order)), tuple(map(free.span, order)), ())

    @property
    def position(self) -> int:
        """Before which of the stops of `route`."""
        return int(self.space.points.position[self.point]) if self.point >= 0 else 0


def search_space(planned: DayRoutes, site: VisitSite, travel: Travel) -> SearchSpace:
    people = people_table(planned)
    tables = [day_table(planned, day, people, travel) for day in range(len(planned.days))]
    welcome = people.at_home.copy()
    welcome[people.rows(site.barred)] = False
    ways = HomeWays(people, travel, *there_and_back(travel, people.homes, site.place))
    needed = site.needs.certificates
    who = [welcome & each.staff.certified(needed, day.on) for day, each in zip(planned.days, tables, strict=True)]
    return SearchSpace(
        people, who,
        insertion_points(planned, tables, who, site, ways),
        free_collectors(planned, tables, who, site, ways),
    )  # fmt: skip


def choices(planned: DayRoutes, site: VisitSite, windows: Sequence[Window], space: SearchSpace) -> list[Choice]:
    """The cheapest legal crew of each window that has one, in the order of the windows."""
    opens = ints([whole(window.start) for window in windows])
    closes = ints([whole(window.end) for window in windows])
    day = ints(np.searchsorted([day.start_s for day in planned.days], opens, side="right") - 1)
    points, free = space.points, space.free
    joined = insertion.cheapest(opens, closes, day, site.stay_s, points.arr, points.due, points.cost, points.day)
    formed = insertion.form_crew(
        opens, closes, day, site.stay_s, site.needs.crew_size, free.arr, free.due, free.cost, free.day
    )
    # A crew that is out already wins a tie: nobody else need leave home.
    old = np.where(joined >= 0, points.cost[joined], NEVER) if points.cost.size else np.full(joined.shape, NEVER)
    new = np.where(formed[:, 0] >= 0, free.cost[formed].sum(axis=1), NEVER) if free.cost.size else old + 1
    cost, point = np.minimum(old, new), np.where(old <= new, joined, -1)
    return [
        Choice(
            int(window), int(day[window]), int(cost[window]), int(point[window]), tuple(formed[window].tolist()), space
        )
        for window in np.flatnonzero(cost < NEVER)
    ]
