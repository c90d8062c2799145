"""Every input in every state of a booking, and where it really leads: each line of the tables is reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any, get_args

import pytest

from services.router.core.inputs import RouterInput, TidyDue
from services.router.core.machine import BESIDE, TABLE
from services.router.core.state import Assigned, Cancelled, Done, RegionState, Unassigned, Underway, UnknownBooking
from shared.contracts.outcomes import ComplaintRaised
from shared.decision import IllegalMove, TimerDue

from .events import (
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
    made,
    on_shift,
    registered,
    revoked,
)
from .given import MACHINE, Scenario, given, later

LATER = MONDAY + timedelta(hours=1)
TEAM = [hired("ana"), hired("rui")]
SPARE = [hired("eva", 3), hired("leo", 3)]
ON_THE_DAY = later(at(5, 9.5))

STATES: dict[type[Any], Callable[[], Scenario]] = {
    UnknownBooking: lambda: given(TEAM),
    Assigned: lambda: given(TEAM, made("b1")),
    Underway: lambda: given(TEAM, made("b1"), ON_THE_DAY, departed("b1")),
    Unassigned: lambda: given(TEAM, made("b1", not_collectors=("ana",))),
    Cancelled: lambda: given(TEAM, made("b1"), cancelled("b1")),
    Done: lambda: given(TEAM, made("b1"), ON_THE_DAY, ended("b1")),
}


def _tidy(town: Scenario) -> None:
    town.at = max(town.at, at(8, 2))
    town.when(TimerDue("tidy", town.at))


INPUTS: list[Any] = [
    asked("b1"),
    made("b1"),
    made("b1", not_collectors=("ana",)),
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
    absent("ana", 5),
    TimerDue("plan:2026-12-05", MONDAY),
    _tidy,
]


def _named(kind: type[Any]) -> dict[type[Any], set[type[Any]]]:
    """Where the tables say that an input of this kind may lead the booking `b1`, by its state."""
    of_table = {line.state: set(line.to) for line in TABLE if line.input is kind and line.state in STATES}
    return of_table or {state: set(to) for state, to in BESIDE.get(kind, {}).items()}


def test_each_line_of_the_tables_leads_where_it_says_and_no_input_leads_elsewhere() -> None:
    seen: dict[type[Any], dict[type[Any], set[type[Any]]]] = defaultdict(lambda: defaultdict(set))
    for state, history in STATES.items():
        for said in INPUTS:
            for spare in ([], SPARE):
                town = history()
                assert type(town.region.booking("b1")) is state
                town.when(*spare, said)
                after = type(town.region.booking("b1"))
                seen[_kind(said)][state] |= {after} - {state}
    for kind, by_state in seen.items():
        assert {state: to for state, to in by_state.items() if to} == {
            state: to for state, to in _named(kind).items() if to
        }, kind


def test_the_tables_answer_every_input_and_name_every_state() -> None:
    inputs = {line.input for line in TABLE}
    assert inputs == {_kind(said) for said in INPUTS} == set(get_args(RouterInput))
    assert {line.state for line in TABLE} - {RegionState} | {to for line in TABLE for to in line.to} == set(STATES)
    assert set(BESIDE) < {line.input for line in TABLE if line.state is RegionState}


def test_a_decision_that_moves_a_booking_beside_the_table_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    beside: Any = BESIDE
    monkeypatch.setitem(beside, ComplaintRaised, {})
    with pytest.raises(IllegalMove, match="booking b1 from Assigned to Unassigned by ComplaintRaised"):
        given(TEAM, made("b1")).when(complained("b1", "ana"))


def _kind(said: Any) -> type[Any]:
    return TidyDue if callable(said) else type(MACHINE.input_of(said))


@pytest.mark.parametrize("state", [UnknownBooking, Unassigned, Cancelled, Done])
@pytest.mark.parametrize("said", [departed("b1"), arrived("b1"), ended("b1")])
def test_field_reports_about_what_nobody_goes_to_are_refused(state: type[Any], said: Any) -> None:
    town = STATES[state]()
    reason = "unknown-booking" if state is UnknownBooking else f"already-{state.model_fields['kind'].default}"
    town.when(said).then_nothing(reason)


@pytest.mark.parametrize("state", [Assigned, Underway, Unassigned, Cancelled, Done])
def test_a_booking_is_made_once(state: type[Any]) -> None:
    STATES[state]().when(made("b1")).then_nothing(f"already-{state.model_fields['kind'].default}")


@pytest.mark.parametrize("state", [Cancelled, Done])
def test_what_is_over_can_not_be_cancelled(state: type[Any]) -> None:
    STATES[state]().when(cancelled("b1")).then_nothing(f"already-{state.model_fields['kind'].default}")
    given(TEAM).when(cancelled("b1")).then_nothing("unknown-booking")
