"""Where a door would fit into the routes there are: for each point when, until when, and at what added cost.

At a route's ends members travel from and to their own homes, so the last of them to arrive counts, and the first who
has to leave. Between stops they travel together. Cost adds up over members.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .booked_days import Crew
from .day_routes import CrewDay, DayRoutes, Route
from .day_table import DayTable
from .fleet import whole
from .home_ways import HomeWays
from .insertion import Ints, ints, schedule
from .people_table import Flags, PeopleTable
from .route_table import RouteRow, RouteTable, home_ways, route_table
from .travel import Places, Travel, row, there_and_back
from .visit_site import REACH_S, VisitSite


@dataclass(frozen=True, slots=True)
class Routes:
    """Routes by number, each made when it is asked for."""

    planned: DayRoutes
    people: PeopleTable
    days: Ints
    members: Ints
    part: Ints

    def crew_day(self, number: int) -> CrewDay:
        crew: Crew = tuple(self.people.names[each] for each in self.members[number].tolist())
        return int(self.days[number]), crew

    def crew_days(self) -> Iterator[CrewDay]:
        return (self.crew_day(number) for number in range(len(self)))

    def __len__(self) -> int:
        return len(self.days)

    def __getitem__(self, number: int) -> Route:
        return self.planned.routes_of(*self.crew_day(number))[int(self.part[number])]


@dataclass(frozen=True, slots=True)
class InsertionPoints:
    """Before stop `position` of `routes[route]`: there from `arr`, gone by `due`, `cost` seconds of added travel."""

    routes: Routes
    route: Ints
    position: Ints
    arr: Ints
    due: Ints
    cost: Ints
    day: Ints


def insertion_points(
    planned: DayRoutes, tables: Sequence[DayTable], legal: Sequence[Flags], site: VisitSite, ways: HomeWays
) -> InsertionPoints:
    """Every point near enough, of every route whose whole crew is among those who are `legal` on its day."""
    size, people = site.needs.crew_size, ways.people
    routes, columns, before = list[tuple[int, RouteTable]](), list[Points](), 0
    for day, (known, may_go) in enumerate(zip(tables, legal, strict=True)):
        if size in known.routes:
            table, points = _of_day(planned, day, known.routes[size], may_go, site, ways)
            routes.append((day, table))
            columns.append((points[0] + before, *points[1:], np.full(len(points[0]), day)))
            before += len(table.stops)
    if not routes:
        none = ints([])
        return InsertionPoints(Routes(planned, people, none, ints([]).reshape(0, size), none), *[none] * 6)
    numbered = Routes(
        planned,
        people,
        ints(np.concatenate([np.full(len(each.stops), day) for day, each in routes])),
        ints(np.concatenate([each.members for _, each in routes])),
        ints(np.concatenate([each.part for _, each in routes])),
    )
    return InsertionPoints(numbered, *(ints(np.concatenate(column)) for column in zip(*columns, strict=True)))


Points = tuple[Ints, ...]


def _of_day(
    planned: DayRoutes, day: int, table: RouteTable, legal: Flags, site: VisitSite, ways: HomeWays
) -> tuple[RouteTable, Points]:
    """Routes of one day, and of each point: route, position, arrival, departure, cost."""
    size, out = site.needs.crew_size, None
    may_go = legal[table.members].all(axis=1)
    if planned.is_running(day):
        table, begins = _from_now_on(planned, day, table.taken(np.flatnonzero(may_go)), ways.people, ways.travel)
        out = ints(ways.travel.seconds(begins, row(site.place))).reshape(table.members.shape)
    elif not may_go.all():
        table = table.taken(np.flatnonzero(may_go))
    routes, stops = len(table.stops), len(table.place)
    out = ways.come[table.members] if out is None else out
    back = ways.go[table.members]
    ready, due = (table.first + out).max(axis=1, initial=0), (table.last - back).min(axis=1, initial=2**62)
    to_here, from_here = there_and_back(ways.travel, table.place, site.place)

    # One row per point. `before` and `after` are its stops; at a route's ends they are others' and are not used.
    points = table.stops + 1
    of = np.arange(routes).repeat(points)
    first = np.cumsum(points) - points
    position = np.arange(len(of)) - first[of]
    after = table.offset[of] + position
    before, after = np.maximum(after - 1, 0), np.minimum(after, stops - 1)
    starts, ends = position == 0, position == table.stops[of]
    if stops:
        arr = np.where(starts, ready[of], (table.earliest + table.stay + to_here)[before])
        until = np.where(ends, due[of], (table.latest - from_here)[after])
        entering = np.where(starts, out.sum(axis=1)[of], size * to_here[before])
        leaving = np.where(ends, back.sum(axis=1)[of], size * from_here[after])
        saved = np.where(starts, table.way_out[of], np.where(ends, table.way_back[of], size * table.leg[after]))
    else:
        arr, until, saved = ready[of], due[of], np.zeros(len(of), dtype=np.int64)
        entering, leaving = out.sum(axis=1)[of], back.sum(axis=1)[of]
    cost = np.maximum(entering + leaving - np.where(starts & ends, 0, saved), 0)
    near = np.flatnonzero(cost <= size * REACH_S)
    return table, (of[near], position[near], arr[near], until[near], cost[near])


def _from_now_on(
    planned: DayRoutes, day: int, table: RouteTable, people: PeopleTable, travel: Travel
) -> tuple[RouteTable, Places]:
    """On the running day: nobody works before now, and crews begin where they are. Also where that is, by member."""
    since, count = np.unique(table.since, return_counts=True)
    split = np.isin(table.since, since[count > 1])
    anew: list[RouteRow] = []
    for number in np.flatnonzero(split & (table.part == 0)).tolist():
        crew = tuple(people.names[each] for each in table.members[number].tolist())
        routes = planned.routes_of(day, crew)
        anew += [RouteRow(int(table.since[number]), part, route) for part, route in enumerate(routes)]
    first = np.maximum(table.first, whole(planned.at))
    table = replace(table, first=ints(first))
    table = table.taken(np.flatnonzero(~split & (first.max(axis=1, initial=0) < table.last.min(axis=1, initial=2**62))))
    if anew:
        table = table.and_those_of(route_table(table.size, anew, people, travel))
    names = [people.names[each] for each in table.members.ravel().tolist()]
    begins = np.array([planned.start_of(name, day) for name in names]).reshape(*table.members.shape, 2)
    out, back = home_ways(table.members, table.stops, table.place, begins, people.homes, travel)
    ready, due = (table.first + out).max(axis=1, initial=0), (table.last - back).min(axis=1, initial=2**62)
    earliest, latest = schedule(table.offset, table.opens, table.closes, table.stay, table.leg, ints(ready), ints(due))
    return replace(
        table, way_out=ints(out.sum(axis=1)), ready=ints(ready), due=ints(due), earliest=earliest, latest=latest
    ), begins
