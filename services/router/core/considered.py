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
from .insertion import NEAREST, NEVER, Ints
from .insertion_points import InsertionPoints
from .search import Choice, SearchSpace
from .visit_site import VisitSite

CONSIDERED_MAX = 5


def considered(space: SearchSpace, site: VisitSite, window: Window, chosen: Choice) -> tuple[CrewConsidered, ...]:
    """The chosen crew first, then the best others: at most `CONSIDERED_MAX` in all. `cost_s` is added travel."""
    opens, closes, best = whole(window.start), whole(window.end), chosen.route
    day = best.day
    costs = dict(_out(space.points, site.stay_s, opens, closes, day))
    nearest, few = np.flatnonzero(space.free.day == day), NEAREST
    while True:
        for crew, cost in _new(space.free, site, opens, closes, nearest[:few]):
            costs[crew] = min(costs.get(crew, (cost, False)), (cost, False))
        if few >= nearest.size:
            break
        # Whoever comes after the first few costs no less than the next of them; so does a crew that they are in.
        least = int(space.free.cost[nearest[few]] + space.free.cost[nearest[: site.needs.crew_size - 1]].sum())
        if sum(cost < least for crew, (cost, _) in costs.items() if crew != best.crew) >= CONSIDERED_MAX - 1:
            break
        few *= 4
    costs.pop(best.crew, None)
    first = CrewConsidered(crew=best.crew, cost_s=chosen.cost_s, out=bool(best.stops))
    ranked = sorted(costs.items(), key=lambda each: (each[1][0], not each[1][1], each[0]))
    others = (CrewConsidered(crew=crew, cost_s=cost, out=out) for crew, (cost, out) in ranked[: CONSIDERED_MAX - 1])
    return (first, *others)


def _out(
    points: InsertionPoints, stay_s: int, opens: int, closes: int, day: int
) -> Iterator[tuple[tuple[CollectorId, ...], tuple[int, bool]]]:
    """Crews that are out, each with its cheapest place, the cheapest first: more than the best few only where they
    cost the same."""
    at = np.maximum(opens, points.arr)
    fits = np.flatnonzero((points.day == day) & (at <= closes) & (at + stay_s <= points.due))
    seen: set[tuple[CollectorId, ...]] = set()
    last = NEVER
    for point in fits[np.argsort(points.cost[fits])].tolist():
        cost = int(points.cost[point])
        if cost > last:
            return
        _, crew = points.routes.crew_day(int(points.route[point]))
        if crew not in seen:
            seen.add(crew)
            yield crew, (cost, True)
            last = cost if len(seen) > CONSIDERED_MAX else NEVER


def _new(
    free: FreeCollectors, site: VisitSite, opens: int, closes: int, mine: Ints
) -> Iterator[tuple[tuple[CollectorId, ...], int]]:
    """Crews of the collectors `mine`, who come sorted by cost."""
    size = site.needs.crew_size
    arr, due = free.arr[mine], free.due[mine]
    seen: set[tuple[int, ...]] = set()
    for at in sorted({max(opens, each) for each in arr.tolist()}):
        if at > closes:
            return
        able = mine[(arr <= at) & (at + site.stay_s <= due)][: size + CONSIDERED_MAX - 1]
        first = tuple(able.tolist())
        if first in seen:
            continue
        seen.add(first)
        for team in combinations(first, size):
            # Two stretches of one collector never hold the same visit, so nobody is in a team twice.
            yield tuple(sorted(free.collector(each) for each in team)), int(sum(free.cost[each] for each in team))
