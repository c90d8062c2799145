"""Who stands still though there is something to do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared.runtime.standstill import Standstill


def test_standing_still_counts_only_while_something_waits() -> None:
    watch: Standstill[str] = Standstill(30)
    assert watch.saw("a", 5, waits=True, now_s=0) is None
    assert watch.saw("a", 5, waits=False, now_s=20) is None
    assert watch.saw("a", 5, waits=True, now_s=31) is None
    assert watch.saw("a", 5, waits=True, now_s=61) == 30


def test_a_reader_without_a_place_stands_still_too() -> None:
    watch: Standstill[str] = Standstill(30)
    assert watch.saw("a", None, waits=True, now_s=0) is None
    assert watch.saw("a", None, waits=True, now_s=30) == 30


def test_what_somebody_else_has_now_is_forgotten() -> None:
    watch: Standstill[str] = Standstill(30)
    watch.saw("a", 5, waits=True, now_s=0)
    watch.keep({"b"})
    assert watch.saw("a", 5, waits=True, now_s=40) is None


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.integers(1, 20)), max_size=40))
def test_it_says_exactly_how_long_one_place_was_seen_with_work_waiting(seen: list[tuple[int, bool, int]]) -> None:
    watch: Standstill[str] = Standstill(30)
    now, since, last = 0, 0, None
    for place, waits, pause in seen:
        now += pause
        if not waits or place != last:
            since = now
        last = place if waits else None
        stood = watch.saw("a", place, waits=waits, now_s=now)
        assert stood == (now - since if waits and now - since >= 30 else None)
