"""Porto and its neighbours: points on real streets, regions, and people that nobody is.

Phone numbers are +351 90x xxx xxx: a valid form, and no Portuguese operator has numbers that begin with 90. Names are
given names with the names of trees; street names are made of plants and have nothing to do with the point they label.
"""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt
from random import Random

import h3

ZONE = "Europe/Lisbon"
REGIONS = ("gaia", "matosinhos", "porto-centro", "porto-ocidental", "porto-oriental")
TOWNS = {"gaia": "Vila Nova de Gaia", "matosinhos": "Matosinhos"}
CELL_RESOLUTION = 7
EARTH_RADIUS_M = 6_371_000.0
GIVEN = (
    "Alda Bento Celso Dina Elio Fausta Gil Hilda Ivo Julia Lino Magna Nuno Odete Plinio Rita Saul Telma Ugo Vera"
).split()
TREES = (
    "Amieiro Azinheira Carvalho Castanheiro Cedro Choupo Faia Freixo Loureiro Medronho Olmo Sobreiro Teixo Tilia"
).split()
PLANTS = (
    "Alfazemas Amendoeiras Camelias Giestas Glicinias Hortensias Jasmins Malvas Orquideas Papoilas Tulipas Urzes"
).split()


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


@cache
def streets() -> dict[str, tuple[StreetPoint, ...]]:
    """The points of each region."""
    found: dict[str, list[StreetPoint]] = {region: [] for region in REGIONS}
    with (files("services.sandbox") / "data" / "streets.csv.gz").open("rb") as packed, gzip.open(packed, "rt") as text:
        for row in csv.DictReader(text):
            found[row["region"]].append(StreetPoint(row["region"], float(row["lat"]), float(row["lon"])))
    return {region: tuple(places) for region, places in found.items()}


def somewhere(region: str, random: Random) -> StreetPoint:
    return random.choice(streets()[region])


def phone(index: int) -> str:
    """The number of the `index`-th person: E.164, and nobody's."""
    return f"+35190{index:07d}"


def name(random: Random) -> str:
    return f"{random.choice(GIVEN)} {random.choice(TREES)}"


def address(region: str, random: Random) -> str:
    return f"Rua das {random.choice(PLANTS)} {random.randrange(1, 240)}, {TOWNS.get(region, 'Porto')}"


def metres(a: StreetPoint, b: StreetPoint) -> float:
    """Great-circle distance."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(half))
