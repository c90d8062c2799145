"""What must sometimes happen, so that an idle campaign can't pass: see `sometimes.txt`, one line a thing.

A line is a floor and a name: a quarter of how often it happened in `PER` seeds, from `FIRST` on. In other campaigns a
floor is that share of their seeds; one that would be under `SURE` (twice that in smaller ones, where chance has more to
say) then says nothing. Reasons of a core that no seed has reached stand there with a floor of 0, so that the list is
whole.

    python -m tests.simulation.sometimes            # run those seeds, and write the list anew
    python -m tests.simulation.sometimes REPORT     # the same of a campaign that was run: its --report

Both tell what was reached `SELDOM` times at most: such a thing should happen more often in the worlds.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from functools import cache
from math import ceil
from pathlib import Path

from .reasons import reasons

FIRST, PER, FEW, SURE, SHARE, SELDOM = 100, 1_200, 12, 8.0, 0.25, 2
FLOORS = Path(__file__).with_name("sometimes.txt")
HEAD = (
    f"# Floors per {PER} seeds, as `python -m tests.simulation.sometimes` wrote them: a quarter of what seeds {FIRST}\n"
    f"# to {FIRST + PER - 1} reached. Crash points are `crash at SERVICE LOOP PORT-CALL`.\n"
)


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
    if seeds < FEW:  # one long run has as much of some things as twenty short ones
        return 0
    share = floor * seeds / PER
    return ceil(share) if share >= (SURE if seeds >= PER else 2 * SURE) else 0


def listed(seen: Mapping[str, int]) -> str:
    """The list that these seeds support."""
    names = {name: ceil(SHARE * number) for name, number in seen.items()}
    names |= {name: 0 for name in reasons() if name not in names}
    return HEAD + "".join(f"{floor} {name}\n" for name, floor in sorted(names.items()))


def seldom(seen: Mapping[str, int]) -> list[str]:
    """What happened, and hardly ever; the rarest first."""
    return [f"{number} {name}" for number, name in sorted((n, name) for name, n in seen.items()) if number <= SELDOM]


def reached(arguments: list[str]) -> Mapping[str, int]:
    """How often what happened in the seeds by which floors go. Raises `SystemExit` where the report is of others."""
    if not arguments:
        from .campaign import campaign

        seeds = iter(range(FIRST, FIRST + PER))
        tally = campaign(seeds, os.cpu_count() or 1, lambda _: None, stop=lambda _: False)
        if tally.found:
            raise SystemExit(f"a broken promise first: {tally.found[0]}")
        return tally.seen
    report = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    if (report["start"], report["seeds"]) != (FIRST, PER):
        raise SystemExit(f"floors go by seeds {FIRST} to {FIRST + PER - 1}: --start {FIRST} --seeds {PER}")
    seen: dict[str, int] = report["seen"]
    return seen


if __name__ == "__main__":
    found = reached(sys.argv[1:])
    FLOORS.write_text(listed(found), encoding="utf-8")
    for line in seldom(found):
        sys.stdout.write(f"seldom: {line}\n")
