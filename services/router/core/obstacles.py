"""What keeps each collector from a door on the days asked about: the obstacle met furthest on the way to being sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from services.router.core.daybook import Book, CrewDay
from services.router.core.door import Door
from services.router.core.feasibility import legal
from services.router.core.fleet import Span, clipped, whole
from services.router.core.gaps import gaps_for
from services.router.core.hands import hands_for
from services.router.core.means import Means
from shared.contracts.values import CollectorId, Window

Obstacle = Literal[
    "home-unknown", "excluded", "no-certificate", "no-shift", "absent", "in-another-crew", "too-far", "no-free-time",
    "crew-too-small",
]  # fmt: skip
OBSTACLES: tuple[Obstacle, ...] = get_args(Obstacle)
"""In the order in which they are met."""


def obstacles(book: Book, door: Door, windows: Sequence[Window], means: Means) -> dict[CollectorId, Obstacle]:
    """For windows that nobody can serve: each collector's obstacle, the furthest met on any of the days."""
    found: dict[CollectorId, Obstacle] = dict.fromkeys(book.region.collectors, OBSTACLES[0])
    sights = _Sights(book, door, windows, means)
    for day in range(len(book.days)):
        for name in found:
            found[name] = max(found[name], sights.obstacle(name, day), key=OBSTACLES.index)
    return found


class _Sights:
    """The search's own arrays, asked for each collector and day."""

    def __init__(self, book: Book, door: Door, windows: Sequence[Window], means: Means) -> None:
        who = legal(book, door.needs, door.barred)
        gaps = gaps_for(book, door, who, means.travel, means.kernel)
        hands = hands_for(book, door, who, means.travel)
        self.book, self.door = book, door
        self.windows = [(whole(window.start), whole(window.end)) for window in windows]
        self.fit: set[CrewDay] = {(route.day, route.crew) for route in gaps.routes}
        self.near: set[CrewDay] = {(gaps.routes[each].day, gaps.routes[each].crew) for each in gaps.route}
        self.free: dict[tuple[int, CollectorId], list[Span]] = {}
        for row, name in enumerate(hands.collector):
            self.free.setdefault((int(hands.day[row]), name), []).append((int(hands.arr[row]), int(hands.due[row])))

    def obstacle(self, name: CollectorId, day: int) -> Obstacle:
        book, collector = self.book, self.book.region.collectors[name]
        if name not in book.homes:
            return "home-unknown"
        if name in self.door.barred:
            return "excluded"
        if collector.lacks(self.door.needs.certificates, book.days[day].on):
            return "no-certificate"
        asked = clipped(self.windows, book.days[day].start_s, book.days[day].end_s)
        if not _meet(book.spans_on(name, day), asked):
            return "absent" if _meet(collector.planned(*book.reach), asked) else "no-shift"
        crew = book.taken[day].get(name)
        if crew is None:
            return self._while_free(self.free.get((day, name), []), asked)
        if (day, crew) not in self.fit:
            return "in-another-crew"
        return "no-free-time" if (day, crew) in self.near else "too-far"

    def _while_free(self, there: Sequence[Span], asked: Sequence[Span]) -> Obstacle:
        if not there:
            return "too-far"
        could = any(
            max(start, arr) <= end and max(start, arr) + self.door.stay_s <= due
            for start, end in asked
            for arr, due in there
        )
        return "crew-too-small" if could else "no-free-time"


def _meet(spans: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(max(a[0], b[0]) < min(a[1], b[1]) for a in spans for b in others)
