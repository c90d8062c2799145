"""Where a door would fit into the routes there are: for each point when, until when, and at what added cost.

At a route's ends members travel from and to their own homes, so the last of them to arrive counts, and the first who
has to leave. Between stops they travel together. Cost adds up over members.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shared.contracts.values import CollectorId

from .day_routes import DayRoutes, Route
from .insertion import Ints, ints, schedule
from .travel import Travel, row
from .visit_site import REACH_S, VisitSite


@dataclass(frozen=True, slots=True)
class InsertionPoints:
    """Before stop `position` of `routes[route]`: there from `arr`, gone by `due`, `cost` seconds of added travel."""

    routes: Sequence[Route]
    route: list[int]
    position: list[int]
    arr: Ints
    due: Ints
    cost: Ints
    day: Ints


@dataclass(frozen=True, slots=True)
class _Ways:
    """Travel of each member from where it starts (`out`) and to its home (`back`), and when that lets it be there."""

    out: Ints
    back: Ints
    ready: Ints
    due: Ints


def insertion_points(
    planned: DayRoutes, site: VisitSite, legal: Sequence[set[CollectorId]], travel: Travel
) -> InsertionPoints:
    """Every point near enough, of every route whose whole crew may go."""
    size = site.needs.crew_size
    routes = [each for each in planned.routes() if len(each.crew) == size and legal[each.day].issuperset(each.crew)]
    if not routes:
        return InsertionPoints((), [], [], ints([]), ints([]), ints([]), ints([]))
    # Every crew has a stop somewhere in its day, so `stops` is not empty; half a split shift may be.
    stops = [stop for each in routes for stop in each.stops]
    doors, here = np.array([stop.place for stop in stops]), row(site.place)
    stay = ints([stop.stay_s for stop in stops])
    counts = np.array([len(each.stops) for each in routes])
    offset = ints(np.concatenate(([0], np.cumsum(counts))))
    leg = ints(travel.seconds(np.roll(doors, 1, axis=0), doors))
    first, last = np.minimum(offset[:-1], len(stops) - 1), np.maximum(offset[1:] - 1, 0)
    begins = np.array([planned.start_of(name, each.day) for each in routes for name in each.crew])
    homes = np.array([planned.homes[name] for each in routes for name in each.crew])
    spans = ints([span for each in routes for span in each.spans]).reshape(-1, size, 2)
    now = _ways(
        travel.seconds(begins, doors[first].repeat(size, axis=0)),
        travel.seconds(doors[last].repeat(size, axis=0), homes),
        spans,
    )
    new = _ways(travel.seconds(begins, here), travel.seconds(here, homes), spans)
    opens, closes = ints([stop.open_s for stop in stops]), ints([stop.close_s for stop in stops])
    earliest, latest = schedule(offset, opens, closes, stay, leg, now.ready, now.due)

    # One row per point. `before` and `after` are its stops; at a route's ends their rows mean nothing and are not used.
    of = np.arange(len(routes)).repeat(counts + 1)
    position = np.concatenate([np.arange(count + 1) for count in counts])
    before, after = offset[of] + position - 1, np.minimum(offset[of] + position, len(stops) - 1)
    starts, ends = position == 0, position == counts[of]
    to_here, from_here = travel.seconds(doors, here), travel.seconds(here, doors)
    arr = np.where(starts, new.ready[of], earliest[before] + stay[before] + to_here[before])
    due = np.where(ends, new.due[of], latest[after] - from_here[after])
    entering = np.where(starts, new.out[of], size * to_here[before])
    leaving = np.where(ends, new.back[of], size * from_here[after])
    saved = np.select([starts & ends, starts, ends], [0, now.out[of], now.back[of]], size * leg[after])
    cost = np.maximum(entering + leaving - saved, 0)
    near = np.flatnonzero(cost <= size * REACH_S)
    days = np.array([each.day for each in routes])[of]
    return InsertionPoints(
        routes,
        of[near].tolist(),
        position[near].tolist(),
        ints(arr[near]),
        ints(due[near]),
        ints(cost[near]),
        ints(days[near]),
    )


def _ways(out: Ints, back: Ints, spans: Ints) -> _Ways:
    """`spans` is (routes, members, 2); `out` and `back` are flat, in the same order."""
    out, back = out.reshape(spans.shape[:2]), back.reshape(spans.shape[:2])
    ready, due = (spans[:, :, 0] + out).max(axis=1), (spans[:, :, 1] - back).min(axis=1)
    return _Ways(out.sum(axis=1), back.sum(axis=1), ints(ready), ints(due))
