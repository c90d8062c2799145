"""Collectors who are in no crew on a day, as candidates for a new one that would go to one door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shared.contracts.values import CollectorId

from .day_routes import DayRoutes
from .day_table import DayTable
from .fleet import TimeSpan, whole
from .home_ways import HomeWays
from .insertion import Ints, ints
from .people_table import Flags, PeopleTable
from .travel import row
from .visit_site import REACH_S, VisitSite


@dataclass(frozen=True, slots=True)
class FreeCollectors:
    """One row per collector and stretch of work, sorted by day, then cost: there and back again, in seconds."""

    people: PeopleTable
    who: Ints
    first: Ints
    last: Ints
    arr: Ints
    due: Ints
    cost: Ints
    day: Ints

    def collector(self, number: int) -> CollectorId:
        return self.people.names[int(self.who[number])]

    def span(self, number: int) -> TimeSpan:
        return int(self.first[number]), int(self.last[number])


def free_collectors(
    planned: DayRoutes, tables: Sequence[DayTable], legal: Sequence[Flags], site: VisitSite, ways: HomeWays
) -> FreeCollectors:
    """Of those who are `legal`, every free collector near enough, on every of the days."""
    people, come, go, found = ways.people, ways.come, ways.go, list[tuple[Ints, ...]]()
    for day, (table, may_go) in enumerate(zip(tables, legal, strict=True)):
        staff, free = table.staff, (may_go & ~table.out)
        mine = np.flatnonzero(free[staff.who])
        who, first, last, out = staff.who[mine], staff.start[mine], staff.end[mine], come
        if planned.is_running(day) and len(mine):
            first = np.maximum(first, whole(planned.at))
            some = np.unique(who)
            begins = np.array([planned.start_of(people.names[each], day) for each in some.tolist()])
            out = come.copy()
            out[some] = ways.travel.seconds(begins, row(site.place))
        cost = out[who] + go[who]
        near = np.flatnonzero((cost <= REACH_S) & (first < last))
        who, first, last, cost = who[near], first[near], last[near], cost[near]
        order = np.lexsort((first, people.rank[who], cost))
        who, first, last, cost = who[order], first[order], last[order], cost[order]
        found.append((who, first, last, first + out[who], last - go[who], cost, np.full(len(who), day)))
    return FreeCollectors(people, *(ints(np.concatenate(column)) for column in zip(*found, strict=True)))
