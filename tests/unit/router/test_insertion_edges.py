"""Whole seconds go into the search, and a crew is held while it should be at a door."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from services.router.core import insertion
from services.router.core.day_routes import day_routes, days_of
from services.router.core.events_out import Duty, DutyDropped
from services.router.core.insertion import ints
from services.router.core.lookup import RegionLookup
from services.router.core.search import search_space
from services.router.core.state import Assigned
from services.router.core.travel import SpeedModel
from services.router.core.visit_site import VisitSite
from shared.decision import TimerDue

from . import plain_insertion
from .events import PAIR, ZONE, at, box, complained, hired, made, opened, revoked
from .given import given, later


def test_what_goes_into_a_kernel_are_whole_seconds_side_by_side() -> None:
    every_second = ints([[1, 2], [3, 4]])[:, 0]
    assert str(ints([1.0, 2.0]).dtype) == "int64"
    assert ints(every_second).flags.c_contiguous


def test_a_crew_is_held_until_its_stay_is_over_though_the_window_has_closed() -> None:
    region = given(hired("ana"), hired("rui"), made("b1", day=5, hour=10)).region
    known = region.bookings["b1"]
    assert isinstance(known, Assigned)
    late = known.model_copy(update={"arrive": at(5, 12), "depart": at(5, 12.5)})
    region = region.model_copy(update={"bookings": {"b1": late}})
    homes = [each.home for each in region.collectors.values() if each.home is not None]
    lookup = RegionLookup({home.box: opened(home) for home in homes})

    def held(minutes: float) -> bool:
        now = at(5, 12) + timedelta(minutes=minutes)
        return bool(day_routes(region, days_of([now], ZONE), now, lookup).crews)

    assert held(15)
    assert held(30)
    assert not held(30.1)


def test_a_booking_between_the_days_asked_about_is_on_none_of_them() -> None:
    region = given(hired("ana"), hired("rui"), made("b1", day=5, hour=10)).region

    def days_with_crews(*days: int) -> list[int]:
        planned = day_routes(region, days_of([at(day, 9) for day in days], ZONE), at(2, 9), RegionLookup({}))
        return [day for day, _ in planned.crews]

    assert days_with_crews(4, 5, 6) == [1]
    assert days_with_crews(4, 6) == []


def test_who_loses_a_certificate_between_the_days_asked_about_may_come_on_the_first_of_them() -> None:
    region = given(hired("ana"), hired("rui"), revoked("ana", "law", 5)).region
    homes = [each.home for each in region.collectors.values() if each.home is not None]
    lookup = RegionLookup({home.box: opened(home) for home in homes})
    planned = day_routes(region, days_of([at(4, 9), at(5, 9)], ZONE), at(2, 9), lookup)
    space = search_space(planned, VisitSite(opened(box(1, 0)), PAIR, frozenset()), SpeedModel())
    assert space.people.names == ("ana", "rui")
    assert [flags.tolist() for flags in space.legal] == [[True, True], [False, True]]


@pytest.mark.parametrize("kernel", [plain_insertion, insertion], ids=["plain", "numpy"])
def test_hands_of_other_days_neither_help_nor_hinder(kernel: Any) -> None:
    opens, closes, day = ints([100, 100]), ints([200, 200]), ints([1, 0])
    hands: Any = [ints([0] * 5), ints([999] * 5), ints([1, 2, 3, 4, 5]), ints([0, 1, 1, 2, 2])]
    assert kernel.form_crew(opens, closes, day, 30, 2, *hands).tolist() == [[1, 2], [-1, -1]]


def test_duties_are_given_back_before_others_are_taken() -> None:
    team = [hired("ana"), hired("rui"), hired("eva")]
    town = given(team, made("b1", day=5, hour=10))
    town.when(complained("b1", town.visit("b1", Assigned).crew[0]))
    kinds = [type(effect) for effect in town.decision.effects if isinstance(effect, Duty | DutyDropped)]
    assert kinds == [DutyDropped, Duty, Duty]


@pytest.mark.parametrize(("km", "seconds"), [(1, 450), (5, 1_114), (10, 1_674), (20, 2_422)])
def test_travel_is_driven_in_three_gears(km: float, seconds: int) -> None:
    # 1.35 times as far by road; 18 km/h for the first two kilometres, 32 up to the tenth, 65 from there; 180 s to park.
    one, other = (np.array([opened(box(0, north))]) for north in (0, km))
    assert abs(int(SpeedModel().seconds(one, other)[0]) - seconds) <= 3


def test_a_tidying_says_how_many_it_forgot() -> None:
    town = given(hired("ana"), hired("rui"), made("b1", day=5), made("b2", day=7, hour=14), later(at(8, 2)))
    town.when(TimerDue("tidy", at(8, 2))).then("tidied")
    assert town.decision.why == "1 bookings are forgotten"
