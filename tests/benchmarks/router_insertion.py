"""How fast is the search? Its arrays against plain Python loops in the same run, and whole decisions.

A region at its target size: 40 collectors, 300 open bookings over a week. `python -m tests.benchmarks.router_insertion`
prints the ratio on its last line.
Times are of the processor, so that a busy machine does not count.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from random import Random
from statistics import median
from time import thread_time
from types import ModuleType
from typing import Any
from unittest.mock import patch

from pydantic import TypeAdapter

from services.router.core import insertion, insertion_points
from services.router.core.state import Assigned, RegionState
from tests.unit.router import plain_insertion
from tests.unit.router.events import asked, at, cancelled, hired, made
from tests.unit.router.given import MACHINE, Scenario

COLLECTORS, BOOKINGS, SPREAD_KM = 40, 300, 9.0


def full_town(seed: int = 1) -> Scenario:
    """A week ahead, booked up to the target."""
    random = Random(seed)
    town = Scenario()
    for number in range(COLLECTORS):
        town.when(hired(f"c{number:02}", *_place(random), days=range(1, 13)))
    number = 0
    while sum(isinstance(visit, Assigned) for visit in town.region.bookings.values()) < BOOKINGS:
        number += 1
        day = random.choice([4, 5, 7, 8, 9, 10, 11])
        east, north = _place(random)
        town.when(made(f"b{number}", day=day, hour=random.choice(range(9, 17)), east=east, north=north))
    return town


def _place(random: Random) -> tuple[float, float]:
    return round(random.gauss(0, SPREAD_KM / 2), 3), round(random.gauss(0, SPREAD_KM / 2), 3)


class Timed:
    """The search's loops, as `loops` has them, and how long they took."""

    def __init__(self, loops: ModuleType) -> None:
        self.spent_s = 0.0
        self._patches = [
            patch.object(module, name, self._timed(getattr(loops, name)))
            for module, name in ((insertion_points, "schedule"), (insertion, "cheapest"), (insertion, "form_crew"))
        ]

    def __enter__(self) -> Timed:
        for each in self._patches:
            each.start()
        return self

    def __exit__(self, *fault: object) -> None:
        for each in self._patches:
            each.stop()

    def _timed(self, loop: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any) -> Any:
            start = thread_time()
            found = loop(*args)
            self.spent_s += thread_time() - start
            return found

        return run


def measured(town: Scenario, name: str, loops: ModuleType, rounds: int) -> tuple[float, float, float]:
    """Milliseconds in the loops per quote, per quote in all, and per booking made (medians)."""
    random = Random(7)
    quotes, makes, inside = [], [], []
    with Timed(loops) as timed:
        for number in range(rounds):
            east, north = _place(random)
            timed.spent_s = 0.0
            quotes.append(_spent(town, asked(f"q{name}{number}", east, north, last=at(11, 19))))
            inside.append(timed.spent_s * 1e3)
            name_of = f"{name}{number}"
            makes.append(_spent(town, made(name_of, day=7, hour=random.choice(range(9, 17)), east=east, north=north)))
            town.when(cancelled(name_of))
    return median(inside), median(quotes), median(makes)


def _spent(town: Scenario, said: Any) -> float:
    """Milliseconds that the decision takes; opening the boxes is the shell's work and not counted."""
    looked_up = town.looked_up(said)
    start = thread_time()
    _, town.region = MACHINE.step(town.region, said, town.at, frozenset(), looked_up)
    return (thread_time() - start) * 1e3


def parser() -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog="doorstep bench router_insertion", description=__doc__)


def main() -> None:
    parser().parse_args()
    town = full_town()
    states: TypeAdapter[RegionState] = TypeAdapter(RegionState)
    doc = states.dump_json(town.region)
    start = thread_time()
    states.validate_json(doc)
    sys.stdout.write(f"state: {len(doc) / 1024:.0f} KiB, read in {(thread_time() - start) * 1e3:.1f} ms\n")
    figures = {}
    for name, loops, rounds in (("plain", plain_insertion, 7), ("numpy", insertion, 60)):
        figures[name] = measured(town, name, loops, rounds)
        inside, quote, make = figures[name]
        sys.stdout.write(f"{name:<6} loops {inside:7.2f} ms a quote, quote {quote:7.2f} ms, assign {make:7.2f} ms\n")
    sys.stdout.write(f"times faster than plain Python: {figures['plain'][0] / figures['numpy'][0]:.0f}\n")


if __name__ == "__main__":
    main()
