"""A clock that is not the database's, or that jumps, is not acted by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared.decision.clocks import APART_MAX
from shared.runtime.clock_watch import BELIEVED_S, ClockWatch

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LITTLE = timedelta(seconds=1)
TWO_WEEKS = timedelta(days=14)


class Watched:
    """A machine whose clock is `off` the true time, and whose database is on another one, or on the same (`shared`)."""

    def __init__(self, *, off: timedelta = timedelta(0), shared: bool = False, on: bool = True) -> None:
        self.seconds, self.off, self.shared = 0.0, off, shared
        self.watch = ClockWatch(self, on=on, monotonic=lambda: self.seconds)

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds) + self.off

    async def sleep_until(self, at: datetime, at_most_s: float) -> None: ...

    def passes(self, seconds: float) -> None:
        """Time, and a comparison at its end."""
        self.seconds += seconds
        self.watch.compare(self.now() if self.shared else self.now() - self.off)


def test_before_it_was_compared_it_is_not_acted_by_and_nothing_is_wrong_with_it() -> None:
    watched = Watched()
    assert (watched.watch.wrong(), watched.watch.problem()) == (True, "")
    watched.passes(2)
    assert not watched.watch.wrong()


@pytest.mark.parametrize("way", [1, -1])
def test_one_that_is_off_the_databases_is_wrong_until_they_agree_again(way: int) -> None:
    watched = Watched(off=way * (APART_MAX + LITTLE))
    watched.passes(2)
    assert watched.watch.wrong()
    assert watched.watch.problem() == (
        f"the clock is 121 s {'ahead' if way > 0 else 'behind'} of the database's; decisions and texts wait"
    )
    watched.off = timedelta(0)
    watched.passes(2)
    assert not watched.watch.wrong(), "what it was set from had never agreed with the database"


def test_one_that_was_wrong_for_long_is_good_again_when_it_is_set_right() -> None:
    """A clock that the database does not agree with is not believed, however long it says so."""
    watched = Watched()
    watched.passes(2)
    watched.off = TWO_WEEKS
    for _ in range(4):
        watched.passes(BELIEVED_S)
        assert watched.watch.wrong()
    watched.off = timedelta(0)
    watched.passes(2)
    assert not watched.watch.wrong()


def test_one_that_starts_wrong_and_jumps_once_it_was_right_is_wrong_again() -> None:
    watched = Watched(off=TWO_WEEKS)
    watched.passes(2)
    watched.off = timedelta(0)
    watched.passes(2)
    watched.off = -TWO_WEEKS
    assert watched.watch.wrong()


def test_one_that_is_off_by_less_is_acted_by() -> None:
    watched = Watched(off=APART_MAX - LITTLE)
    watched.passes(2)
    assert not watched.watch.wrong()


def test_a_jump_is_known_before_the_next_comparison_and_over_when_it_is_undone() -> None:
    watched = Watched(shared=True)
    watched.passes(2)
    watched.off = TWO_WEEKS
    assert watched.watch.problem() == "the clock jumped, 1209600 s ahead of what it was; decisions and texts wait"
    watched.passes(600)
    assert watched.watch.wrong(), "also where the database jumped with it"
    watched.off = timedelta(0)
    assert not watched.watch.wrong()


def test_a_jump_that_lasts_and_that_the_database_agrees_with_is_believed() -> None:
    watched = Watched(shared=True)
    watched.passes(2)
    watched.off = -TWO_WEEKS
    watched.passes(2)
    watched.passes(BELIEVED_S - 1)
    assert watched.watch.wrong()
    watched.passes(1)
    assert not watched.watch.wrong()


def test_slow_corrections_add_up_to_no_jump() -> None:
    watched = Watched()
    for _ in range(10):
        watched.passes(60)
        watched.off += timedelta(seconds=30)
        watched.watch.compare(watched.now())
    assert not watched.watch.wrong()


def test_a_virtual_clock_is_not_watched() -> None:
    watched = Watched(off=TWO_WEEKS, on=False)
    watched.passes(2)
    assert (watched.watch.wrong(), watched.watch.problem()) == (False, "")
