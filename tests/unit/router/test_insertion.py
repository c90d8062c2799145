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
    gaps = sorted(gaps, key=lambda gap: gap[3])
    args: list[Any] = [opens, closes, day, stay, *arrays(gaps, 4)]
    assert plain_insertion.cheapest(*args).tolist() == insertion.cheapest(*args).tolist()


@given(WINDOWS, GAPS, SMALL, st.integers(1, 3), st.sampled_from([1, 2, 3, insertion.NEAREST]),
       st.sampled_from([1, 40, insertion.CELLS_MAX]))  # fmt: skip
@settings(max_examples=120, deadline=None)
def test_the_cheapest_team_is_the_same_however_few_are_tried_first(
    windows: list[tuple[int, ...]],
    hands: list[tuple[int, ...]],
    stay: int,
    size: int,
    nearest: int,
    cells: int,
) -> None:
    opens, closes, day = arrays(windows, 3)
    hands = sorted(hands, key=lambda hand: (hand[3], hand[2]))
    args: list[Any] = [opens, closes, day, stay, size, *arrays(hands, 4)]
    with patch.object(insertion, "NEAREST", nearest), patch.object(insertion, "CELLS_MAX", cells):
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


def formed(hands: Sequence[tuple[int, ...]], nearest: int) -> list[int]:
    """Two of these hands (arrival, due, cost), cheapest first, for a window from 0 to 60 and a stay of 5."""
    args: list[Any] = [*arrays([(0, 60, 0)], 3), 5, 2, *arrays([(*hand, 0) for hand in hands], 4)]
    with patch.object(insertion, "NEAREST", nearest):
        (found,) = insertion.form_crew(*args).tolist()
    assert [found] == plain_insertion.form_crew(*args).tolist()
    return list(found)


def test_somebody_further_off_goes_with_the_nearest_where_that_is_cheaper() -> None:
    hands = [(50, 100, 1), (0, 20, 3), (0, 20, 3), (0, 100, 4)]
    assert formed(hands, 3) == [0, 3]


def test_the_only_two_who_can_are_found_behind_all_others() -> None:
    hands = [*[(0, 4, cost) for cost in range(8)], (0, 100, 8), (0, 100, 9)]
    assert formed(hands, 8) == [8, 9]
