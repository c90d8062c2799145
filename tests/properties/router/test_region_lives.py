"""Regions of many seeds are decided as they were before days were kept as arrays, to the byte."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from services.router.core import considered, insertion
from services.router.core.booked_days import BookedDay, BookedVisit, Crew
from services.router.core.changes import touched
from services.router.core.day_plan import plan_of
from services.router.core.machine import moved
from services.router.core.state import Done, RegionState, UnknownBooking
from services.router.core.timers import evening_before
from shared.contracts.routing import PlanChanged
from shared.runtime.machine import as_json
from tests.apart import share
from tests.unit.router.given import MACHINE, Said
from tests.unit.router.plan_reader import PlanReader

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


@dataclass
class Read(Life):
    """A life whose plans are read: who knows only what was told knows every plan that was told."""

    reader: PlanReader = field(default_factory=PlanReader)
    changes: int = 0

    def goes_on(self, said: Any) -> bool:
        while any(due <= self.at for due in self.timers.values()):
            super().goes_on("timer")
        return super().goes_on(said)

    def _hear(self, said: Said) -> None:
        super()._hear(said)
        self.reader.hear(self.decision.effects)
        self.changes += len(self.published(PlanChanged))
        zone = self.region.zone or "UTC"
        for on in self.region.booked(zone).days:
            if evening_before(on, zone) <= self.at and f"plan:{on.isoformat()}" not in self.timers:
                self._is_known(on.isoformat())

    def _is_known(self, day: str) -> None:
        plan, read = plan_of(self.region, day), self.reader.plan(day)
        still = {stop.booking for stop in plan}
        assert tuple(stop for stop in read if stop.booking in still) == plan
        others = [self.region.booking(stop.booking) for stop in read if stop.booking not in still]
        assert all(isinstance(each, Done | UnknownBooking) for each in others), "a stop that nobody makes"


def test_who_reads_what_is_told_of_plans_knows_them() -> None:
    lives = [Read() for _ in range(3)]
    for seed, life in enumerate(lives, 30):
        list(lived(seed, life))
    assert sum(life.changes for life in lives) > 10


@pytest.mark.parametrize("seed", share(SEEDS, 8))
def test_the_same_is_decided_as_when_it_was_recorded(seed: int) -> None:
    assert list(lived(seed, Life())) == recorded()[seed].split()
