"""What a region hears in the benchmark: every kind of input as often as the others, round after round."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from shared.contracts.envelope import Event
from tests.unit.router.events import MONDAY, absent, asked, at, cancelled, departed, ended, made, on_shift

from .filled_region import DAYS, FilledRegion

KINDS = ("quote", "booking", "set off", "ended", "cancel", "fleet fact", "illness")
"""A fleet fact touches no booking; of an illness a day's bookings go to other crews."""


def stream(region: FilledRegion, rounds: int) -> Iterator[tuple[str, Event]]:
    """By kind. What is booked in a round is cancelled in the next; what was open before is visited, one a round."""
    random = region.random
    visited = random.sample(range(1, region.visits + 1), rounds)
    ill = random.sample(range(int(region.collectors * 0.8) // 2 * 2), min(rounds, region.collectors // 4))
    for number in range(rounds):
        home = region.sealed(region.place(), f"n-{number}")
        yield "quote", _at(asked(f"q{number}", last=at(DAYS[-1], 19)), home)
        hour = random.choice(range(9, 16))
        yield "booking", _at(made(f"n{number}", day=random.choice(DAYS), hour=hour), home)
        yield "set off", departed(f"b{visited[number]}")
        yield "ended", ended(f"b{visited[number]}")
        if number:
            yield "cancel", cancelled(f"n{number - 1}")
        later = MONDAY + timedelta(minutes=number + 1)
        yield "fleet fact", on_shift(f"c{random.randrange(region.collectors):04}", 12, 8, 17, time=later)
        if number % 8 == 0 and ill:
            yield "illness", absent(f"c{ill.pop():04}", random.choice(DAYS), 0, 24, time=later)


def _at(event: Any, home: Any) -> Event:
    found: Event = event.model_copy(update={"data": event.data.model_copy(update={"home": home})})
    return found
