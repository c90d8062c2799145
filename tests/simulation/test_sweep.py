"""A crash at each kind of port call of every canonical case; `./doorstep test simulation --sweep` tries them all."""

from __future__ import annotations

import pytest

from .cases import CASES
from .sweep import KINDS_WANTED, one_of_each_kind, positions, sweep


@pytest.mark.parametrize("case", CASES)
def test_a_case_survives_a_crash_at_its_port_calls(case: str) -> None:
    swept = sweep(case, shortly=True)
    assert [str(each) for each in swept.found] == []
    assert swept.positions > 20


def test_the_cases_meet_enough_kinds_of_points() -> None:
    kinds = {kind for case in CASES for _, kind in positions(case)}
    assert len(kinds) >= KINDS_WANTED
    assert len(CASES) == 20


def test_one_of_each_kind_is_its_first_point_or_its_last() -> None:
    points = [*((turn, "often") for turn in range(10)), (20, "once"), (30, "twice"), (31, "twice")]
    assert one_of_each_kind(points, last=False) == [(0, "often"), (20, "once"), (30, "twice")]
    assert one_of_each_kind(points, last=True) == [(9, "often"), (20, "once"), (31, "twice")]
