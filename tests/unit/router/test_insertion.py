"""The search finds what plain loops find, ties included, and no crew is cheaper than the one it forms."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any
from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from services.router.core import insertion
from services.router.core.insertion import Ints, ints

from . import plain_insertion

SMALL = st.integers(0, 60)
DAYS = st.integers(0, 2)


def arrays(rows: Sequence[tuple[int, ...]], width: int) -> list[Any]:
    return [ints([row[column] for row in rows]) for column in range(width)]


@st.composite
def routes(draw: st.DrawFn) -> tuple[Ints, ...]:
    counts = draw(st.lists(st.integers(0, 4), min_size=1, max_size=5))
    stops = draw(st.lists(st.tuples(SMALL, SMALL, SMALL, SMALL), min_size=sum(counts), max_size=sum(counts)))
    ends = draw(st.lists(st.tuples(SMALL, SMALL), min_size=len(counts), max_size=len(counts)))
    offset = ints(np.concatenate(([0], np.cumsum(counts))))
    return (offset, *arrays(stops, 4), *arrays(ends, 2))


WINDOWS = st.lists(st.tuples(SMALL, SMALL, DAYS), min_size=1, max_size=6)
GAPS = st.lists(st.tuples(SMALL, SMALL, st.integers(0, 5), DAYS), max_size=12)


@given(routes())
@settings(max_examples=60, deadline=None)
def test_timetables_are_the_same(given_routes: tuple[Any, ...]) -> None:
    for mine, theirs in zip(plain_insertion.schedule(*given_routes), insertion.schedule(*given_routes), strict=True):
        assert mine.tolist() == theirs.tolist()


@given(WINDOWS, GAPS, SMALL)
@settings(max_examples=60, deadline=None)
def test_the_cheapest_gap_is_the_same(windows: list[tuple[int, ...]], gaps: list[tuple[int, ...]], stay: int) -> None:
    opens, closes, day = arrays(windows, 3)
    args: list[Any] = [opens, closes, day, stay, *arrays(gaps, 4)]
    assert plain_insertion.cheapest(*args).tolist() == insertion.cheapest(*args).tolist()


@given(WINDOWS, GAPS, SMALL, st.integers(1, 3), st.sampled_from([1, 2, 3, insertion.NEAREST]))
@settings(max_examples=120, deadline=None)
def test_the_cheapest_team_is_the_same_however_few_are_tried_first(
    windows: list[tuple[int, ...]], hands: list[tuple[int, ...]], stay: int, size: int, nearest: int
) -> None:
    opens, closes, day = arrays(windows, 3)
    hands = sorted(hands, key=lambda hand: (hand[3], hand[2]))
    args: list[Any] = [opens, closes, day, stay, size, *arrays(hands, 4)]
    with patch.object(insertion, "NEAREST", nearest):
        assert plain_insertion.form_crew(*args).tolist() == insertion.form_crew(*args).tolist()


@given(WINDOWS, GAPS, SMALL, st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_no_team_is_cheaper_than_the_one_formed(
    windows: list[tuple[int, ...]], hands: list[tuple[int, ...]], stay: int, size: int
) -> None:
    """Against every combination of hands: the claim in `form_crew` that meeting times are enough to look at."""
    hands = sorted(hands, key=lambda hand: (hand[3], hand[2]))
    opens_, closes_, days = arrays(windows, 3)
    found = insertion.form_crew(opens_, closes_, days, stay, size, *arrays(hands, 4))
    for (opens, closes, day), team in zip(windows, found.tolist(), strict=True):
        costs = [
            sum(hand[2] for hand in each)
            for each in combinations([hand for hand in hands if hand[3] == day], size)
            if (meet := max(opens, *(hand[0] for hand in each))) <= closes
            and all(meet + stay <= hand[1] for hand in each)
        ]
        assert (sum(hands[hand][2] for hand in team) if team[0] >= 0 else None) == min(costs, default=None)
