"""Collectors who are in no crew on a day, as candidates for a new one that would go to one door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shared.contracts.values import CollectorId

from .day_routes import DayRoutes
from .fleet import TimeSpan
from .insertion import Ints, ints
from .travel import Travel, row
from .visit_site import REACH_S, VisitSite


@dataclass(frozen=True, slots=True)
class FreeCollectors:
    """One row per collector and stretch of work, sorted by day, then cost: there and back again, in seconds."""

    collector: list[CollectorId]
    spans: list[TimeSpan]
    arr: Ints
    due: Ints
    cost: Ints
    day: Ints


def free_collectors(
    planned: DayRoutes, site: VisitSite, legal: Sequence[set[CollectorId]], travel: Travel
) -> FreeCollectors:
    """Every free collector near enough, on every of the days."""
    found = [
        (day, name, span)
        for day, names in enumerate(legal)
        for name in sorted(names - planned.taken[day].keys())
        for span in planned.spans_on(name, day)
    ]
    if not found:
        return FreeCollectors([], [], ints([]), ints([]), ints([]), ints([]))
    here = row(site.place)
    homes = np.array([planned.homes[name] for _, name, _ in found])
    begins = np.array([planned.start_of(name, day) for day, name, _ in found])
    spans = ints([span for _, _, span in found])
    come, go = travel.seconds(begins, here), travel.seconds(here, homes)
    cost, day = come + go, ints([day for day, _, _ in found])
    order = [each for each in np.lexsort((cost, day)).tolist() if cost[each] <= REACH_S]
    return FreeCollectors(
        [found[each][1] for each in order],
        [found[each][2] for each in order],
        ints((spans[:, 0] + come)[order]),
        ints((spans[:, 1] - go)[order]),
        ints(cost[order]),
        ints(day[order]),
    )
