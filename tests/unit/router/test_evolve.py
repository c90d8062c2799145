"""`evolve` never raises: a change about something unknown, or heard too late, leaves everything as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pydantic import TypeAdapter

from services.router.core.changes import (
    Certified,
    Deregistered,
    Ended,
    Leg,
    Located,
    RegionChange,
    Registered,
    Retimed,
    SetOff,
    ShiftSet,
    Tidied,
    WentAbsent,
    Withdrawn,
)
from services.router.core.evolve import evolve
from services.router.core.state import Cancelled, Done, RegionState

from .events import MONDAY, absent, at, cancelled, certified, gone, hired, located, made, on_shift, registered
from .given import Scenario, given

LATER = MONDAY + timedelta(hours=1)


def town() -> Scenario:
    return given(hired("ana"), hired("rui"), made("b1"), made("b2", hour=13), cancelled("b2"))


@pytest.mark.parametrize(
    "change",
    [
        SetOff(booking="b9"),
        SetOff(booking="b2"),
        Ended(booking="b9"),
        Withdrawn(booking="b9"),
        Retimed(legs=(Leg(booking="b2", arrive=at(5, 9), depart=at(5, 10)),)),
        Retimed(legs=(Leg(booking="b9", arrive=at(5, 9), depart=at(5, 10)),)),
    ],
)
def test_a_change_about_what_is_not_there_is_nothing(change: RegionChange) -> None:
    region = town().region
    assert evolve(region, change) == region


def test_older_facts_are_nothing() -> None:
    newer = given(
        registered("ana", 1, time=LATER),
        certified("ana", "law", time=LATER),
        on_shift("ana", 5, time=LATER),
        absent("ana", 5, time=LATER),
    ).region
    newer = evolve(newer, Located(fact=located("ana", LATER).data))
    for change in (
        Registered(said_at=MONDAY, fact=registered("ana").data),
        Deregistered(said_at=MONDAY, fact=gone("ana").data),
        Certified(said_at=MONDAY, fact=certified("ana", "law", last=3).data),
        Certified(fact=certified("ana", "law", last=3).data),
        WentAbsent(said_at=MONDAY, fact=absent("ana", 5, 0, 12).data),
        WentAbsent(fact=absent("ana", 5, 0, 12).data),
        ShiftSet(said_at=MONDAY, fact=on_shift("ana", 5, 9, 9).data),
        Located(fact=located("ana", MONDAY).data),
    ):
        assert evolve(newer, change) == newer


def test_words_of_histories_from_before_words_had_a_time_replace_each_other_as_they_come() -> None:
    region = evolve(
        evolve(town().region, Certified(fact=certified("eva", "law").data)),
        Certified(fact=certified("eva", "law", last=3).data),
    )
    assert [spell.valid_to for spell in region.collectors["eva"].holds("law")] == [at(3, 0).date()]


def test_an_absence_of_no_length_takes_nothing_away() -> None:
    fact = absent("ana", 5, 12, 12).data
    ana, always = evolve(town().region, WentAbsent(fact=fact)).collectors["ana"], (at(0, 0), at(30, 0))
    assert ana.working(*always) == ana.planned(*always) != []


def test_what_is_over_can_be_over_again() -> None:
    region = town().region
    assert isinstance(evolve(region, Withdrawn(booking="b2")).bookings["b2"], Cancelled)
    assert isinstance(evolve(region, Ended(booking="b2")).bookings["b2"], Done)


def test_state_and_changes_survive_being_written_down() -> None:
    life = town()
    states: TypeAdapter[RegionState] = TypeAdapter(RegionState)
    assert states.validate_json(states.dump_json(life.region)) == life.region
    changes: TypeAdapter[RegionChange] = TypeAdapter(RegionChange)
    life.when(made("b3", hour=15))
    for change in life.decision.changes:
        assert changes.validate_json(changes.dump_json(change)) == change


def test_a_tidying_says_itself_since_when_words_are_kept_and_former_ones_mean_thirty_days() -> None:
    region = evolve(given().region, Certified(said_at=MONDAY, fact=certified("ana", "law", last=3).data))
    now = MONDAY + timedelta(days=20)

    def kept(change: Tidied) -> bool:
        return "law" in evolve(region, change).collectors["ana"].certificates

    assert kept(Tidied(before=now, said_since=MONDAY))
    assert not kept(Tidied(before=now, said_since=MONDAY + timedelta(seconds=1)))
    assert kept(Tidied(before=MONDAY + timedelta(days=30)))
    assert not kept(Tidied(before=MONDAY + timedelta(days=30, seconds=1)))
