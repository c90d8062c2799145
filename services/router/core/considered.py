"""Which other crews could have gone, and at what cost: the best few, so that it can be said why this one goes.

Exact, like the search itself: a crew that is out counts with its cheapest place in its day, and of new crews none is
left out that is among the best. A crew meets when its last member arrives, or at the opening; at each such moment the
best few of those who can make it are made of the first few of them, because cost adds up over members.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from shared.contracts.values import CollectorId, Window

from .changes import CrewConsidered
from .fleet import whole
from .free_collectors import FreeCollectors
from .insertion_points import InsertionPoints
from .search import Choice, SearchSpace
from .visit_site import VisitSite

CONSIDERED_MAX = 5
Costs = dict[tuple[CollectorId, ...], tuple[int, bool]]


def considered(space: SearchSpace, site: VisitSite, window: Window, chosen: Choice) -> tuple[CrewConsidered, ...]:
    """The chosen crew first, then the best others: at most `CONSIDERED_MAX` in all. `cost_s` is added travel."""
    opens, closes, day = whole(window.start), whole(window.end), chosen.route.day
    costs: Costs = {}
    for crew, cost in _new(space.free, site, opens, closes, day):
        costs[crew] = min(costs.get(crew, (cost, False)), (cost, False))
    for crew, cost in _out(space.points, site.stay_s, opens, closes, day):
        costs[crew] = min(costs.get(crew, (cost, True)), (cost, True))
    costs.pop(chosen.route.crew, None)
    best = CrewConsidered(crew=chosen.route.crew, cost_s=chosen.cost_s, out=bool(chosen.route.stops))
    ranked = sorted(costs.items(), key=lambda each: (each[1][0], not each[1][1], each[0]))
    others = (CrewConsidered(crew=crew, cost_s=cost, out=out) for crew, (cost, out) in ranked[: CONSIDERED_MAX - 1])
    return (best, *others)


def _out(
    points: InsertionPoints, stay_s: int, opens: int, closes: int, day: int
) -> Iterator[tuple[tuple[CollectorId, ...], int]]:
    if not points.arr.size:
        return
    at = np.maximum(opens, points.arr)
    for point in np.flatnonzero((points.day == day) & (at <= closes) & (at + stay_s <= points.due)).tolist():
        yield points.routes.crew_day(int(points.route[point]))[1], int(points.cost[point])


def _new(
    free: FreeCollectors, site: VisitSite, opens: int, closes: int, day: int
) -> Iterator[tuple[tuple[CollectorId, ...], int]]:
    size = site.needs.crew_size
    mine = np.flatnonzero(free.day == day)
    arr, due = free.arr[mine], free.due[mine]
    seen: set[tuple[int, ...]] = set()
    for at in sorted({max(opens, each) for each in arr.tolist()}):
        able = mine[(arr <= at) & (at + site.stay_s <= due)][: size + CONSIDERED_MAX - 1]
        first = tuple(able.tolist())
        if at > closes or first in seen:
            continue
        seen.add(first)
        for team in combinations(first, size):
            # Two stretches of one collector never hold the same visit, so nobody is in a team twice.
            yield tuple(sorted(free.collector(each) for each in team)), int(sum(free.cost[each] for each in team))
