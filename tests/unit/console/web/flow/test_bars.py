"""Numbers as bars."""

from __future__ import annotations

import pytest

from services.console.web.flow.bars import histogram, sparkline, spoken_ms


def test_what_is_little_is_seen_beside_what_is_much() -> None:
    assert [(bar.x, bar.height) for bar in sparkline((1, 0, 1000), height=22)] == [(0, 1), (4, 22)]


def test_where_nothing_came_nothing_is_drawn() -> None:
    assert sparkline((0, 0)) == ()
    assert sparkline(()) == ()


def test_every_bucket_has_its_place_and_says_what_it_holds() -> None:
    bars = histogram((3, 0, 1), (5, 1_000), 40, 10)
    assert [(bar.x, bar.height) for bar in bars] == [(0, 40), (10, 0), (20, 14)]
    assert [bar.title for bar in bars] == ["0 to 5 ms: 3 (75.0 %)", "5 ms to 1 s: 0 (0.0 %)", "over 1 s: 1 (25.0 %)"]


def test_an_empty_histogram_has_no_shares() -> None:
    assert [bar.title for bar in histogram((0, 0), (5,), 40, 10)] == ["0 to 5 ms", "over 5 ms"]


@pytest.mark.parametrize(("ms", "said"), [(3, "3 ms"), (1_000, "1 s"), (2_500, "2.5 s"), (60_000, "1 min")])
def test_a_bound_is_said_in_its_largest_unit(ms: int, said: str) -> None:
    assert spoken_ms(ms) == said
