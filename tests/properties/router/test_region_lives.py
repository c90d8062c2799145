"""Regions of many seeds are decided as they were before days were kept as arrays, to the byte."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from services.router.core import considered, insertion
from services.router.core.booked_days import BookedDay, BookedVisit, Crew
from services.router.core.changes import touched
from services.router.core.machine import moved
from services.router.core.state import RegionState
from shared.runtime.machine import as_json
from tests.apart import share
from tests.unit.router.given import MACHINE, Said

from .region_lives import SEEDS, Life, lived, recorded


@dataclass
class Watched(Life):
    """A life of which each step is compared with what it is made of anew, from the bookings alone."""

    def _hear(self, said: Said) -> None:
        before = self.region
        super()._hear(said)
        names = touched(self.decision.changes)
        assert sorted(moved(before, self.region, names), key=str) == sorted(moved(before, self.region), key=str)
        for change in self.decision.changes:  # also where one comes that nobody decided on
            after = MACHINE.fold(before, [change])
            names = {*before.bookings, *after.bookings}
            others = {name for name in names if before.bookings.get(name) is not after.bookings.get(name)}
            assert touched([change]) is None or others <= (touched([change]) or set())
        assert days_of(self.region) == days_of(MACHINE.states.validate_json(as_json(self.region)))


def days_of(region: RegionState) -> list[Any]:
    """What is booked on each day: by crew, in the order in which crews were formed."""
    days = region.booked(region.zone or "UTC").days
    return [
        (on, [(crew, [(each.name, each.visit) for each in held]) for crew, held in by_order(day)], names_out(day))
        for on, day in sorted(days.items())
    ]


def by_order(day: BookedDay) -> list[tuple[Crew, tuple[BookedVisit, ...]]]:
    return sorted(day.crews.items(), key=lambda each: min(held.order for held in each[1]))


def names_out(day: BookedDay) -> dict[str, set[Crew]]:
    return {name: set(crews) for name, crews in day.crews_of.items()}


@pytest.mark.parametrize("seed", share(range(30, 36), 3))
def test_what_follows_each_change_is_what_is_found_anew(seed: int) -> None:
    assert len(list(lived(seed, Watched()))) > 60


@pytest.mark.parametrize("seed", share((5, 2, 8), 3))
def test_the_same_is_decided_however_few_are_tried_first(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (insertion, considered):
        monkeypatch.setattr(module, "NEAREST", 2)
    assert list(lived(seed, Life())) == recorded()[seed].split()


@dataclass
class Forgetful(Life):
    """A life in a process that starts anew before each decision: the region is read, and nothing else is known."""

    def _hear(self, said: Said) -> None:
        self.kept.clear()
        self.region = MACHINE.states.validate_json(as_json(self.region))
        super()._hear(said)


@pytest.mark.parametrize("seed", share((2, 0, 1), 3))
def test_a_process_that_knows_nothing_decides_the_same(seed: int) -> None:
    assert list(lived(seed, Forgetful())) == recorded()[seed].split()


@pytest.mark.parametrize("seed", share(SEEDS, 8))
def test_the_same_is_decided_as_when_it_was_recorded(seed: int) -> None:
    assert list(lived(seed, Life())) == recorded()[seed].split()
