"""One day of a region as the search reads it: tables of its routes by size of crew, and who is out. It is kept from
question to question, and what changed meanwhile is made anew: the crews of a booking, those of a collector.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from shared.contracts.values import CollectorId

from .booked_days import NOTHING_BOOKED, BookedDay, Crew
from .day_routes import DayRoutes, Route, in_parts, joint_spans, stop_of
from .people_table import Flags, PeopleTable
from .point_frame import PointFrame, point_frame
from .route_table import RouteRow, RouteTable, route_table
from .staff_table import StaffTable, changed_names, staff_table
from .travel import Travel


@dataclass(frozen=True, slots=True, eq=False)
class DayTable:
    """`booked`, `staff` and `travel` are what `routes` are made of. Of `out` each is in a crew that day.

    Routes are those of the whole day, as planned from home: what is over, and where people are by now, is for whoever
    asks on the running day.
    """

    booked: BookedDay
    staff: StaffTable
    travel: Travel
    routes: Mapping[int, RouteTable]
    out: Flags
    _frames: dict[int, PointFrame] = field(default_factory=dict)

    def frame(self, size: int) -> PointFrame:
        """The places in the routes of crews of that size."""
        found = self._frames.get(size)
        if found is None:
            found = self._frames[size] = point_frame(self.routes[size])
        return found

    def kept_frames(self, routes: Mapping[int, RouteTable]) -> dict[int, PointFrame]:
        """Those that hold for these routes too."""
        return {size: frame for size, frame in self._frames.items() if routes.get(size) is frame.table}


def day_table(planned: DayRoutes, day: int, people: PeopleTable, travel: Travel) -> DayTable:
    """As kept from the last question, with what has changed since."""
    on, booked, staff = planned.days[day], planned.booked[day], staff_table(planned, day, people)
    key = ("routes", planned.region.region, on.zone, on.on.isoformat())
    known: DayTable | None = planned.lookup.kept.get(key)
    if known is None or known.travel != travel or known.staff.people.rows_since is not people.rows_since:
        known = DayTable(NOTHING_BOOKED, staff, travel, {}, np.zeros(len(people.names), dtype=bool))
    elif known.booked is booked and known.staff is staff:
        return known
    changed = _changed(known, booked, staff)
    out = _out(known, booked, people)
    if not changed:
        found = DayTable(booked, staff, travel, known.routes, out, known.kept_frames(known.routes))
        planned.lookup.kept[key] = found
        return found
    gone: dict[int, list[int]] = {}
    for crew in changed & known.booked.crews.keys():
        gone.setdefault(len(crew), []).append(_since(known.booked, crew))
    rows: dict[int, list[RouteRow]] = {}
    for crew in changed:
        rows.setdefault(len(crew), []).extend(_rows(planned, day, crew, people, staff))
    routes = dict(known.routes)
    for size, added in rows.items():
        new = route_table(size, added, people, travel) if added else None
        if size in routes:
            routes[size] = routes[size].replaced(gone.get(size, ()), new)
        elif new is not None:
            routes[size] = new.sorted()
    found = planned.lookup.kept[key] = DayTable(booked, staff, travel, routes, out, known.kept_frames(routes))
    return found


def _changed(known: DayTable, booked: BookedDay, staff: StaffTable) -> set[Crew]:
    """Crews that have come, gone, or are other than they were."""
    found: set[Crew] = set()
    before, after = known.booked.crews, booked.crews
    if before is not after:
        others = [crew for crew, held in after.items() if before.get(crew) is not held]
        found.update(crew for crew in others if before.get(crew) != after[crew])
        found.update(before.keys() - after.keys())
    if known.staff is not staff:
        for name in changed_names(known.staff, staff.people, staff.busy):
            if not _same_for_routes(known.staff, staff, name):
                found.update(booked.crews_of.get(name, ()))
    return found


def _same_for_routes(known: StaffTable, staff: StaffTable, name: CollectorId) -> bool:
    before, after = known.people.of.get(name), staff.people.of[name]
    return before is not None and before.home == after.home and known.spans[name] == staff.spans[name]


def _rows(planned: DayRoutes, day: int, crew: Crew, people: PeopleTable, staff: StaffTable) -> list[RouteRow]:
    """Nothing is added to the day of a crew with a visit under way, or of whom a home is not known."""
    held = planned.booked[day].crews.get(crew, ())
    stops = [stop_of(each.visit, planned.lookup) for each in held]
    known = all(name in people.row and people.at_home[people.row[name]] for name in crew)
    if not stops or not known or any(stop.underway for stop in stops):
        return []
    since, joint = _since(planned.booked[day], crew), joint_spans([staff.spans[name] for name in crew])
    parts = zip(joint, in_parts(stops, joint), strict=True)
    return [RouteRow(since, part, Route(day, crew, spans, tuple(mine))) for part, (spans, mine) in enumerate(parts)]


def _since(booked: BookedDay, crew: Crew) -> int:
    return min(each.order for each in booked.crews[crew])


def _out(known: DayTable, booked: BookedDay, people: PeopleTable) -> Flags:
    if known.booked.crews_of is booked.crews_of and len(known.out) == len(people.names):
        return known.out
    out = np.zeros(len(people.names), dtype=bool)
    out[people.rows(booked.crews_of)] = True
    return out
