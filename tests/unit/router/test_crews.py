"""Who is sent: near, qualified, at work, and together all day."""

from __future__ import annotations

from services.router.core.fleet import whole
from services.router.core.state import Assigned, Unassigned
from shared.contracts.routing import CrewAssigned, CrewUnassigned
from shared.contracts.values import Needs

from .events import CERTIFICATES, at, certified, hired, made, on_shift, registered
from .given import given


def test_the_two_nearest_collectors_form_a_crew() -> None:
    town = given(hired("ana", 2), hired("rui", 3), hired("eva", 20)).when(made("b1", east=1)).then("crew-assigned")
    assert town.visit("b1", Assigned).crew == ("ana", "rui")
    assert town.told(CrewAssigned).version == 1


def test_members_are_named_by_sealed_names() -> None:
    told = given(hired("ana"), hired("rui")).when(made("b1")).told(CrewAssigned)
    assert [(each.collector, each.name.box) for each in told.crew] == [("ana", "name-of-ana"), ("rui", "name-of-rui")]


def test_a_crew_that_is_out_already_takes_the_door_next_to_its_first() -> None:
    town = given(hired("ana"), hired("rui"), hired("eva", 9), hired("leo", 9), made("b1", east=8.5, hour=10))
    assert town.visit("b1", Assigned).crew == ("eva", "leo")
    assert town.when(made("b2", east=8, hour=10)).visit("b2", Assigned).crew == ("eva", "leo")


def test_whoever_is_in_a_crew_forms_no_other_that_day() -> None:
    town = given(hired("ana"), hired("rui"), hired("eva", 5), made("b1", hour=9))
    town.when(made("b2", hour=9, east=1, hours=0.1)).then("unassigned-no-free-time")
    assert town.visit("b2", Unassigned).version == 0


def test_on_another_day_crews_are_formed_anew() -> None:
    town = given(hired("ana"), hired("rui"), hired("eva", 6), made("b1", day=5, east=0))
    town.when(made("b2", day=7, hour=9.5, east=7, not_collectors=("ana",))).then("crew-assigned")
    assert town.visit("b2", Assigned).crew == ("eva", "rui")


def test_a_certificate_must_be_valid_on_the_day_of_the_visit() -> None:
    expiring = [registered("rui"), *(certified("rui", each, last=4) for each in CERTIFICATES)]
    expiring += [on_shift("rui", day) for day in (4, 5)]
    town = given(hired("ana"), expiring).when(made("b1", day=4)).then("crew-assigned")
    town.when(made("b2", day=5)).then("unassigned-no-certificate")
    assert "certificate" in town.why()["no-certificate"]
    assert town.told(CrewUnassigned).refused[0].rule.startswith("visit.certificates")


def test_a_crew_is_as_large_as_the_visit_needs() -> None:
    team = [hired("ana"), hired("rui", 1), hired("eva", 2), hired("leo", 3)]
    for size in (1, 2, 3, 4):
        town = given(*team).when(made("b1", needs=Needs(crew_size=size))).then("crew-assigned")
        assert len(town.visit("b1", Assigned).crew) == size


def test_a_crew_of_another_size_is_not_stretched() -> None:
    town = given(hired("ana"), hired("rui"), made("b1", hour=9))
    town.when(made("b2", hour=14, needs=Needs(crew_size=1))).then("unassigned-in-another-crew")


def test_the_way_there_and_back_must_lie_within_the_shift() -> None:
    late = [registered("eva"), *(certified("eva", each) for each in CERTIFICATES), on_shift("eva", 5, 11.9, 14)]
    town = given(hired("ana"), late)
    town.when(made("b1", day=5, hour=10, hours=2)).then("unassigned-no-free-time")
    town.when(made("b2", day=5, hour=11, hours=2)).then("crew-assigned")
    arrive = town.visit("b2", Assigned).arrive
    assert at(5, 12) < arrive <= at(5, 13)


def test_time_taken_by_another_region_is_not_there() -> None:
    town = given(hired("ana"), hired("rui"))
    town.busy = {"rui": [(whole(at(5, 9)), whole(at(5, 12)))]}
    town.when(made("b1", day=5, hour=10, hours=1)).then("unassigned-absent")
    town.when(made("b2", day=5, hour=13)).then("crew-assigned")


def test_members_set_out_from_their_own_homes_just_in_time() -> None:
    town = given(hired("ana", 1), hired("rui", 6), made("b1", hour=12, east=1))
    start = {name: town.duties[name, "b1"][0] for name in ("ana", "rui")}
    assert start["rui"] < start["ana"] < at(5, 12) == town.visit("b1", Assigned).arrive
