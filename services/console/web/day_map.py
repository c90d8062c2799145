"""A day on the map: visits, routes and collectors out of rows of what scheduler and router publish. Pure.

Where somebody lives, and where a collector is, stays sealed: a visit stands in its coarse cell (H3), several of one
beside each other; a collector is known to be on the way to a door or at it, and by when their position was told last.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import h3

from ..views.at_the_door import MET
from ..views.formatting import moment
from .appointment_days import appointment

MapPoint = tuple[float, float]
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
OF_THE_CELL = 0.75
FILLED_BY = 20
"""As many visits spread over half of what is used of a cell."""
DECIMALS = 5
GOING = {"under-way": "on the way", "at-the-door": "at the door"}
PLACED = frozenset({"permitted", "agreed", "in-doubt", "booking", *GOING})
DUTY_ORDER = ("at the door", "on the way", "on shift", "away", "off shift", "not registered")


@dataclass(frozen=True, slots=True)
class MapVisit:
    """`at` lies in the cell and says nothing of where in it the door is. The crew plans to be there at `arrive`."""

    case: str
    state: str
    region: str
    clock: str
    zone: str
    crew: tuple[str, ...]
    start: datetime
    arrive: datetime | None
    cell: str
    at: MapPoint


@dataclass(frozen=True, slots=True)
class MapRoute:
    """One crew's doors of the day, in the order in which it goes there."""

    crew: tuple[str, ...]
    cases: tuple[str, ...]
    points: tuple[MapPoint, ...]


@dataclass(frozen=True, slots=True)
class MapCollector:
    """`duty` is in a few words; `case` is whose door it is about. `told` is when their position was told last."""

    collector: str
    region: str
    duty: str
    case: str
    told: datetime | None
    visits: int


@dataclass(frozen=True, slots=True)
class DayMap:
    visits: tuple[MapVisit, ...]
    routes: tuple[MapRoute, ...]
    collectors: tuple[MapCollector, ...]
    nowhere: int


def day_map(
    appointments: Iterable[Mapping[str, Any]],
    stops: Iterable[Mapping[str, Any]],
    collectors: Iterable[Mapping[str, Any]],
    now: datetime,
) -> DayMap:
    """`nowhere` counts visits whose cell nobody knows."""
    planned = {(stop["case_id"], stop["window_start"]): stop for stop in stops}
    rows = list(appointments)
    in_cell: dict[str, int] = defaultdict(int)
    visits = []
    for row in sorted(rows, key=lambda row: (row["window_start"], row["case_id"])):
        cell = row["cell"] or ""
        if h3.is_valid_cell(cell):
            visits.append(_visit(row, planned.get((row["case_id"], row["window_start"])), in_cell[cell]))
            in_cell[cell] += 1
    found = tuple(visits)
    return DayMap(found, routes(found), tuple(_collectors(collectors, found, now)), len(rows) - len(found))


def routes(visits: Sequence[MapVisit]) -> tuple[MapRoute, ...]:
    """Of the visits that a crew still goes to, or went to."""
    by_crew: dict[tuple[str, ...], list[MapVisit]] = defaultdict(list)
    for visit in visits:
        if visit.crew and (visit.state in PLACED or visit.state in MET):
            by_crew[visit.crew].append(visit)
    found = []
    for crew, theirs in sorted(by_crew.items()):
        theirs.sort(key=lambda visit: (visit.arrive or visit.start, visit.case))
        found.append(MapRoute(crew, tuple(each.case for each in theirs), tuple(each.at for each in theirs)))
    return tuple(found)


def newest_ranking(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The crews that were weighed last, best first, with how many minutes `more` each costs than the best.

    `rows` are newest first, and by place where they are of one choice.
    """
    mine = [row for row in rows if (row["at"], row["crew_number"]) == (rows[0]["at"], rows[0]["crew_number"])]
    best = min((row["cost_min"] for row in mine), default=0)
    return [{**row, "more": row["cost_min"] - best} for row in mine]


def cells(visits: Iterable[MapVisit]) -> list[list[MapPoint]]:
    """The outlines of the cells that hold a visit."""
    return [
        [(round(lat, DECIMALS), round(lon, DECIMALS)) for lat, lon in h3.cell_to_boundary(cell)]
        for cell in sorted({visit.cell for visit in visits})
    ]


def beside(cell: str, number: int) -> MapPoint:
    """The middle of the cell for the first; a spiral around it for those after."""
    lat, lon = h3.cell_to_latlng(cell)
    narrow = max(0.1, math.cos(math.radians(lat)))
    reach = OF_THE_CELL * min(math.hypot(up - lat, (right - lon) * narrow) for up, right in h3.cell_to_boundary(cell))
    far, angle = reach * math.sqrt(number / (number + FILLED_BY)), GOLDEN_ANGLE * number
    return round(lat + far * math.sin(angle), DECIMALS), round(lon + far * math.cos(angle) / narrow, DECIMALS)


def _visit(row: Mapping[str, Any], stop: Mapping[str, Any] | None, number: int) -> MapVisit:
    found = appointment(row)
    return MapVisit(
        found.case, found.state, found.region, found.clock, found.zone,
        tuple(sorted(stop["crew"] if stop is not None else found.crew)), found.start,
        stop["arrive"] if stop is not None else None, row["cell"], beside(row["cell"], number),
    )  # fmt: skip


def _collectors(rows: Iterable[Mapping[str, Any]], visits: Sequence[MapVisit], now: datetime) -> list[MapCollector]:
    of: dict[str, list[MapVisit]] = defaultdict(list)
    for visit in visits:
        for collector in visit.crew:
            of[collector].append(visit)
    found = []
    for row in rows:
        theirs = of[row["collector"]]
        going = next((visit for visit in theirs if visit.state in GOING), None)
        duty = GOING[going.state] if going is not None else _duty(row, now)
        planned = sum(visit.state in PLACED for visit in theirs)
        case = going.case if going is not None else ""
        found.append(MapCollector(row["collector"], row["region"], duty, case, row["position_at"], planned))
    return sorted(found, key=lambda each: (DUTY_ORDER.index(each.duty), -each.visits, each.region, each.collector))


def _duty(row: Mapping[str, Any], now: datetime) -> str:
    if not row["registered"]:
        return "not registered"
    if _within(row["absences"], now):
        return "away"
    return "on shift" if _within(row["shifts"], now) else "off shift"


def _within(spans: Iterable[Mapping[str, Any]] | None, now: datetime) -> bool:
    for span in spans or ():
        start, end = moment(span["start"]), moment(span["end"])
        if start is not None and end is not None and start <= now < end:
            return True
    return False
