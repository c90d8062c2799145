"""Where a door would fit into the routes there are: for each point when, until when, and at what added cost.

At a route's ends members travel from and to their own homes, so the last of them to arrive counts, and the first who
has to leave. Between stops they travel together. Cost adds up over members.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from shared.decision.replaced import replace

from .booked_days import Crew
from .day_routes import CrewDay, DayRoutes, Route
from .day_table import DayTable
from .fleet import whole
from .home_ways import HomeWays
from .insertion import Ints, ints, schedule
from .people_table import Flags, PeopleTable
from .point_frame import PointFrame, point_frame
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
    days = [
        _routes_of(planned, day, known, size, may_go, site, ways)
        for day, (known, may_go) in enumerate(zip(tables, legal, strict=True))
        if size in known.routes
    ]
    if not days:
        none = ints([])
        return InsertionPoints(Routes(planned, people, none, ints([]).reshape(0, size), none), *[none] * 6)
    tables_of = [each.frame.table for each in days]
    numbered = Routes(
        planned,
        people,
        ints(np.concatenate([np.full(len(each.frame.table.stops), each.day) for each in days])),
        ints(np.concatenate([table.members for table in tables_of])),
        ints(np.concatenate([table.part for table in tables_of])),
    )
    # Of all days at once: a question about ways costs more than what it is about.
    to_here, from_here = there_and_back(ways.travel, np.concatenate([table.place for table in tables_of]), site.place)
    columns, routes, stops = list[tuple[Ints, ...]](), 0, 0
    for each in days:
        frame, upto = each.frame, stops + len(each.frame.table.place)
        back = ways.go[frame.table.members]
        arr, due, cost = frame.arr_due_cost(each.out, back, to_here[stops:upto], from_here[stops:upto])
        columns.append((frame.route + routes, frame.position, arr, due, cost, np.full(len(cost), each.day)))
        routes, stops = routes + len(frame.table.stops), upto
    all_points = [np.concatenate(column) for column in zip(*columns, strict=True)]
    near = np.flatnonzero(all_points[4] <= size * REACH_S)
    if near.size < all_points[4].size:
        all_points = [column.take(near) for column in all_points]
    return InsertionPoints(numbered, *map(ints, all_points))


@dataclass(frozen=True, slots=True)
class _RoutesOfDay:
    """Routes that may go, the places in them, and each member's way to the door, by route."""

    day: int
    frame: PointFrame
    out: Ints


def _routes_of(
    planned: DayRoutes, day: int, known: DayTable, size: int, legal: Flags, site: VisitSite, ways: HomeWays
) -> _RoutesOfDay:
    table = known.routes[size]
    may_go = legal[table.members].all(axis=1)
    if planned.is_running(day):
        table, begins = _from_now_on(planned, day, table.taken(np.flatnonzero(may_go)), ways.people, ways.travel)
        out = ints(ways.travel.seconds(begins, row(site.place))).reshape(table.members.shape)
        return _RoutesOfDay(day, point_frame(table), out)
    frame = known.frame(size) if may_go.all() else point_frame(table.taken(np.flatnonzero(may_go)))
    return _RoutesOfDay(day, frame, ways.come[frame.table.members])


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
