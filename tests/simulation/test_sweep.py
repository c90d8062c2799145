"""A crash at each kind of port call of every canonical case; `./doorstep test simulation --sweep` tries them all."""

from __future__ import annotations

import pytest

from .cases import CASES
from .sweep import KINDS_WANTED, positions, some_of_each_kind, sweep

OF_A_KIND = 2
"""The first and the last."""


@pytest.mark.parametrize("case", CASES)
def test_a_case_survives_a_crash_at_its_port_calls(case: str) -> None:
    swept = sweep(case, of_a_kind=OF_A_KIND)
    assert [str(each) for each in swept.found] == []
    assert swept.positions > 20


def test_the_cases_meet_enough_kinds_of_points() -> None:
    kinds = {kind for case in CASES for _, kind in positions(case)}
    assert len(kinds) >= KINDS_WANTED
    assert len(CASES) == 20


def test_some_of_each_kind_are_its_first_and_last_and_what_lies_between() -> None:
    points = [(turn, "often") for turn in range(10)] + [(20, "once"), (30, "twice"), (31, "twice")]
    assert some_of_each_kind(points, 4) == [
        *((turn, "often") for turn in (0, 3, 6, 9)), (20, "once"), (30, "twice"), (31, "twice"),
    ]  # fmt: skip
    assert some_of_each_kind(points, 1) == [(0, "often"), (20, "once"), (30, "twice")]
