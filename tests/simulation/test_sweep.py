"""A crash at each kind of port call of the canonical cases; `./doorstep test simulation --sweep` tries every call.

The default suite takes five of the cases, `./doorstep test long` the others.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.apart import campaign, share

from .cases import CASES
from .sweep import KINDS_WANTED, a_few, one_of_each_kind, positions, sweep

OFTEN = 12


@pytest.mark.parametrize("case", share(CASES, every=4))
def test_a_case_survives_a_crash_at_its_port_calls(case: str) -> None:
    swept = sweep(case, shortly=True)
    assert [str(each) for each in swept.found] == []
    assert swept.positions > 2


@campaign
def test_every_kind_of_point_that_the_cases_meet_often_is_tried_in_one_of_them() -> None:
    met = Counter(kind for case in CASES for kind in {kind for _, kind in positions(case)})
    tried = {kind for case in CASES for _, kind in a_few(case)}
    assert len(met) >= KINDS_WANTED
    assert {kind for kind, cases in met.items() if cases >= OFTEN} <= tried
    assert len(CASES) == 20


def test_one_of_each_kind_is_its_first_point_or_its_last() -> None:
    points = [*((turn, "often") for turn in range(10)), (20, "once"), (30, "twice"), (31, "twice")]
    assert one_of_each_kind(points, last=False) == [(0, "often"), (20, "once"), (30, "twice")]
    assert one_of_each_kind(points, last=True) == [(9, "often"), (20, "once"), (31, "twice")]
