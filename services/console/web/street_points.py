"""Streets of Porto, out of the committed data: the ground of the map without any server of tiles.

The data has points on streets and not which of them one street joins. So neighbours are joined: two points, where no
third is nearer to both of them than they are to each other (the relative neighbourhood graph). It reads as a street map
and is a sketch of one, which the page says.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from math import cos, hypot, radians

import h3

FILE = ("services.sandbox", "data", "streets.csv.gz")
ATTRIBUTION = "© OpenStreetMap contributors"
DECIMALS = 5
JOINED_MAX_M = 320.0
"""Points that are further apart are on no street together."""
METRES_A_DEGREE = 111_195.0
NEAREST = 10
"""Of so many neighbours of a point the ways to the others are tried."""
LatLon = tuple[float, float]


@cache
def street_points() -> bytes:
    """JSON: `points`, latitude and longitude in turn; `lines`, the numbers of two points in turn."""
    points = _read()
    told = {
        "points": [round(axis, DECIMALS) for point in points for axis in point],
        "lines": [number for pair in neighbours(points) for number in pair],
    }
    return json.dumps(told, separators=(",", ":")).encode()


def off_streets(cells: Iterable[str]) -> frozenset[str]:
    """Those in which no street is drawn: who looks there sees empty ground, and the map is not broken."""
    return frozenset(cell for cell in cells if cell not in _streeted(h3.get_resolution(cell)))


@cache
def _streeted(resolution: int) -> frozenset[str]:
    return frozenset(h3.latlng_to_cell(lat, lon, resolution) for lat, lon in _read())


def neighbours(points: Sequence[LatLon]) -> list[tuple[int, int]]:
    """Pairs of numbers of points that a line joins, the smaller one first."""
    near = _near(points)
    apart = [dict(those) for those in near]
    return [
        (one, other)
        for one, those in enumerate(near)
        for other, way in those
        if one < other and not any(max(to, apart[other].get(third, way)) < way for third, to in those)
    ]


def _near(points: Sequence[LatLon]) -> list[list[tuple[int, float]]]:
    """Of each point the nearest others with how far they are in metres."""
    flat = list(_in_metres(points))
    squares: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (x, y) in enumerate(flat):
        squares[int(x // JOINED_MAX_M), int(y // JOINED_MAX_M)].append(number)
    found = []
    for number, (x, y) in enumerate(flat):
        column, line = int(x // JOINED_MAX_M), int(y // JOINED_MAX_M)
        around = (squares.get((column + i, line + j), ()) for i in (-1, 0, 1) for j in (-1, 0, 1))
        ways = ((hypot(flat[other][0] - x, flat[other][1] - y), other) for square in around for other in square)
        nearest = sorted((way, other) for way, other in ways if other != number and way <= JOINED_MAX_M)
        found.append([(other, way) for way, other in nearest[:NEAREST]])
    return found


def _in_metres(points: Sequence[LatLon]) -> Iterator[tuple[float, float]]:
    narrow = cos(radians(points[0][0])) if points else 1.0
    return ((lon * METRES_A_DEGREE * narrow, lat * METRES_A_DEGREE) for lat, lon in points)


def _read() -> list[LatLon]:
    package, folder, name = FILE
    with (files(package) / folder / name).open("rb") as packed, gzip.open(packed, "rt", encoding="ascii") as text:
        return [(float(row["lat"]), float(row["lon"])) for row in csv.DictReader(text)]
