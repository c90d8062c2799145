"""Why this crew: the best few that could have gone, each with what it would have cost, none of them overlooked."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given as each_of
from hypothesis import settings
from hypothesis import strategies as st

from services.router.core.changes import CrewChosen, CrewConsidered
from services.router.core.considered import CONSIDERED_MAX
from shared.contracts.values import Needs

from .events import hired, made
from .given import Scenario, given

NAMES = ("ana", "eva", "ivo", "leo", "mia", "noa", "rui")


def ranking(town: Scenario) -> tuple[CrewConsidered, ...]:
    (change,) = [each for each in town.decision.changes if isinstance(each, CrewChosen)]
    assert change.considered[0].crew == change.crew
    return change.considered


def test_the_chosen_crew_comes_first_and_the_others_by_the_travel_that_they_add() -> None:
    found = ranking(given(hired("ana", 2), hired("rui", 3), hired("eva", 20)).when(made("b1", east=1)))
    assert [each.crew for each in found] == [("ana", "rui"), ("ana", "eva"), ("eva", "rui")]
    costs = [each.cost_s for each in found]
    assert costs == sorted(costs)
    assert not any(each.out for each in found)


def test_a_crew_that_is_out_is_one_of_them_with_its_cheapest_place_in_the_day() -> None:
    town = given(hired("ana"), hired("rui"), hired("eva", 9), hired("leo", 9), made("b1", east=8.5, hour=10))
    found = ranking(town.when(made("b2", east=8, hour=10)))
    assert [(each.crew, each.out) for each in found] == [(("eva", "leo"), True), (("ana", "rui"), False)]


def test_who_is_barred_is_not_considered() -> None:
    found = ranking(given(hired("ana", 2), hired("rui", 3), hired("eva", 20)).when(made("b1", not_collectors=("ana",))))
    assert [each.crew for each in found] == [("eva", "rui")]


@each_of(st.lists(st.integers(0, 25), min_size=3, max_size=7, unique=True), st.integers(1, 3))
@settings(max_examples=40, deadline=None)
def test_of_new_crews_the_best_five_are_the_best_of_all_there_are(places: list[int], size: int) -> None:
    team = [hired(name, place) for name, place in zip(NAMES, places, strict=False)]
    town = given(*team).when(made("b1", needs=Needs(crew_size=size)))
    found = ranking(town)
    # Everybody is in time for this window, so what a crew costs is the sum of what its members cost alone.
    alone = {
        name: ranking(given(hired(name, place)).when(made("b1", needs=Needs(crew_size=1))))[0].cost_s
        for name, place in zip(NAMES, places, strict=False)
    }
    costs = sorted(sum(alone[name] for name in crew) for crew in combinations(sorted(alone), size))
    assert [each.cost_s for each in found] == costs[:CONSIDERED_MAX]


@pytest.mark.parametrize("size", [1, 2])
def test_no_more_than_five_are_kept(size: int) -> None:
    found = ranking(given(*(hired(name) for name in NAMES)).when(made("b1", needs=Needs(crew_size=size))))
    assert len({each.crew for each in found}) == CONSIDERED_MAX
