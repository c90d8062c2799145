"""A rebalance is seen by what it does."""

from __future__ import annotations

from datetime import timedelta

from services.console.web.flow.rebalances import KEPT_MAX, Rebalances

from .samples import AT, group, member

ONE = group(member(1, ("loans", 0), ("loans", 1)))
TWO = group(member(1, ("loans", 0)), member(2, ("loans", 1)))
PARTING = group(member(1), member(2), state="parting")
NOBODY = group(state="nobody")


def seen(*looks: object) -> int:
    found = Rebalances()
    for place, look in enumerate(looks):
        found.saw([look], AT + timedelta(seconds=2 * place))  # type: ignore[list-item]
    return len(found.lately("notifier", AT + timedelta(minutes=1)))


def test_the_first_look_and_one_that_is_alike_are_none() -> None:
    assert seen(ONE) == 0
    assert seen(ONE, ONE, ONE) == 0
    assert seen(PARTING, PARTING) == 0


def test_partitions_that_are_with_others_were_parted_anew() -> None:
    assert seen(ONE, TWO) == 1
    assert seen(ONE, TWO, ONE) == 2


def test_one_that_is_seen_while_it_goes_on_counts_once() -> None:
    assert seen(ONE, PARTING, PARTING, TWO) == 1


def test_one_after_which_all_is_as_before_counts_too() -> None:
    assert seen(ONE, PARTING, ONE) == 1


def test_a_loop_of_rebalances_is_a_number_that_grows() -> None:
    assert seen(ONE, *[PARTING, ONE] * 12) == 12


def test_that_all_went_and_came_back_is_seen_twice() -> None:
    assert seen(ONE, NOBODY, NOBODY, TWO) == 2


def test_what_was_not_known_is_no_change() -> None:
    assert seen(ONE, group(state="unknown"), ONE) == 0


def test_what_is_an_hour_ago_is_told_no_more_and_the_rest_is_bounded() -> None:
    found = Rebalances()
    for place in range(2 * KEPT_MAX):
        found.saw([TWO if place % 2 else ONE], AT + timedelta(seconds=place))
    assert len(found.lately("notifier", AT)) <= KEPT_MAX
    assert found.lately("notifier", AT + timedelta(hours=3)) == ()
    assert found.lately("router", AT) == ()
