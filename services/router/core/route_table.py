"""The routes of one day to which a stop could be added, as arrays: a row for each route, and one for each stop.

Only crews of one size stand in one table. Rows come in the order in which the crews were formed, so that of equals the
first wins. What a route is does not depend on the door asked about, so it is timed once and kept until it changes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields

import numpy as np

from .day_routes import Route
from .insertion import Ints, ints, schedule
from .people_table import PeopleTable
from .travel import Places, Travel


@dataclass(frozen=True, slots=True)
class RouteRow:
    """`since` orders crews by their first booking; `part` counts the routes of a crew's day."""

    since: int
    part: int
    route: Route


@dataclass(frozen=True, slots=True, eq=False)
class RouteTable:
    """By route (R) of `size` members: who goes, `first` and `last` second at work of each, how many stops, the ways
    between homes and stops summed over members, and when it can be at its first stop and must leave its last one.
    By stop: when it opens and closes, how long it takes, where it is, the way from the stop before, and the earliest
    and latest arrival.
    """

    size: int
    since: Ints
    part: Ints
    members: Ints
    first: Ints
    last: Ints
    stops: Ints
    way_out: Ints
    way_back: Ints
    ready: Ints
    due: Ints
    opens: Ints
    closes: Ints
    stay: Ints
    place: Places
    leg: Ints
    earliest: Ints
    latest: Ints

    @property
    def offset(self) -> Ints:
        return ints(np.concatenate(([0], np.cumsum(self.stops))))

    def taken(self, rows: Ints) -> RouteTable:
        """These rows, in this order."""
        offset, count = self.offset, self.stops[rows]
        ends = np.cumsum(count)
        stops = np.arange(ends[-1] if len(ends) else 0) + (offset[rows] - (ends - count)).repeat(count)
        return RouteTable(
            self.size,
            *(getattr(self, name)[rows] for name in BY_ROUTE),
            *(getattr(self, name)[stops] for name in BY_STOP),
        )

    def and_those_of(self, other: RouteTable) -> RouteTable:
        """All rows of both, in order."""
        return self.replaced((), other)

    def replaced(self, gone: Collection[int], added: RouteTable | None) -> RouteTable:
        """Without the crews since `gone`, and with these rows, in order."""
        stays = np.ones(len(self.since), dtype=bool)
        for since in gone:
            stays &= self.since != since
        if added is None:
            return self.taken(ints(np.flatnonzero(stays)))
        both = RouteTable(self.size, *(np.concatenate((getattr(self, each), getattr(added, each))) for each in NAMES))
        order = np.lexsort((both.part, both.since))
        stays = np.concatenate((stays, np.ones(len(added.since), dtype=bool)))
        return both.taken(ints(order[stays[order]]))

    def sorted(self) -> RouteTable:
        return self.taken(ints(np.lexsort((self.part, self.since))))


NAMES = tuple(each.name for each in fields(RouteTable))[1:]
BY_ROUTE, BY_STOP = NAMES[: NAMES.index("opens")], NAMES[NAMES.index("opens") :]


def route_table(size: int, rows: Sequence[RouteRow], people: PeopleTable, travel: Travel) -> RouteTable:
    """Made of routes of crews of `size`, whose homes are known."""
    routes = [each.route for each in rows]
    members = ints([people.row[name] for each in routes for name in each.crew]).reshape(-1, size)
    spans = ints([span for each in routes for span in each.spans]).reshape(-1, size, 2)
    stops = [stop for each in routes for stop in each.stops]
    count = ints([len(each.stops) for each in routes])
    place = np.array([stop.place for stop in stops], dtype=np.float64).reshape(-1, 2)
    opens, closes, stay = (ints([getattr(stop, name) for stop in stops]) for name in ("open_s", "close_s", "stay_s"))
    out, back, leg = _ways(members, count, place, people.homes, travel)
    ready, due = (spans[:, :, 0] + out).max(axis=1), (spans[:, :, 1] - back).min(axis=1)
    offset = ints(np.concatenate(([0], np.cumsum(count))))
    earliest, latest = schedule(offset, opens, closes, stay, leg, ints(ready), ints(due))
    return RouteTable(
        size, ints([each.since for each in rows]), ints([each.part for each in rows]), members,
        ints(spans[:, :, 0]), ints(spans[:, :, 1]), count, ints(out.sum(axis=1)), ints(back.sum(axis=1)),
        ints(ready), ints(due), opens, closes, stay, place, leg, earliest, latest,
    )  # fmt: skip


def _ways(members: Ints, count: Ints, place: Places, homes: Places, travel: Travel) -> tuple[Ints, Ints, Ints]:
    """From each member's home to the first stop and back from the last (as `home_ways`), and to each stop from the one
    before: all asked for at once, since a question costs more than what it is about."""
    offset = np.concatenate(([0], np.cumsum(count)))
    some, size = np.flatnonzero(count), members.shape[1]
    first, last = place[offset[some]].repeat(size, axis=0), place[offset[some + 1] - 1].repeat(size, axis=0)
    home = homes[members[some]].reshape(-1, 2)
    found = travel.seconds(
        np.concatenate((home, last, np.roll(place, 1, axis=0))), np.concatenate((first, home, place))
    )
    out, back = np.zeros(members.shape, dtype=np.int64), np.zeros(members.shape, dtype=np.int64)
    out[some], back[some] = found[: len(home)].reshape(-1, size), found[len(home) : 2 * len(home)].reshape(-1, size)
    return out, back, ints(found[2 * len(home) :])


def home_ways(
    members: Ints, count: Ints, place: Places, begins: Places, homes: Places, travel: Travel
) -> tuple[Ints, Ints]:
    """From where each member begins to its first stop, and home from the last one; 0 where a route has no stop."""
    offset = np.concatenate(([0], np.cumsum(count)))
    out, back = np.zeros(members.shape, dtype=np.int64), np.zeros(members.shape, dtype=np.int64)
    some = np.flatnonzero(count)
    if some.size:
        first, last = place[offset[some]], place[offset[some + 1] - 1]
        out[some] = travel.seconds(begins[some], first[:, None])
        back[some] = travel.seconds(last[:, None], homes[members[some]])
    return out, back
