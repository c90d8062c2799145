"""`MOVES` is the whole picture: every input in every state of a booking, and where `decide` really leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any, get_args

import pytest

from services.router.core.machine import MOVES, Input
from services.router.core.visit import Assigned, Cancelled, Done, Unassigned, Underway, Unknown
from shared.decision import TimerDue

from .given import Town, given, later
from .world import (
    MONDAY,
    absent,
    arrived,
    asked,
    at,
    cancelled,
    certified,
    complained,
    departed,
    ended,
    gone,
    hired,
    located,
    made,
    moved,
    on_shift,
    registered,
    revoked,
)

LATER = MONDAY + timedelta(hours=1)
TEAM = [hired("ana"), hired("rui")]
SPARE = [hired("eva", 3), hired("leo", 3)]
ON_THE_DAY = later(at(5, 9.5))

STATES: dict[type[Any], Callable[[], Town]] = {
    Unknown: lambda: given(TEAM),
    Assigned: lambda: given(TEAM, made("b1")),
    Underway: lambda: given(TEAM, made("b1"), ON_THE_DAY, departed("b1")),
    Unassigned: lambda: given(TEAM, made("b1", not_collectors=("ana",))),
    Cancelled: lambda: given(TEAM, made("b1"), cancelled("b1")),
    Done: lambda: given(TEAM, made("b1"), ON_THE_DAY, ended("b1")),
}


def _tidy(town: Town) -> None:
    town.at = max(town.at, at(8, 2))
    town.when(TimerDue("tidy", town.at))


INPUTS: list[Any] = [
    asked("b1"),
    made("b1"),
    made("b1", not_collectors=("ana",)),
    moved("b1", hour=12),
    moved("b1", hour=12, not_collectors=("ana",)),
    cancelled("b1"),
    departed("b1"),
    arrived("b1"),
    ended("b1"),
    complained("b1", "ana"),
    registered("ana", 200, time=LATER),
    certified("ana", "law", last=3, time=LATER),
    revoked("ana", "law", 4, time=LATER),
    gone("ana", time=LATER),
    on_shift("ana", 5, 15, 17, time=LATER),
    located("ana", LATER),
    absent("ana", 5),
    TimerDue("plan:2026-12-05", MONDAY),
    _tidy,
]


def test_decide_moves_a_booking_exactly_as_the_table_says() -> None:
    seen: dict[type[Any], dict[type[Any], set[type[Any]]]] = defaultdict(lambda: defaultdict(set))
    for state, history in STATES.items():
        for said in INPUTS:
            for spare in ([], SPARE):
                town = history()
                before = town.region.bookings.get("b1", Unknown())
                assert type(before) is state
                town.when(*spare, said)
                after = town.region.bookings.get("b1", Unknown())
                kind = TimerDue if callable(said) else type(said)
                if after != before or (kind in MOVES[state] and town.decision.accepted):
                    seen[state][kind].add(type(after))
    for state, moves in MOVES.items():
        assert set(seen[state]) == set(moves), state
        for kind, targets in moves.items():
            # What an input may lead to besides staying as it is: a booking that nothing takes its crew from.
            assert seen[state][kind] - {state} == set(targets) - {state}, (state, kind)


def test_the_table_names_every_state_and_only_inputs_that_exist() -> None:
    assert set(MOVES) == set(STATES)
    assert {kind for moves in MOVES.values() for kind in moves} <= set(get_args(Input))
    assert {type(said) if not callable(said) else TimerDue for said in INPUTS} == set(get_args(Input))


@pytest.mark.parametrize("state", [Unknown, Unassigned, Cancelled, Done])
@pytest.mark.parametrize("said", [departed("b1"), arrived("b1"), ended("b1")])
def test_field_reports_about_what_nobody_goes_to_are_refused(state: type[Any], said: Any) -> None:
    town = STATES[state]()
    reason = "unknown-booking" if state is Unknown else f"already-{state.model_fields['kind'].default}"
    town.when(said).then_nothing(reason)


@pytest.mark.parametrize("state", [Assigned, Underway, Unassigned, Cancelled, Done])
def test_a_booking_is_made_once(state: type[Any]) -> None:
    STATES[state]().when(made("b1")).then_nothing(f"already-{state.model_fields['kind'].default}")


@pytest.mark.parametrize("state", [Underway, Cancelled, Done])
def test_what_has_begun_or_is_over_can_not_be_moved(state: type[Any]) -> None:
    STATES[state]().when(moved("b1", hour=12)).then_nothing(f"already-{state.model_fields['kind'].default}")


@pytest.mark.parametrize("state", [Cancelled, Done])
def test_what_is_over_can_not_be_cancelled(state: type[Any]) -> None:
    STATES[state]().when(cancelled("b1")).then_nothing(f"already-{state.model_fields['kind'].default}")
    given(TEAM).when(cancelled("b1")).then_nothing("unknown-booking")
