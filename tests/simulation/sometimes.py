"""What must sometimes happen, so that an idle campaign can't pass: see `sometimes.txt`, one line a thing.

A line is a floor per 5,000 seeds and a name. In smaller campaigns a floor shrinks with the number of seeds; one that
would be under `SURE` (twice that in smaller ones, where chance has more to say) then says nothing. Most floors are
`USUAL`; what is rarer has one of its own, and a reason of a core that no seed has reached yet stands there with a floor
of 0, so that the list is whole.

    python -m tests.simulation.sometimes REPORT    # write the list anew from a campaign's --report
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from functools import cache
from math import ceil
from pathlib import Path

from .reasons import reasons

PER, SURE, USUAL = 5_000, 8.0, 100
LEAST_SHARE = 0.4
"""Of what a campaign saw, how much the next one has to see."""
FLOORS = Path(__file__).with_name("sometimes.txt")
HEAD = "# Floors per 5,000 seeds; see sometimes.py. Crash points are `crash at SERVICE LOOP PORT-CALL`.\n"


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
        least = wanted(floor, seeds)
        if seen.get(name, 0) < least:
            found.append(f"{name}: {seen.get(name, 0)} times, at least {least} wanted")
    return found


def wanted(floor: int, seeds: int) -> int:
    """How often something with this floor has to happen among so many seeds; 0 where chance has too much to say."""
    share = floor * seeds / PER
    return ceil(share) if share >= (SURE if seeds >= PER else 2 * SURE) else 0


def listed(seen: Mapping[str, int], seeds: int) -> str:
    """The list that a campaign supports."""
    names = {name: min(USUAL, int(LEAST_SHARE * number * PER / seeds)) for name, number in seen.items()}
    names |= {name: 0 for name in reasons() if name not in names}
    return HEAD + "".join(f"{floor} {name}\n" for name, floor in sorted(names.items()))


if __name__ == "__main__":
    report = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    FLOORS.write_text(listed(report["seen"], report["seeds"]), encoding="utf-8")
