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
from .insertion import ints
from .insertion_points import InsertionPoints, insertion_points
from .people_table import Flags, PeopleTable, people_table
from .travel import Travel, there_and_back
from .visit_site import VisitSite


@dataclass(frozen=True, slots=True)
class Choice:
    """The cheapest crew for window number `window`: before stop `position` of `route`, which has none if it is new.

    `route` is number `number` of `routes`: of all windows that could be had few are, so it is made when asked for.
    """

    window: int
    cost_s: int
    routes: Sequence[Route]
    number: int
    position: int

    @property
    def route(self) -> Route:
        return self.routes[self.number]


@dataclass(frozen=True, slots=True)
class SearchSpace:
    """What can be chosen among: places in the days of crews that are out, and collectors who are free.

    `legal[day]` says of each of the `people` whether they may make such a visit then, time and place apart.
    """

    people: PeopleTable
    legal: Sequence[Flags]
    points: InsertionPoints
    free: FreeCollectors


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
    return [
        choice
        for window, (point, team) in enumerate(zip(joined.tolist(), formed.tolist(), strict=True))
        if (choice := _cheaper(window, int(day[window]), point, team, points, free)) is not None
    ]


def _cheaper(
    window: int, day: int, point: int, team: list[int], points: InsertionPoints, free: FreeCollectors
) -> Choice | None:
    """A crew that is out already wins a tie: nobody else need leave home."""
    new = None
    if team[0] >= 0:
        order = sorted(team, key=free.collector)
        crew = tuple(map(free.collector, order))
        route = Route(day, crew, tuple(map(free.span, order)), ())
        new = Choice(window, int(sum(free.cost[each] for each in team)), (route,), 0, 0)
    if point < 0:
        return new
    cost, number, position = (int(each[point]) for each in (points.cost, points.route, points.position))
    old = Choice(window, cost, points.routes, number, position)
    return old if new is None or old.cost_s <= new.cost_s else new
