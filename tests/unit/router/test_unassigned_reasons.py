"""Every refusal says what kept whom away, in numbers, without a name or a place."""

from __future__ import annotations

from typing import Any

import pytest

from services.router.core.obstacles import OBSTACLES
from services.router.core.unassigned_reasons import TEXTS
from shared.contracts.routing import CrewUnassigned
from shared.contracts.values import Needs

from .events import CERTIFICATES, absent, at, certified, departed, hired, made, on_shift, registered
from .given import given, later, losing

ANA = hired("ana")


def uncertified(name: str) -> list[Any]:
    return [registered(name), certified(name, "law"), on_shift(name, 5)]


@pytest.mark.parametrize(
    ("obstacle", "rui"),
    [
        ("home-unknown", [certified("rui", each) for each in CERTIFICATES]),
        ("no-certificate", uncertified("rui")),
        ("no-shift", hired("rui", days=range(1, 3))),
        ("absent", [*hired("rui"), absent("rui", 5)]),
        ("too-far", hired("rui", 300)),
        ("no-free-time", [*hired("rui", days=range(1, 2)), on_shift("rui", 5, 11.98, 13)]),
    ],
)
def test_what_keeps_a_collector_away_has_a_code_and_a_sentence(obstacle: str, rui: list[Any]) -> None:
    town = given(ANA, rui).when(made("b1", day=5, hour=10))
    reasons = town.why()
    assert set(reasons) == {obstacle, "crew-too-small"}
    assert reasons[obstacle].startswith("1 of 2 collectors: ")
    assert not {"ana", "rui"} & set(" ".join(reasons.values()).replace(".", " ").split())


def test_exclusion_is_a_reason_of_its_own() -> None:
    assert set(given(ANA, hired("rui")).when(made("b1", not_collectors=("rui",))).why()) == {
        "excluded",
        "crew-too-small",
    }


def test_too_few_who_could_come_makes_the_crew_too_small() -> None:
    town = given(ANA).when(made("b1")).then("unassigned-crew-too-small")
    assert town.told(CrewUnassigned).refused[0].rule.startswith("visit.crew_size")


def test_a_crew_that_is_full_or_far_is_told_apart_from_one_that_does_not_fit() -> None:
    town = given(ANA, hired("rui"), made("b1", day=5, hour=10, hours=0.2))
    assert set(town.when(made("b2", day=5, hour=10, hours=0.2)).why()) == {"no-free-time"}
    assert set(town.when(made("b3", day=5, hour=14, east=300)).why()) == {"too-far"}
    assert set(town.when(made("b4", day=5, hour=14, needs=Needs(crew_size=1))).why()) == {"in-another-crew"}


def test_a_crew_under_way_takes_nothing_more() -> None:
    town = given(ANA, hired("rui"), made("b1", day=5, hour=10), later(at(5, 10)), departed("b1"))
    assert set(town.when(made("b2", day=5, hour=14)).why()) == {"in-another-crew"}


def test_the_obstacle_met_by_most_comes_first() -> None:
    town = given(ANA, hired("rui", 300), hired("eva", 300)).when(made("b1"))
    assert [each.code for each in town.told(CrewUnassigned).refused] == ["too-far", "crew-too-small"]


def test_windows_outside_hours_and_over_are_refused_as_such() -> None:
    town = given(ANA, hired("rui"))
    town.when(made("b1", day=5, hour=17)).then("unassigned-outside-hours")
    town.when(made("b2", day=-3, hour=10)).then("unassigned-window-passed")
    town.when(losing("1000_0"), made("b3")).then("unassigned-home-unreadable")


def test_every_obstacle_has_a_text() -> None:
    assert set(TEXTS) == set(OBSTACLES)
