"""What keeps each collector from a door on the days asked about: the obstacle met furthest on the way to being sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np

from shared.contracts.values import CollectorId, Window

from .day_routes import CrewDay, DayRoutes
from .fleet import TimeSpan, clipped, whole
from .lookup import PlanningRules
from .search import search_space
from .visit_site import VisitSite

Obstacle = Literal[
    "home-unknown", "excluded", "no-certificate", "no-shift", "absent", "in-another-crew", "too-far", "no-free-time",
    "crew-too-small",
]  # fmt: skip
OBSTACLES: tuple[Obstacle, ...] = get_args(Obstacle)
"""In the order in which they are met."""


def obstacles(
    planned: DayRoutes, site: VisitSite, windows: Sequence[Window], rules: PlanningRules
) -> dict[CollectorId, Obstacle]:
    """For windows that nobody can serve: each collector's obstacle, the furthest met on any of the days."""
    found: dict[CollectorId, Obstacle] = dict.fromkeys(planned.region.collectors, OBSTACLES[0])
    seen = _SearchSeen(planned, site, windows, rules)
    for day in range(len(planned.days)):
        for name in found:
            found[name] = max(found[name], seen.obstacle(name, day), key=OBSTACLES.index)
    return found


class _SearchSeen:
    """The search's own arrays, asked for each collector and day."""

    def __init__(self, planned: DayRoutes, site: VisitSite, windows: Sequence[Window], rules: PlanningRules) -> None:
        space = search_space(planned, site, rules.travel)
        points, free = space.points, space.free
        self.planned, self.site = planned, site
        self.windows = [(whole(window.start), whole(window.end)) for window in windows]
        self.fit: set[CrewDay] = set(points.routes.crew_days())
        self.near: set[CrewDay] = {points.routes.crew_day(each) for each in np.unique(points.route).tolist()}
        self.free: dict[tuple[int, CollectorId], list[TimeSpan]] = {}
        for row, (day, arr, due) in enumerate(
            zip(*(each.tolist() for each in (free.day, free.arr, free.due)), strict=True)
        ):
            self.free.setdefault((day, free.collector(row)), []).append((arr, due))

    def obstacle(self, name: CollectorId, day: int) -> Obstacle:
        planned, collector = self.planned, self.planned.region.collectors[name]
        if name not in planned.homes:
            return "home-unknown"
        if name in self.site.barred:
            return "excluded"
        if collector.lacks(self.site.needs.certificates, planned.days[day].on):
            return "no-certificate"
        asked = clipped(self.windows, planned.days[day].start_s, planned.days[day].end_s)
        if not _meet(planned.spans_on(name, day), asked):
            return "absent" if _meet(collector.planned(*planned.reach), asked) else "no-shift"
        crew = planned.crew_of(name, day)
        if crew is None:
            return self._while_free(self.free.get((day, name), []), asked)
        if (day, crew) not in self.fit:
            return "in-another-crew"
        return "no-free-time" if (day, crew) in self.near else "too-far"

    def _while_free(self, there: Sequence[TimeSpan], asked: Sequence[TimeSpan]) -> Obstacle:
        if not there:
            return "too-far"
        could = any(
            max(start, arr) <= end and max(start, arr) + self.site.stay_s <= due
            for start, end in asked
            for arr, due in there
        )
        return "crew-too-small" if could else "no-free-time"


def _meet(spans: Sequence[TimeSpan], others: Sequence[TimeSpan]) -> bool:
    return any(max(a[0], b[0]) < min(a[1], b[1]) for a in spans for b in others)
