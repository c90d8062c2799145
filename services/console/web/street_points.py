"""Points on the streets of Porto, out of the committed data: the ground of the map without any server of tiles."""

from __future__ import annotations

import csv
import gzip
import json
from functools import cache
from importlib.resources import files

FILE = ("services.sandbox", "data", "streets.csv.gz")
ATTRIBUTION = "© OpenStreetMap contributors"
DECIMALS = 5


@cache
def street_points() -> bytes:
    """JSON: latitude and longitude in turn."""
    package, folder, name = FILE
    with (files(package) / folder / name).open("rb") as packed, gzip.open(packed, "rt", encoding="ascii") as text:
        points = [round(float(row[axis]), DECIMALS) for row in csv.DictReader(text) for axis in ("lat", "lon")]
    return json.dumps(points, separators=(",", ":")).encode()
