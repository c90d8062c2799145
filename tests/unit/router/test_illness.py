"""Somebody can't come: another crew goes to what can't be kept, and only there."""

from __future__ import annotations

from services.router.core.changes import Retimed
from services.router.core.state import Assigned, Unassigned, Underway
from shared.contracts.routing import CrewChanged, CrewUnassigned

from .events import (
    MONDAY,
    absent,
    at,
    complained,
    departed,
    hired,
    made,
    on_shift,
    registered,
)
from .given import given, later, losing

TEAM = [hired("ana"), hired("rui")]
SPARE = [hired("eva", 8), hired("leo", 9)]
LATER = MONDAY.replace(hour=12)


def test_the_bookings_of_who_fell_ill_get_another_crew_and_a_new_version() -> None:
    town = given(TEAM, made("b1", hour=10), SPARE).when(absent("ana", 5)).then("collector-unavailable")
    told = town.told(CrewChanged)
    assert (told.booking, told.version, told.reason.code) == ("b1", 2, "collector-unavailable")
    assert "ana" not in town.visit("b1", Assigned).crew
    assert {name for name, _ in town.duties} == set(town.visit("b1", Assigned).crew)


def test_the_partner_of_who_fell_ill_is_free_for_a_new_crew() -> None:
    town = given(TEAM, made("b1", hour=10), made("b2", hour=14), hired("eva", 2)).when(absent("ana", 5))
    assert town.visit("b1", Assigned).crew == town.visit("b2", Assigned).crew == ("eva", "rui")


def test_without_anybody_else_the_booking_is_unassigned_with_reasons() -> None:
    town = given(TEAM, made("b1")).when(absent("ana", 5)).then("collector-unavailable")
    assert {each.code for each in town.told(CrewUnassigned).refused} == {"absent", "crew-too-small"}
    assert town.visit("b1", Unassigned).version == 1
    assert town.duties == {}


def test_what_the_absence_does_not_touch_stays() -> None:
    town = given(TEAM, made("b1", hour=10), made("b2", hour=15), made("b3", day=7), SPARE)
    before = town.region.bookings
    town.when(absent("ana", 5, 9, 13))
    assert town.visit("b1", Assigned).crew == ("eva", "leo")
    assert town.visit("b2", Assigned).crew == ("ana", "rui")
    assert town.region.bookings["b3"] == before["b3"]
    assert [told.booking for told in town.all_told(CrewChanged)] == ["b1"]


def test_an_absence_of_somebody_else_or_of_another_day_changes_nothing() -> None:
    town = given(TEAM, SPARE, made("b1", hour=10))
    town.when(absent("eva", 5)).then("collector-unavailable")
    assert town.published() == []
    town.when(absent("ana", 6)).then("collector-unavailable")
    assert town.published() == []


def test_a_visit_under_way_is_left_alone_and_the_rest_of_the_day_is_not() -> None:
    town = given(TEAM, SPARE, made("b1", hour=10), made("b2", hour=15), later(at(5, 9.9)), departed("b1"))
    town.when(absent("ana", 5, 12, 24))
    assert town.visit("b1", Underway).crew == ("ana", "rui")
    assert town.visit("b2", Assigned).crew == ("eva", "leo")


def test_a_shift_that_is_taken_away_or_cut_short_sends_somebody_else() -> None:
    town = given(TEAM, SPARE, made("b1", hour=14)).when(on_shift("rui", 5, 9, 12, time=LATER)).then("shift-planned")
    assert town.visit("b1", Assigned).crew == ("ana", "eva")
    gone = given(TEAM, SPARE, made("b1", hour=14)).when(on_shift("rui", 5, 9, 9, time=LATER))
    assert gone.visit("b1", Assigned).crew == ("ana", "eva")


def test_a_shift_that_starts_later_keeps_its_visits_when_their_windows_allow_it() -> None:
    town = given(TEAM, SPARE, made("b1", hour=10)).when(on_shift("rui", 5, 11, 18, time=LATER))
    assert town.published(CrewChanged) == []
    assert at(5, 11) < town.visit("b1", Assigned).arrive <= at(5, 12)
    assert min(span[0] for span in town.duties.values()) >= at(5, 11)


def test_a_split_day_is_two_routes() -> None:
    town = given(TEAM, absent("ana", 5, 12, 14), made("b1", hour=9.5), made("b2", hour=15, east=3))
    town.when(made("b3", hour=14.2, hours=1)).then("crew-assigned")
    times = sorted((visit.arrive, name) for name in ("b1", "b2", "b3") if (visit := town.visit(name, Assigned)))
    assert [name for _, name in times] == ["b1", "b3", "b2"]
    assert all(end <= at(5, 12) or start >= at(5, 14) for start, end in town.duties.values())


def test_who_moves_far_away_is_replaced() -> None:
    town = given(TEAM, SPARE, made("b1", hour=10)).when(registered("ana", 200, time=LATER)).then("collector-registered")
    assert town.visit("b1", Assigned).crew == ("eva", "rui")


def test_a_collector_whose_home_can_not_be_read_is_replaced_at_the_next_word_about_him() -> None:
    town = given(TEAM, SPARE, made("b1", hour=10), made("b2", day=7), losing("0_0"))
    town.when(absent("rui", 9))
    assert town.visit("b1", Assigned).crew == town.visit("b2", Assigned).crew == ("eva", "leo")


def test_a_borrower_who_was_forgotten_still_lies_somewhere_in_his_cell() -> None:
    town = given(TEAM, made("b1", hour=10, east=1), losing("1000_0"))
    town.when(made("b2", hour=12, east=2)).then("crew-assigned")
    assert town.visit("b2", Assigned).crew == town.visit("b1", Assigned).crew


def test_who_was_complained_about_never_goes_to_that_door_again() -> None:
    town = given(TEAM, SPARE, made("b1", hour=10), made("b2", hour=14, case="case-x"))
    town.when(complained("b1", "rui")).then("collector-excluded")
    assert town.told(CrewChanged).reason.code == "collector-excluded"
    assert town.visit("b1", Assigned).crew == ("eva", "leo")
    assert town.visit("b2", Assigned).crew == ("ana", "rui")
    town.when(made("b3", day=8, case="case-b1"))
    assert "rui" not in town.visit("b3", Assigned).crew


def test_a_complaint_about_nobody_or_without_a_booking_ahead() -> None:
    given(TEAM).when(complained("b1")).then_nothing("nobody-named")
    town = given(TEAM).when(complained("b1", "ana"), complained("b1", "rui")).then("collector-excluded")
    assert town.region.exclusions == {"case-b1": ("ana", "rui")}


def test_visits_that_keep_their_times_are_not_timed_anew() -> None:
    town = given(TEAM, made("b1", hour=10), made("b2", day=7, hour=10))
    town.when(on_shift("rui", 12, 9, 17, time=LATER), on_shift("rui", 5, 9, 18, time=LATER)).then("shift-planned")
    assert [change.kind for change in town.decision.changes] == ["shift-set"]
    town.when(on_shift("rui", 5, 11, 18, time=LATER))
    (retimed,) = [change for change in town.decision.changes if isinstance(change, Retimed)]
    assert [(leg.booking, leg.arrive) for leg in retimed.legs] == [("b1", town.visit("b1", Assigned).arrive)]
