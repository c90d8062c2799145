"""Facts about collectors can be corrected and taken back, whatever order it is heard in; who can't go is replaced."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from services.router.core.state import Assigned, Unassigned, Underway
from shared.contracts.envelope import Event
from shared.contracts.fleet import Fleet
from shared.contracts.routing import CrewChanged, CrewUnassigned

from .events import (
    MONDAY,
    absent,
    asked,
    at,
    certified,
    departed,
    gone,
    hired,
    made,
    on_shift,
    registered,
    revoked,
)
from .given import Scenario, given, later

TEAM = [hired("ana"), hired("rui")]
SPARE = [hired("eva", 8), hired("leo", 9)]
FIRST, SECOND, THIRD = (MONDAY + timedelta(hours=hours) for hours in (1, 2, 3))
BEGINS = -30
Word = Callable[[datetime], Fleet]


def test_a_certificate_that_was_corrected_to_end_earlier_does_not_count_afterwards() -> None:
    town = given(TEAM).when(certified("ana", "law", BEGINS, 4, time=FIRST)).then("collector-certified")
    town.when(asked("b1", first=at(5, 9), last=at(5, 18))).then_nothing("no-slots-no-certificate")
    town.when(asked("b1", first=at(4, 9), last=at(4, 18))).then("slots-quoted")


def test_a_booking_whose_crew_lost_a_certificate_gets_another_crew() -> None:
    town = given(TEAM, SPARE, made("b1", day=5), made("b2", day=3))
    town.when(certified("ana", "law", BEGINS, 4, time=FIRST)).then("collector-certified")
    told = town.told(CrewChanged)
    assert (told.booking, told.version, told.reason.code) == ("b1", 2, "collector-uncertified")
    assert "ana" not in town.visit("b1", Assigned).crew
    assert town.visit("b2", Assigned).crew == ("ana", "rui")
    assert {name for name, booking in town.duties if booking == "b1"} == set(town.visit("b1", Assigned).crew)


def test_without_anybody_else_the_booking_has_no_crew_and_the_reason_is_said() -> None:
    town = given(TEAM, made("b1")).when(revoked("rui", "psychology", 0, time=FIRST)).then("certificate-revoked")
    assert "no-certificate" in {each.code for each in town.told(CrewUnassigned).refused}
    assert town.visit("b1", Unassigned).version == 1
    assert town.duties == {}


def test_a_certificate_that_ends_before_it_begins_was_taken_back() -> None:
    town = given(TEAM, SPARE, made("b1")).when(certified("ana", "law", BEGINS, BEGINS - 1, time=FIRST))
    town.then("certificate-taken-back")
    assert "ana" not in town.visit("b1", Assigned).crew


def test_a_revocation_counts_for_what_was_said_before_it_and_not_for_what_is_said_later() -> None:
    ana = given(hired("ana"), certified("ana", "law", 10, 99)).when(revoked("ana", "law", 5, time=SECOND))
    days = [(at(day, 0)).date() for day in (4, 5, 20)]
    assert [ana.region.collectors["ana"].lacks(["law"], day) for day in days] == [[], ["law"], ["law"]]
    again = ana.when(certified("ana", "law", 20, 99, time=THIRD)).region.collectors["ana"]
    assert [again.lacks(["law"], day) for day in days] == [[], ["law"], []]


def test_a_visit_under_way_is_left_alone_and_the_next_one_is_not() -> None:
    town = given(TEAM, SPARE, made("b1", hour=10), made("b2", hour=15), later(at(5, 9.9)), departed("b1"))
    town.when(revoked("ana", "law", 5, time=at(5, 9.9)))
    assert town.visit("b1", Underway).crew == ("ana", "rui")
    assert town.visit("b2", Assigned).crew == ("eva", "leo")


def test_who_left_is_replaced_everywhere_and_comes_back_by_registering_again() -> None:
    town = (
        given(TEAM, SPARE, made("b1"), made("b2", day=7)).when(gone("ana", time=FIRST)).then("collector-deregistered")
    )
    assert [told.reason.code for told in town.all_told(CrewChanged)] == ["collector-gone"] * 2
    assert not any("ana" in town.visit(name, Assigned).crew for name in ("b1", "b2"))
    assert (town.region.collectors["ana"].name, town.region.collectors["ana"].home) == (None, None)
    town.when(registered("ana", time=MONDAY)).then_nothing("older-than-known")
    town.when(registered("ana", time=SECOND), made("b3", day=8))
    assert town.visit("b3", Assigned).crew == ("ana", "rui")
    town.when(gone("ana", time=FIRST)).then_nothing("older-than-known")


def test_who_is_well_again_can_be_sent() -> None:
    town = given(TEAM, absent("ana", 2, 0, 48, time=FIRST), made("b1", day=3))
    assert isinstance(town.region.bookings["b1"], Unassigned)
    town.when(absent("ana", 2, 0, 24, time=SECOND)).then("collector-unavailable")
    town.when(made("b2", day=3)).then("crew-assigned")
    town.when(made("b3", day=2)).then("unassigned-absent")
    town.when(absent("ana", 2, 0, 0, time=THIRD)).then("absence-taken-back")
    town.when(made("b4", day=2, hour=13)).then("crew-assigned")


def test_an_absence_with_a_name_may_be_moved() -> None:
    town = given(TEAM, absent("ana", 2, called="flu", time=FIRST))
    town.when(absent("ana", 3, called="flu", time=SECOND), made("b1", day=2)).then("crew-assigned")
    town.when(made("b2", day=3)).then("unassigned-absent")
    town.when(absent("ana", 2, called="course", time=FIRST)).then("collector-unavailable")
    assert len(town.region.collectors["ana"].absences) == 2


CORRECTIONS: dict[str, list[Word]] = {
    "a certificate cut short": [
        lambda time: certified("ana", "law", BEGINS, 300, time=time),
        lambda time: certified("ana", "law", BEGINS, 4, time=time),
    ],
    "a certificate taken back": [
        lambda time: certified("ana", "law", BEGINS, 300, time=time),
        lambda time: certified("ana", "law", BEGINS, BEGINS - 1, time=time),
    ],
    "a certificate revoked and given anew": [
        lambda time: certified("ana", "law", BEGINS, 300, time=time),
        lambda time: revoked("ana", "law", 2, time=time),
        lambda time: certified("ana", "law", 6, 300, time=time),
    ],
    "a shift moved and removed": [
        lambda time: on_shift("ana", 5, 9, 18, time=time),
        lambda time: on_shift("ana", 5, 13, 18, time=time),
        lambda time: on_shift("ana", 5, 9, 9, time=time),
    ],
    "an absence shortened and taken back": [
        lambda time: absent("ana", 5, 0, 72, time=time),
        lambda time: absent("ana", 5, 0, 24, time=time),
        lambda time: absent("ana", 5, 0, 0, time=time),
    ],
    "an absence moved": [
        lambda time: absent("ana", 5, called="flu", time=time),
        lambda time: absent("ana", 7, called="flu", time=time),
    ],
    "a home moved": [
        lambda time: registered("ana", 1, time=time),
        lambda time: registered("ana", 90, time=time),
    ],
    "a registration withdrawn": [
        lambda time: registered("ana", 1, time=time),
        lambda time: gone("ana", time=time),
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", CORRECTIONS)
def test_the_newest_word_counts_in_whatever_order_it_is_heard(kind: str) -> None:
    words: list[Event] = [
        word(time) for word, time in zip(CORRECTIONS[kind], (FIRST, SECOND, THIRD), strict=False)
    ]  # fmt: skip
    before: list[Any] = [each for each in hired("ana") if not isinstance(each, type(words[0]))]
    expected = _known(given(before, *words))
    assert expected != _known(given(before, words[0]))
    for order in permutations(words):
        assert _known(Scenario().when(before, list(order))) == expected, order


def _known(town: Scenario) -> Any:
    """What is known of ana, and whether she could go on the days around: what was said when does not matter."""
    ana = town.region.collectors["ana"]
    days = [at(day, 0).date() for day in range(9)]
    return (
        ana.name,
        ana.home,
        [ana.lacks(["law"], day) for day in days],
        ana.working(at(0, 0), at(20, 0)),
    )
