"""Three implementations of the search, one result: loops, NumPy, machine code. Ties included."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.router.core.compiled import compiled
from services.router.core.insertion import Ints, Kernel, Plain, ints
from services.router.core.vectorised import Vectorised

PLAIN = Plain()
OTHERS: list[Callable[[], Kernel]] = [Vectorised, compiled]
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


@pytest.fixture(scope="module", params=OTHERS, ids=["vectorised", "compiled"])
def other(request: pytest.FixtureRequest) -> Kernel:
    made: Kernel = request.param()
    return made


@given(routes())
@settings(max_examples=60, deadline=None)
def test_timetables_are_the_same(other: Kernel, given_routes: tuple[Any, ...]) -> None:
    for mine, theirs in zip(PLAIN.schedule(*given_routes), other.schedule(*given_routes), strict=True):
        assert mine.tolist() == theirs.tolist()


@given(WINDOWS, GAPS, SMALL)
@settings(max_examples=60, deadline=None)
def test_the_cheapest_gap_is_the_same(
    other: Kernel, windows: list[tuple[int, ...]], gaps: list[tuple[int, ...]], stay: int
) -> None:
    opens, closes, day = arrays(windows, 3)
    args: list[Any] = [opens, closes, day, stay, *arrays(gaps, 4)]
    assert PLAIN.cheapest(*args).tolist() == other.cheapest(*args).tolist()


@given(WINDOWS, GAPS, SMALL, st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_the_cheapest_team_is_the_same(
    other: Kernel, windows: list[tuple[int, ...]], hands: list[tuple[int, ...]], stay: int, size: int
) -> None:
    opens, closes, day = arrays(windows, 3)
    hands = sorted(hands, key=lambda hand: (hand[3], hand[2]))
    args: list[Any] = [opens, closes, day, stay, size, *arrays(hands, 4)]
    assert PLAIN.muster(*args).tolist() == other.muster(*args).tolist()


@given(WINDOWS, GAPS, SMALL, st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_no_team_is_cheaper_than_the_one_mustered(
    windows: list[tuple[int, ...]], hands: list[tuple[int, ...]], stay: int, size: int
) -> None:
    """Against every combination of hands: the claim in `Kernel.muster` that meeting times are enough to look at."""
    hands = sorted(hands, key=lambda hand: (hand[3], hand[2]))
    opens_, closes_, days = arrays(windows, 3)
    found = PLAIN.muster(opens_, closes_, days, stay, size, *arrays(hands, 4))
    for (opens, closes, day), team in zip(windows, found.tolist(), strict=True):
        costs = [
            sum(hand[2] for hand in each)
            for each in combinations([hand for hand in hands if hand[3] == day], size)
            if (meet := max(opens, *(hand[0] for hand in each))) <= closes
            and all(meet + stay <= hand[1] for hand in each)
        ]
        assert (sum(hands[hand][2] for hand in team) if team[0] >= 0 else None) == min(costs, default=None)


def test_without_a_folder_for_its_cache_the_kernel_is_compiled_all_the_same() -> None:
    asked: list[bool] = []

    def njit(signature: str, cache: bool = False) -> Callable[[Any], Any]:
        asked.append(cache)
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return lambda loop: loop

    kernel = compiled(njit)
    assert asked == [True, False] * 3
    one, none = ints([1]), ints([])
    assert kernel.cheapest(one, one, one, 0, none, none, none, none).tolist() == [-1]
