"""An operator ends a hold: which they may, and which are not theirs to end."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from services.notifier.core.hold_end import NOT_BY_AN_OPERATOR
from services.notifier.core.inputs import HoldEnded
from services.notifier.core.no_visits import VISITS_REFUSED
from services.notifier.core.state import Brake, BrakeCause, Closed, Held, Texting, brakes_of

from .events import NOW, overdue, pays
from .given import Scenario, given


def held(*causes: Any) -> Scenario:
    life = given(overdue())
    life.state = Held(life.known.loan, tuple(Brake(cause, None) for cause in sorted(causes)))
    return life


@pytest.mark.parametrize("cause", get_args(BrakeCause))
def test_an_operator_ends_every_hold_but_those_that_are_others_to_end(cause: str) -> None:
    life = held(cause).when(HoldEnded(cause, "op-7", NOW))
    if cause in NOT_BY_AN_OPERATOR:
        life.then_nothing("hold-stays")
        assert life.decision.rule
        assert life.decision.why.startswith(f"the operator op-7 can't end {cause}: only ")
    else:
        life.then("hold-ended", Texting)
        for_whom = ", for every loan of this person" if cause == VISITS_REFUSED else ""
        assert life.decision.why == f"ended by the operator op-7: {cause}{for_whom}"


@pytest.mark.parametrize(
    "cause",
    [
        "opted-out",
        "wrong-number",
        "dispute",
        "plan-signed",
        "hold",
        "unread-record",
        "language-unwritten",
        "forgotten-person",
    ],
)
def test_these_are_never_an_operators(cause: Any) -> None:
    assert cause in NOT_BY_AN_OPERATOR


def test_ending_one_hold_leaves_the_others() -> None:
    life = held("unreachable", "dispute").when(HoldEnded("unreachable", "op-7", NOW)).then("hold-ended", Held)
    assert brakes_of(life.state) == (Brake("dispute", None),)


@pytest.mark.parametrize("cause", ["unreachable", "nonsense", ""])
def test_what_a_case_is_not_held_for_can_not_be_ended(cause: str) -> None:
    life = held("complaint").when(HoldEnded(cause, "op-7", NOW)).then_nothing("no-such-hold")
    assert "the operator op-7" in life.decision.why
    given(HoldEnded(cause, "op-7", NOW)).then_nothing("no-such-hold")


def test_a_hold_that_a_closed_case_remembers_can_be_ended_too() -> None:
    life = held("complaint").when(pays(0)).then("paid", Closed)
    life.when(HoldEnded("complaint", "op-7", NOW)).then("hold-ended", Closed)
    assert brakes_of(life.state) == ()
