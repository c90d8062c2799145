"""Slots come from real free time, spread for the borrower and cheap for the crews; or reasons come."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from shared.contracts.routing import SlotsQuoted

from .events import asked, at, box, hired, made
from .given import given, later, losing, stopping


def test_three_windows_on_different_days_and_parts_of_day_are_offered() -> None:
    windows = given(hired("ana"), hired("rui")).when(asked()).then("slots-quoted").windows()
    assert len({window.start.date() for window in windows}) == 3
    assert len({window.start.hour // 4 for window in windows}) > 1
    assert windows == sorted(windows, key=lambda window: window.start)


def test_windows_lie_within_visiting_hours_with_time_for_the_visit() -> None:
    town = given(hired("ana", days=range(1, 20)), hired("rui", days=range(1, 20)))
    for window in town.when(asked(slots_max=6, last=at(19, 19))).windows():
        assert window.start.hour >= 9
        assert window.end + timedelta(minutes=30) <= window.start.replace(hour=19, minute=0)
        assert window.start.isoweekday() != 7


def test_a_wish_is_met_as_closely_as_crews_can() -> None:
    town = given(hired("ana"), hired("rui")).when(asked(around=at(7, 14.5))).then("slots-quoted")
    first = min(town.windows(), key=lambda window: abs(window.start - at(7, 14.5)))
    assert first.start <= at(7, 14.5) <= first.end
    assert all(abs(window.start - at(7, 14.5)) < timedelta(hours=6) for window in town.windows())


def test_a_wish_after_hours_gets_the_last_windows_of_the_day() -> None:
    town = given(hired("ana"), hired("rui")).when(asked(around=at(7, 21), slots_max=1))
    assert town.windows()[0].start == at(7, 16.5)


def test_slots_do_not_overlap_and_have_names_that_stay_the_same() -> None:
    town = given(hired("ana"), hired("rui"))
    slots = town.when(asked(slots_max=6)).told(SlotsQuoted).slots
    for one, two in pairwise(slots):
        assert one.window.end <= two.window.start
    assert [each.slot for each in town.when(asked(slots_max=6)).told(SlotsQuoted).slots] == [e.slot for e in slots]
    assert len({each.slot for each in slots}) == 6


def test_the_answer_is_addressed_to_the_case() -> None:
    town = given(hired("ana"), hired("rui")).when(asked("q7"))
    assert [said.subject for said in town.published()] == ["case-q7"]
    assert town.told(SlotsQuoted).request == "q7"


def test_a_window_next_to_a_stop_costs_less_than_a_day_of_its_own() -> None:
    quiet = given(hired("ana", 5), hired("rui", 5)).when(asked()).told(SlotsQuoted).slots
    busy = given(hired("ana", 5), hired("rui", 5), made("b1", day=5, hour=10)).when(asked()).told(SlotsQuoted).slots
    assert min(each.detour_s for each in busy) < min(each.detour_s for each in quiet)


def test_a_quote_reserves_nothing() -> None:
    town = given(hired("ana"), hired("rui"))
    before = town.region
    assert town.when(asked()).region is before


def test_windows_that_have_begun_are_not_offered() -> None:
    town = given(hired("ana"), hired("rui"), later(at(6, 12)))
    assert all(window.start >= at(6, 12) for window in town.when(asked(first=at(1, 9), slots_max=6)).windows())


def test_nothing_is_offered_on_sundays_and_holidays() -> None:
    town = (
        given(hired("ana"), hired("rui"))
        .when(asked(first=at(6, 0), last=at(6, 23)))
        .then_nothing("no-slots-outside-hours")
    )
    assert town.decision.rule.startswith("contact.windows")
    # 25 December 2026 is day 25.
    christmas = given(hired("ana", days=range(25, 26)), hired("rui", days=range(25, 26)))
    christmas.when(asked(first=at(25, 0), last=at(25, 23))).then_nothing("no-slots-outside-hours")


def test_without_collectors_the_reason_says_so() -> None:
    town = given().when(asked()).then_nothing("no-slots-no-collectors")
    assert town.told(SlotsQuoted).slots == ()


def test_a_home_that_does_not_open_is_refused_as_such() -> None:
    given(hired("ana"), hired("rui"), losing(box(1, 0).box)).when(asked()).then_nothing("no-slots-home-unreadable")


def test_a_switch_that_stops_visiting_stops_quotes() -> None:
    town = given(hired("ana"), hired("rui"), stopping("visiting:region:porto")).when(asked())
    town.then_nothing("no-slots-visiting-stopped")


def test_who_loses_a_window_to_another_is_quoted_what_is_still_free_around_it_without_that_window() -> None:
    town = given(hired("ana", 5), hired("rui", 5))
    first, second = town.when(asked("q1", slots_max=2)).windows()[:2]
    assert town.when(asked("q2", slots_max=2)).windows()[:2] == [first, second]
    at_first = {"day": first.start.day, "hour": first.start.hour + first.start.minute / 60}
    for number in range(9):  # as many as one crew can visit in that window
        if town.when(made(f"b{number}", **at_first)).decision.reason != "crew-assigned":
            break
    assert town.decision.reason != "crew-assigned"
    left = town.when(asked("q3", around=first.start, slots_max=6)).then("slots-quoted").windows()
    assert first not in left
    assert min(abs(window.start - first.start) for window in left) < timedelta(hours=4)
