"""Where collectors are is kept beside the region: the newest counts, wrong clocks hide nothing, who left is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.router.core.inputs import aggregate
from services.router.core.positions import BOX_CHARS_MAX, KEPT, fact_of
from shared.contracts.fleet import PositionReported

from .events import MONDAY, at, departed, gone, hired, located, opened, registered
from .given import Scenario, given, later, rings

NOW = at(5, 9)
SECOND = timedelta(seconds=1)


def east_of(town: Scenario, name: str = "ana") -> float:
    """Kilometres east of home, to the nearest one, by the last position."""
    spot = town.spots[name]
    return round((opened(spot.place)[1] - opened(located(name, NOW).data.place)[1]) * 83.9)


def test_a_position_is_an_input_of_no_region() -> None:
    assert aggregate(located("ana", NOW)) is None
    assert fact_of(departed("b1"), NOW) is None


def test_a_position_changes_no_state() -> None:
    town = given(hired("ana"), later(NOW))
    before = town.region
    town.when(located("ana", NOW, east=3)).then("collector-located")
    assert town.region is before
    assert east_of(town) == 3


def test_an_older_position_changes_nothing_whenever_it_comes() -> None:
    town = given(later(NOW), located("ana", NOW, east=3))
    town.when(located("ana", NOW - SECOND, east=1))
    assert east_of(town) == 3


def test_a_position_that_is_read_again_changes_nothing() -> None:
    first, second = located("ana", NOW, east=1), located("ana", NOW, east=2)
    town = given(later(NOW), first, second, first)
    assert east_of(town) == 1, "of two of one moment the first counts, so that no repetition turns it around"


def test_a_position_of_the_future_hides_no_true_one() -> None:
    town = given(later(NOW))
    town.when(located("ana", NOW + timedelta(minutes=5, seconds=1))).then_nothing("position-ahead")
    assert town.spots == {}
    town.when(located("ana", NOW + timedelta(minutes=5))).then("collector-located")


def test_a_position_of_days_ago_is_not_taken_and_what_is_as_old_goes_at_night() -> None:
    town = given(hired("ana"), later(NOW))
    town.when(located("ana", NOW - KEPT - SECOND)).then_nothing("position-over")
    town.when(located("ana", NOW - KEPT)).then("collector-located")
    town.when(located("eva", NOW))
    town.at += timedelta(hours=12)
    town.when(rings("tidy"))
    assert set(town.spots) == {"eva"}


@pytest.mark.parametrize(
    ("chars", "reason"), [(BOX_CHARS_MAX, "collector-located"), (BOX_CHARS_MAX + 1, "position-too-long")]
)
def test_what_is_too_long_to_be_a_place_is_not_kept(chars: int, reason: str) -> None:
    said = located("ana", NOW)
    box = said.data.place.model_copy(update={"box": "A" * chars})
    long = said.model_copy(update={"data": said.data.model_copy(update={"place": box})})
    found = fact_of(long, NOW)
    assert found is not None
    assert (found.reason, len(found.effects)) == (reason, int(reason == "collector-located"))


def test_who_left_is_nowhere_and_a_late_record_does_not_bring_them_back() -> None:
    town = given(hired("ana"), hired("eva"), later(NOW), located("ana", NOW), located("eva", NOW))
    town.when(gone("ana", time=NOW)).then("collector-deregistered")
    assert set(town.spots) == {"eva"}
    town.when(located("ana", NOW), located("ana", NOW - SECOND))
    assert set(town.spots) == {"eva"}


def test_a_clock_that_is_somewhat_fast_keeps_nobody_who_left() -> None:
    town = given(hired("ana"), later(NOW), located("ana", NOW + timedelta(minutes=4)), gone("ana", time=NOW))
    assert town.spots == {}
    town.when(located("ana", NOW + timedelta(minutes=3)))
    assert town.spots == {}


def test_who_comes_back_is_seen_again() -> None:
    town = given(hired("ana"), later(NOW), located("ana", NOW), gone("ana", time=NOW), later(NOW + timedelta(hours=1)))
    town.when(registered("ana", time=town.at), located("ana", town.at, east=2))
    assert east_of(town) == 2


def test_a_leaving_that_is_older_than_what_is_known_leaves_the_position() -> None:
    town = given(registered("ana", time=NOW), later(NOW), located("ana", NOW))
    town.when(gone("ana", time=MONDAY)).then_nothing("older-than-known")
    assert set(town.spots) == {"ana"}


def test_only_positions_are_facts() -> None:
    for said in (*hired("ana"), gone("ana"), departed("b1")):
        assert isinstance(said, PositionReported) is False
        assert fact_of(said, NOW) is None


def test_a_leaving_that_is_dated_ahead_hides_no_position_after_the_return() -> None:
    town = given(hired("ana"), later(NOW), gone("ana", time=NOW + timedelta(hours=20)))
    town.when(registered("ana", time=NOW + timedelta(hours=20)), later(NOW + timedelta(hours=1)))
    town.when(located("ana", town.at, east=2))
    assert east_of(town) == 2
