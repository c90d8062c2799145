"""What is known of collectors, whatever order it is heard in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.router.core.fleet import Collector, clipped
from services.router.core.state import Assigned

from .events import MONDAY, absent, at, hired, located, made, on_shift, registered
from .given import given, later

LATER = MONDAY + timedelta(hours=1)


def test_older_facts_do_not_undo_newer_ones() -> None:
    town = given(registered("ana", 1, time=LATER), on_shift("ana", 5, time=LATER))
    town.when(registered("ana", 2)).then_nothing("older-than-known")
    town.when(on_shift("ana", 5, 9, 9)).then_nothing("older-than-known")


def test_facts_that_end_before_they_start_are_refused() -> None:
    town = given()
    town.when(on_shift("ana", 5, 12, 9)).then_nothing("ends-before-it-starts")
    town.when(absent("ana", 5, 12, 9)).then_nothing("ends-before-it-starts")


def test_certificates_may_come_before_the_registration_but_nobody_is_sent() -> None:
    town = given([each for each in hired("ana") if type(each) is not type(registered("ana"))], hired("rui"))
    town.when(made("b1")).then("unassigned-home-unknown")
    town.when(registered("ana"), made("b2")).then("crew-assigned")


def test_a_removed_shift_is_no_shift() -> None:
    town = given(hired("ana"), hired("rui"), on_shift("ana", 5, 9, 9, time=LATER))
    town.when(made("b1", day=5)).then("unassigned-no-shift")


def test_shifts_that_touch_are_one_and_absences_cut_them() -> None:
    town = given(
        on_shift("ana", 5, 9, 12, shift="a"),
        on_shift("ana", 5, 12, 15, shift="b"),
        on_shift("ana", 5, 10, 11, shift="c"),
    )
    ana = town.region.collectors["ana"]
    always = (at(0, 0), at(30, 0))
    start, end = int(at(5, 9).timestamp()), int(at(5, 15).timestamp())
    assert ana.planned(*always) == ana.working(*always) == [(start, end)]
    cut = town.when(absent("ana", 5, 13, 14), absent("ana", 5, 14.5, 20)).region.collectors["ana"]
    assert cut.working(*always) == [(start, end - 7200), (end - 3600, end - 1800)]
    assert clipped(cut.working(*always), start + 1, end - 3600) == [(start + 1, end - 7200)]
    assert Collector().working(*always) == []


@pytest.mark.parametrize(("minutes", "used"), [(5, True), (31, False)])
def test_on_the_running_day_crews_set_out_from_where_they_were_seen_last(minutes: int, used: bool) -> None:
    seen = at(5, 9.5) - timedelta(minutes=minutes)
    near = [located(name, seen, east=20) for name in ("ana", "rui")]
    town = given(hired("ana"), hired("rui"), later(at(5, 9.5)), near)
    town.when(made("b1", day=5, hour=9.5, east=20, hours=0.2))
    assert town.decision.reason == ("crew-assigned" if used else "unassigned-no-free-time")


def test_a_position_that_can_not_be_read_is_none() -> None:
    town = given(hired("ana", 20), hired("rui", 20), later(at(5, 9.5)), located("ana", at(5, 9.4), east=9))
    town.lost |= {"9000_0"}
    town.when(made("b1", day=5, hour=9.5, east=20, hours=0.2)).then("crew-assigned")
    assert town.visit("b1", Assigned).crew == ("ana", "rui")
