"""Days with more crews and people than are tried first, and what an index of days has to bear from old histories."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.router.core import considered, insertion
from services.router.core.changes import CrewChosen, Leg, Registered, Retimed
from services.router.core.considered import CONSIDERED_MAX
from services.router.core.day_plan import plan_of
from services.router.core.day_routes import day_routes, days_of
from services.router.core.evolve import evolve
from services.router.core.published_rows import rows_of
from services.router.core.state import Assigned
from shared.contracts.values import Needs

from .events import ZONE, absent, at, hired, made, on_shift, registered
from .given import Scenario, given, later

ALONE = Needs(crew_size=1)
NAMES = ("ana", "eva", "ivo", "leo", "mia", "noa", "rui", "tia", "uli")


def chosen(town: Scenario) -> CrewChosen:
    (change,) = [each for each in town.decision.changes if isinstance(each, CrewChosen)]
    return change


@pytest.mark.parametrize("few", [1, 2, 24])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_best_are_the_same_however_few_are_tried_first(
    few: int, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = [hired(name, 2 * number) for number, name in enumerate(NAMES)]
    whole = chosen(given(*team).when(made("b1", needs=Needs(crew_size=size))))
    for module in (insertion, considered):
        monkeypatch.setattr(module, "NEAREST", few)
    assert chosen(given(*team).when(made("b1", needs=Needs(crew_size=size)))) == whole


def test_of_many_crews_that_are_out_the_cheapest_are_considered() -> None:
    team = [hired(name, 3 * number) for number, name in enumerate(NAMES)]
    out = [made(f"o{number}", 5, 10, 3 * number, needs=ALONE) for number in range(len(NAMES))]
    found = chosen(given(*team, *out).when(made("b1", 5, 14, 0, needs=ALONE))).considered
    assert len(found) == CONSIDERED_MAX
    assert [each.cost_s for each in found] == sorted(each.cost_s for each in found)
    assert all(each.out for each in found)


def test_who_comes_to_work_after_the_window_is_not_considered() -> None:
    late = [registered("zoe"), *hired("zoe", days=range(0))[1:], on_shift("zoe", 5, 15, 18)]
    found = chosen(given(hired("ana"), hired("eva"), *late).when(made("b1", 5, 10, needs=ALONE))).considered
    assert {crew for each in found for crew in each.crew} == {"ana", "eva"}


def test_who_comes_later_and_costs_more_than_five_others_changes_nothing() -> None:
    near = [hired(name, number / 10) for number, name in enumerate(NAMES[:7])]
    far = [*hired("zoe", 9, days=range(0)), on_shift("zoe", 5, 10.5, 18)]
    without = chosen(given(*near).when(made("b1", 5, 10, needs=ALONE)))
    assert chosen(given(*near, far).when(made("b1", 5, 10, needs=ALONE))) == without


def test_a_crew_whose_day_is_in_two_parts_is_planned_from_now_on_in_both() -> None:
    team = (hired("ana"), hired("eva"), absent("ana", 5, 12.5, 13.5))
    town = given(*team, made("b1", 5, 10), made("b2", 5, 15), later(at(5, 9.25)))
    town.when(made("b3", 5, 14, east=1.5)).then("crew-assigned")
    assert town.visit("b3", Assigned).crew == ("ana", "eva")
    assert town.visit("b1", Assigned).arrive < at(5, 12.5)
    assert town.visit("b3", Assigned).arrive >= at(5, 13.5)


def test_homes_are_those_of_who_is_registered_and_can_be_found() -> None:
    town = given(hired("ana"), hired("eva"), hired("leo"))
    lookup = town.looked_up(made("b1"))
    planned = day_routes(town.region, days_of([at(5, 10)], ZONE), at(1, 9), lookup)
    assert len(planned.homes) == 3
    assert sorted(planned.homes) == ["ana", "eva", "leo"]


def test_times_that_stay_leave_the_day_as_it_is() -> None:
    town = given(hired("ana"), hired("eva"), made("b1"))
    visit = town.visit("b1", Assigned)
    days = town.region.booked(ZONE)
    same = evolve(town.region, Retimed(legs=(Leg(booking="b1", arrive=visit.arrive, depart=visit.depart),)))
    assert same.booked(ZONE).days == days.days
    town.when(made("b2", 5, 15))
    stays, moment = town.visit("b2", Assigned), visit.arrive + timedelta(minutes=5)
    same_leg = Leg(booking="b2", arrive=stays.arrive, depart=stays.depart)
    legs = (same_leg, Leg(booking="b1", arrive=moment, depart=visit.depart))
    town.region.booked(ZONE)
    moved = evolve(town.region, Retimed(legs=legs)).booked(ZONE)
    assert {each.name: each.visit.arrive for each in moved.each()} == {"b1": moment, "b2": stays.arrive}


def test_the_plan_of_a_region_that_knows_no_zone_goes_by_the_windows() -> None:
    town = given(hired("ana"), hired("eva"), made("b1"))
    day = at(5, 10).date().isoformat()
    assert plan_of(town.region.model_copy(update={"zone": None}), day) == plan_of(town.region, day) != ()
    assert plan_of(town.region.model_copy(update={"zone": None}), "2026-12-24") == ()


def test_a_word_that_changes_nobody_is_not_shown_again() -> None:
    town = given(hired("ana"))
    older = registered("ana", 9)
    said = Registered(said_at=older.time - timedelta(days=1), fact=older.data)
    assert evolve(town.region, said).collectors == town.region.collectors
    assert rows_of(town.region, evolve(town.region, said), [said]) == []
