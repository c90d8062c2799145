"""How fast is the search? Kernels against plain Python loops in the same run, and whole decisions.

A region at its target size: 40 collectors, 300 open bookings over a week. `python -m tests.benchmarks.router_insertion`
prints the ratio on its last line.
Times are of the processor, so that a busy machine does not count.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from random import Random
from statistics import median
from time import thread_time
from typing import Any

from pydantic import TypeAdapter

from services.router.core.compiled import compiled
from services.router.core.evolve import evolve
from services.router.core.insertion import Kernel, Plain
from services.router.core.region import Region
from services.router.core.vectorised import Vectorised
from services.router.core.visit import Assigned
from shared.decision import Context
from tests.unit.router.given import Town, router
from tests.unit.router.world import asked, at, cancelled, hired, made

COLLECTORS, BOOKINGS, SPREAD_KM = 40, 300, 9.0


def full_town(seed: int = 1) -> Town:
    """A week ahead, booked up to the target."""
    random = Random(seed)
    town = Town(router=router(compiled()))
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
    """A kernel that adds up the time spent in it."""

    def __init__(self, kernel: Kernel) -> None:
        self.spent_s = 0.0
        self.schedule = self._timed(kernel.schedule)
        self.cheapest = self._timed(kernel.cheapest)
        self.muster = self._timed(kernel.muster)

    def _timed(self, loop: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any) -> Any:
            start = thread_time()
            found = loop(*args)
            self.spent_s += thread_time() - start
            return found

        return run


def measured(town: Town, name: str, kernel: Kernel, rounds: int) -> tuple[float, float, float]:
    """Milliseconds in the kernel per quote, per quote in all, and per booking made (medians, but the first)."""
    timed = Timed(kernel)
    town.router = router(timed)
    random = Random(7)
    quotes, makes, inside = [], [], []
    for number in range(rounds):
        east, north = _place(random)
        timed.spent_s = 0.0
        quotes.append(_spent(town, asked(f"q{name}{number}", east, north, last=at(11, 19))))
        inside.append(timed.spent_s * 1e3)
        makes.append(
            _spent(town, made(f"{name}{number}", day=7, hour=random.choice(range(9, 17)), east=east, north=north))
        )
        town.when(cancelled(f"{name}{number}"))
    return median(inside), median(quotes), median(makes)


def _spent(town: Town, said: Any) -> float:
    """Milliseconds that the decision takes; opening the boxes is the shell's work and not counted."""
    context = Context(extra=town.sight(said))
    start = thread_time()
    decision = town.router.decide(town.region, said, town.at, context)
    for change in decision.changes:
        town.region = evolve(town.region, change)
    return (thread_time() - start) * 1e3


def main() -> None:
    town = full_town()
    states: TypeAdapter[Region] = TypeAdapter(Region)
    doc = states.dump_json(town.region)
    start = thread_time()
    states.validate_json(doc)
    sys.stdout.write(f"state: {len(doc) / 1024:.0f} KiB, read in {(thread_time() - start) * 1e3:.1f} ms\n")
    figures = {}
    for name, kernel, rounds in (("plain", Plain(), 7), ("vectorised", Vectorised(), 60), ("compiled", compiled(), 60)):
        figures[name] = measured(town, name, kernel, rounds)
        inside, quote, make = figures[name]
        sys.stdout.write(f"{name:<11} kernel {inside:7.2f} ms a quote, quote {quote:7.2f} ms, assign {make:7.2f} ms\n")
    plain = figures["plain"][0]
    ratios = ", ".join(f"{name} {plain / figures[name][0]:.0f}" for name in ("vectorised", "compiled"))
    sys.stdout.write(f"kernel, times faster than plain Python: {ratios}\n")


if __name__ == "__main__":
    main()
