"""How long who failed waits: little at first, more each time, never for ever, and nobody waits for somebody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.console.store.backoff import ADDRESS, NAME, PAIR, BackOff, PastAttempt, wait_of

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def ago(*seconds: float) -> list[datetime]:
    return [NOW - timedelta(seconds=each) for each in seconds]


def failed(count: int, *, name: bool = True, address: bool = True, s: float = 0) -> list[PastAttempt]:
    return [PastAttempt(at, name, address, ok=False) for at in ago(*[s] * count)]


@pytest.mark.parametrize(
    ("count", "wait"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (14, 512), (15, 900), (99, 900)]
)
def test_each_further_failure_doubles_the_wait_up_to_its_end(count: int, wait: float) -> None:
    assert PAIR.wait_s(ago(*[0] * count), NOW) == wait


def test_what_was_waited_already_counts_and_an_hour_forgets() -> None:
    assert PAIR.wait_s(ago(3, 3, 3, 3, 3, 3, 3), NOW) == 1
    assert PAIR.wait_s(ago(5, 5, 5, 5, 5, 5, 5), NOW) == 0
    assert PAIR.wait_s(ago(*[3_601] * 50), NOW) == 0


@given(st.lists(st.floats(-10_000, 10_000), max_size=60), st.integers(1, 40), st.floats(1, 1_000))
def test_no_wait_is_negative_or_longer_than_its_end(seconds: list[float], free: int, s_max: float) -> None:
    """Also where a clock was set back, and failures lie in the future."""
    assert 0 <= BackOff(free, s_max).wait_s(ago(*seconds), NOW) <= s_max


def test_a_success_forgives_that_name_from_that_address_and_nothing_else() -> None:
    success = PastAttempt(NOW - timedelta(seconds=1), name=True, address=True, ok=True)
    assert wait_of([*failed(6, s=2), success], NOW) == 0
    own = PastAttempt(NOW - timedelta(seconds=1), name=False, address=True, ok=True)
    assert wait_of([*failed(ADDRESS.free, name=False), own], NOW) > 0, "an account of one's own buys no tries"


def test_names_and_addresses_have_limits_of_their_own() -> None:
    assert wait_of(failed(NAME.free - 1, address=False), NOW) == 0
    assert 0 < wait_of(failed(NAME.free + 20, address=False), NOW) <= 60
    assert wait_of(failed(ADDRESS.free + 20, name=False), NOW) == 900
