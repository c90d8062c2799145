"""Bookings from the window agreed on to the visit made: cancelled, under way, done, forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from services.router.core.state import Cancelled, Done, Unassigned, Underway
from shared.contracts.routing import CrewUnassigned, PlanRevised
from shared.decision import TimerDue

from .events import absent, arrived, at, cancelled, departed, ended, hired, made
from .given import given, later, rings, stopping

TEAM = [hired("ana"), hired("rui")]


def test_cancelling_frees_the_crew() -> None:
    town = given(TEAM, made("b1", hour=10, hours=0.2)).when(cancelled("b1")).then("cancelled")
    assert town.duties == {}
    assert town.visit("b1", Cancelled).version == 1
    town.when(made("b2", hour=10, hours=0.2)).then("crew-assigned")


def test_a_booking_without_a_crew_is_cancelled_quietly() -> None:
    town = given(hired("ana"), made("b1")).when(cancelled("b1")).then("cancelled")
    assert town.decision.effects == ()


def test_a_crew_under_way_can_still_be_called_back() -> None:
    town = given(TEAM, made("b1"), later(at(5, 9)), departed("b1")).when(cancelled("b1")).then("cancelled")
    assert town.duties == {}


def test_arriving_without_having_departed_is_being_under_way() -> None:
    town = given(TEAM, made("b1"), later(at(5, 10))).when(arrived("b1")).then("under-way")
    assert town.visit("b1", Underway).crew == ("ana", "rui")
    assert town.decision.why == "the crew is at the door"
    assert town.when(arrived("b1")).then("under-way").decision.changes == ()


def test_of_a_crew_that_set_out_it_is_not_said_that_it_may_be_at_the_door() -> None:
    town = given(TEAM, made("b1"), later(at(5, 9)), departed("b1")).then("under-way")
    assert town.decision.why == "the crew is on its way"
    town.when(arrived("b1")).then("under-way")
    assert town.decision.why == "the crew is at the door; its day is left alone already"


def test_a_visit_that_ended_early_gives_the_rest_of_its_time_back() -> None:
    town = given(TEAM, made("b1", hour=10), later(at(5, 10.1)), departed("b1")).when(ended("b1")).then("visit-ended")
    assert town.visit("b1", Done).version == 1
    assert {span[1] for span in town.duties.values()} == {at(5, 10.1)}
    town.when(made("b2", hour=10.15, hours=0.2)).then("crew-assigned")
    assert min(start for (_, name), (start, _) in town.duties.items() if name == "b2") >= at(5, 10.1)


def test_what_should_be_over_by_now_holds_nobody_back() -> None:
    town = given(TEAM, made("b1", hour=9, hours=1), later(at(5, 13)))
    town.when(made("b2", hour=13.5, hours=0.3, east=2)).then("crew-assigned")


def test_two_days_after_its_window_a_booking_is_forgotten() -> None:
    town = given(TEAM, made("b1", day=4), made("b2", day=9), cancelled("b1"), absent("rui", 3, 9, 10), later(at(7, 2)))
    town.when(TimerDue("tidy", at(7, 2))).then("tidied")
    assert set(town.region.bookings) == {"b2"}
    assert town.timers["tidy"] == datetime(2026, 12, 8, 2, 0, tzinfo=UTC)
    rui = town.region.collectors["rui"]
    assert rui.absences == ()
    assert min(shift.end for shift in rui.shifts.values()) >= at(5, 2)


def test_a_region_at_rest_sets_no_timer() -> None:
    town = given(TEAM, made("b1", day=4), later(at(40, 0))).when(TimerDue("tidy", at(40, 0))).then("tidied")
    assert town.region.bookings == {}
    assert "tidy" not in town.timers
    assert all(not each.shifts for each in town.region.collectors.values())


def test_certificates_and_positions_that_are_long_over_are_forgotten() -> None:
    town = given(TEAM, later(at(400, 0))).when(TimerDue("tidy", at(400, 0)))
    assert all(not each.certificates for each in town.region.collectors.values())


def test_stopped_visiting_assigns_nobody() -> None:
    town = given(TEAM, stopping("visiting:case:case-b1"))
    town.when(made("b1")).then("unassigned-visiting-stopped")
    assert [each.code for each in town.told(CrewUnassigned).refused] == ["visiting-stopped"]
    town.when(made("b2")).then("crew-assigned")


def test_the_plan_of_a_day_is_told_on_the_evening_before() -> None:
    town = given(TEAM, made("b2", day=5, hour=14), made("b1", day=5, hour=10))
    assert town.timers["plan:2026-12-05"] == at(4, 18)
    town.when(rings("plan:2026-12-05")).then("plan-told")
    plan = town.told(PlanRevised)
    assert (plan.day, [stop.booking for stop in plan.stops]) == ("2026-12-05", ["b1", "b2"])
    assert town.published()[0].subject == "porto"


def test_a_day_without_visits_has_no_plan() -> None:
    town = given(TEAM, made("b1", day=5), cancelled("b1"))
    town.when(rings("plan:2026-12-05")).then_nothing("nothing-planned")
    town.when(TimerDue("plan:never", at(5, 0))).then_nothing("nothing-planned")
    town.when(TimerDue("tea", at(5, 0))).then_nothing("not-ours")


def test_each_day_with_a_booking_has_its_alarm() -> None:
    town = given(TEAM, made("b1", day=5)).when(made("b2", day=8))
    assert {kind for kind in town.timers if kind.startswith("plan")} == {"plan:2026-12-05", "plan:2026-12-08"}
    assert town.timers["tidy"] - town.at < timedelta(days=1)


def test_a_booking_where_nobody_can_come_takes_nobody_s_time() -> None:
    town = given(TEAM).when(made("b1", hour=10, east=300)).then("unassigned-too-far")
    assert town.duties == {}
    assert town.visit("b1", Unassigned).version == 0
