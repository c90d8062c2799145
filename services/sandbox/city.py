"""A city: points on its streets, regions, and people that nobody is. Which ones there are: `cities`."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt
from random import Random

import h3

CELL_RESOLUTION = 7
EARTH_RADIUS_M = 6_371_000.0
POINTS, AROUND_DEGREES = 1000, 0.012


@dataclass(frozen=True, slots=True)
class StreetPoint:
    """A point on a street: decimal degrees, WGS 84."""

    region: str
    lat: float
    lon: float

    @property
    def plain(self) -> str:
        return f"{self.lat:.5f},{self.lon:.5f}"

    @property
    def cell(self) -> str:
        return str(h3.latlng_to_cell(self.lat, self.lon, CELL_RESOLUTION))


Streets = Mapping[str, tuple[StreetPoint, ...]]


@dataclass(frozen=True)
class City:
    """`streets` has the points of each region. `phones` is what every number begins with, before seven digits.

    `languages` are the BCP 47 tags of its borrowers, a common one more than once; `short_of_people` is a region whose
    collectors lack papers. `name` and `address` make up people.
    """

    key: str
    zone: str
    regions: tuple[str, ...]
    short_of_people: str
    languages: tuple[str, ...]
    officers: tuple[str, ...]
    phones: str
    name: Callable[[Random], str]
    address: Callable[[str, Random], str]
    streets: Callable[[], Streets]

    def somewhere(self, region: str, random: Random) -> StreetPoint:
        return random.choice(self.streets()[region])

    def phone(self, index: int) -> str:
        """The number of the `index`-th person: E.164, and nobody's."""
        return f"{self.phones}{index:07d}"


@cache
def streets_from(file: str, regions: tuple[str, ...]) -> Streets:
    """The points that a file of `data` has."""
    found: dict[str, list[StreetPoint]] = {region: [] for region in regions}
    with (files("services.sandbox") / "data" / file).open("rb") as packed, gzip.open(packed, "rt") as text:
        for row in csv.DictReader(text):
            found[row["region"]].append(StreetPoint(row["region"], float(row["lat"]), float(row["lon"])))
    return {region: tuple(places) for region, places in found.items()}


def streets_around(centres: Mapping[str, tuple[float, float]]) -> Streets:
    """Points strewn around the middle of each region, the same each time: no street is known there."""
    return {region: _strewn(region, lat, lon) for region, (lat, lon) in centres.items()}


def _strewn(region: str, lat: float, lon: float) -> tuple[StreetPoint, ...]:
    random = Random(region)
    around = (AROUND_DEGREES * (2 * random.random() - 1) for _ in range(2 * POINTS))
    return tuple(
        StreetPoint(region, round(lat + up, 5), round(lon + right, 5)) for up, right in zip(around, around, strict=True)
    )


def metres(a: StreetPoint, b: StreetPoint) -> float:
    """Great-circle distance."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(half))
