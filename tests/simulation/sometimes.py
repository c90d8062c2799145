"""What must sometimes happen, so that an idle campaign can't pass: see `sometimes.txt`, one line a thing.

A line is a floor per 5,000 seeds and a name. In smaller campaigns a floor shrinks with the number of seeds; one that
would be under `SURE` then says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

PER, SURE = 5_000, 8.0
FLOORS = Path(__file__).with_name("sometimes.txt")


@cache
def floors() -> dict[str, int]:
    found = {}
    for line in FLOORS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            floor, _, name = line.partition(" ")
            found[name] = int(floor)
    return found


def missing(seen: Mapping[str, int], seeds: int) -> list[str]:
    """What was seen less often than it must be."""
    found = []
    for name, floor in floors().items():
        wanted = floor * seeds / PER
        if wanted >= SURE and seen.get(name, 0) < wanted:
            found.append(f"{name}: {seen.get(name, 0)} times, at least {wanted:.0f} wanted")
    return found
