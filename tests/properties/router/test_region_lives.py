"""Regions of many seeds are decided as they were before days were kept as arrays, to the byte."""

from __future__ import annotations

import pytest

from .region_lives import SEEDS, Life, lived, recorded

BRIEF = 9


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=[] if seed < BRIEF else pytest.mark.campaign) for seed in SEEDS]
)
def test_the_same_is_decided_as_when_it_was_recorded(seed: int) -> None:
    assert list(lived(seed, Life())) == recorded()[seed].split()
