"""A crash at every port call of every canonical case. `./doorstep test simulation --sweep` adds pairs."""

from __future__ import annotations

import pytest

from .cases import CASES
from .sweep import KINDS_WANTED, positions, sweep

PORTIONS = 2


@pytest.mark.parametrize("portion", range(PORTIONS))
@pytest.mark.parametrize("case", CASES)
def test_a_case_survives_a_crash_at_every_port_call(case: str, portion: int) -> None:
    swept = sweep(case, portion=portion, portions=PORTIONS)
    assert [str(each) for each in swept.found] == []
    assert swept.positions > 20


def test_the_cases_meet_enough_kinds_of_points() -> None:
    kinds = {kind for case in CASES for _, kind in positions(case)}
    assert len(kinds) >= KINDS_WANTED
    assert len(CASES) == 20
