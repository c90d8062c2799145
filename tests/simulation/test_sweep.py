"""A crash at every second port call of every canonical case; `./doorstep test simulation --sweep` tries them all."""

from __future__ import annotations

import pytest

from .cases import CASES
from .sweep import KINDS_WANTED, positions, sweep

EVERY = 2


@pytest.mark.parametrize("case", CASES)
def test_a_case_survives_a_crash_at_its_port_calls(case: str) -> None:
    swept = sweep(case, every=EVERY)
    assert [str(each) for each in swept.found] == []
    assert swept.positions > 20


def test_the_cases_meet_enough_kinds_of_points() -> None:
    kinds = {kind for case in CASES for _, kind in positions(case)}
    assert len(kinds) >= KINDS_WANTED
    assert len(CASES) == 20
