"""What the group's offsets say of a database; and what is passed over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared.runtime.place_words import sentence
from shared.runtime.places import (
    GroupOffset,
    KeptPlaces,
    LogPlace,
    RecoveryOwed,
    SkippedRange,
    Skips,
    compare,
    life_begun,
    mark_of,
    marked,
)

LOANS: LogPlace = ("loans", 0)
AT = datetime(2026, 11, 29, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("group", "kept", "behind", "adopted"),
    [
        pytest.param(GroupOffset(9, 1), KeptPlaces({LOANS: 9}), False, None, id="as it was left"),
        pytest.param(GroupOffset(7, 1), KeptPlaces({LOANS: 9}), False, None, id="a commit that was lost"),
        pytest.param(GroupOffset(10, 1), KeptPlaces({LOANS: 9}), True, None, id="restored"),
        pytest.param(GroupOffset(1, 1), KeptPlaces(), True, None, id="a new database"),
        pytest.param(GroupOffset(0, 1), KeptPlaces(), False, None, id="nothing was read yet"),
        pytest.param(GroupOffset(9, None), KeptPlaces({LOANS: 5}), True, None, id="set forward by hand"),
        pytest.param(GroupOffset(9, None), KeptPlaces(), True, None, id="a new database, an old version"),
        pytest.param(GroupOffset(9, None), KeptPlaces(predates=True), False, 9, id="of before there were places"),
        pytest.param(GroupOffset(9, None), KeptPlaces({LOANS: 5}, predates=True), False, 9, id="beside the former"),
        pytest.param(GroupOffset(9, 1), KeptPlaces(predates=True), True, None, id="a backup of before"),
        pytest.param(GroupOffset(9, 1), KeptPlaces({LOANS: 5}, 2), False, None, id="recovered"),
        pytest.param(GroupOffset(9, None), KeptPlaces({LOANS: 5}, 2, predates=True), False, None, id="by hand"),
        pytest.param(GroupOffset(6, 2), KeptPlaces({LOANS: 5}, 2), True, None, id="restored again"),
        pytest.param(GroupOffset(9, 1, 40), KeptPlaces({LOANS: 9}, 1, 39), True, None, id="published meanwhile"),
        pytest.param(GroupOffset(9, 1, 40), KeptPlaces({LOANS: 9}, 1, 40), False, None, id="published as much"),
        pytest.param(GroupOffset(9, 1, 40), KeptPlaces({LOANS: 9}, 2, 39), False, None, id="published in another life"),
        pytest.param(GroupOffset(3, 2), KeptPlaces({LOANS: 5}, 1), True, None, id="a copy of before the recovery"),
    ],
)  # fmt: skip
def test_a_group_beyond_the_database_means_that_it_is_an_older_one(
    group: GroupOffset, kept: KeptPlaces, behind: bool, adopted: int | None
) -> None:
    found = compare({LOANS: group}, kept)
    assert bool(found.behind) is behind
    assert found.adopted.get(LOANS) == adopted
    if behind:
        (place,) = found.detail()["places"]
        assert (place["topic"], place["partition"], place["group"]) == (*LOANS, group.offset)


def test_of_one_backup_put_back_twice_the_second_life_is_later_than_the_first() -> None:
    """Else what the group committed in the first one were compared with the second, which never did it."""
    first = life_begun(AT, 1)
    second = life_begun(AT + timedelta(minutes=1), 1)
    committed = {LOANS: GroupOffset(9, first, 40)}
    assert compare(committed, KeptPlaces({LOANS: 5}, 1)).behind
    assert not compare(committed, KeptPlaces({LOANS: 5}, second, 3)).behind
    assert marked(9, mark_of(second, 3)) == GroupOffset(9, second, 3)


def test_a_life_is_later_than_the_one_before_it_whatever_the_clock_says() -> None:
    before = life_begun(AT, 1)
    assert life_begun(AT - timedelta(days=9), before) == life_begun(AT, before) == before + 1


@pytest.mark.parametrize("mark", ["", "database-life-1", "database-life-x published-1", "of another tool", "1 2"])
def test_a_mark_that_is_not_ours_says_nothing(mark: str) -> None:
    assert marked(7, mark) == GroupOffset(7, None)


def test_a_mark_is_read_back() -> None:
    assert marked(7, mark_of(12, 345)) == GroupOffset(7, 12, 345)


def test_only_records_of_the_source_within_the_range_are_passed_over() -> None:
    skips = Skips.from_ranges([SkippedRange("texts", 1, "notifier", 3, 5), SkippedRange("texts", 1, "router", 9, 10)])
    covered = [
        (at, source) for at in range(11) for source in ("notifier", "router") if skips.covers("texts", 1, at, source)
    ]
    assert covered == [(3, "notifier"), (4, "notifier"), (9, "router")]
    assert not skips.covers("texts", 0, 3, "notifier")
    assert not Skips().covers("texts", 1, 3, "notifier")


def test_the_sentence_names_few_places_and_how_many_more() -> None:
    places = [{"topic": "loans", "partition": number, "database": 5, "group": 9} for number in range(5)]
    said = sentence(RecoveryOwed("restored", AT, {"places": places}))
    assert "loans 0 (it has 5, 9 was read), loans 1" in said
    assert said.endswith("and 2 more; since 2026-11-29 09:00 UTC nothing is read, sent or published")
    lost = sentence(RecoveryOwed("lost", AT, {"places": [{"topic": "loans", "partition": 2, "database": 8}]}))
    assert lost.startswith("the log ends before what was read of it: loans 2 (read up to 8); since")
