"""What was heard, by the ends of partitions and the moments at which they were asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared.runtime.hearing import HeardUpTo, Hearing, PartitionProgress, sentence

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
LATER = NOW + timedelta(seconds=2)
LATEST = NOW + timedelta(seconds=4)


def loans(decided: int, end: int) -> PartitionProgress:
    return PartitionProgress("loans", 0, decided, end)


def moments(*rounds: tuple[datetime, PartitionProgress]) -> list[datetime | None]:
    hearing = Hearing(frozenset({"loans"}))
    return [hearing.heard([place], at, ())[0].at for at, place in rounds]


def test_a_partition_read_to_its_end_was_heard_up_to_the_question() -> None:
    assert moments((NOW, loans(7, 7))) == [NOW]


def test_an_empty_partition_is_heard() -> None:
    assert moments((NOW, loans(0, 0))) == [NOW]


def test_what_is_not_read_yet_is_no_news() -> None:
    assert moments((NOW, loans(6, 7)), (LATER, loans(6, 9))) == [None, None]


def test_a_partition_that_is_never_quiet_was_heard_up_to_when_its_end_of_before_was() -> None:
    assert moments((NOW, loans(6, 7)), (LATER, loans(7, 9)), (LATEST, loans(9, 12))) == [None, NOW, LATER]


def test_a_log_that_was_cut_under_us_says_nothing_until_it_is_read_again() -> None:
    assert moments((NOW, loans(100, 6)), (LATER, loans(0, 6)), (LATEST, loans(6, 6))) == [None, None, LATEST]


def test_an_end_of_before_does_not_count_for_a_partition_that_was_given_away_and_came_back() -> None:
    hearing = Hearing(frozenset({"loans"}))
    hearing.heard([loans(6, 7)], NOW, ())
    hearing.heard([], LATER, ())
    assert hearing.heard([loans(8, 9)], LATEST, ()) == [HeardUpTo("loans", 0, None, False)]


@pytest.mark.parametrize(("decided", "shut"), [(6, True), (7, False)])
def test_an_open_breaker_shuts_a_partition_while_something_lies_in_it(decided: int, shut: bool) -> None:
    hearing = Hearing(frozenset({"loans"}))
    assert hearing.heard([loans(decided, 7)], NOW, {"loans"})[0].shut == shut


def test_only_topics_that_must_be_heard_are_told_of() -> None:
    assert Hearing(frozenset({"loans"})).heard([PartitionProgress("outcomes", 0, 1, 9)], NOW, {"outcomes"}) == []


def test_the_sentence_says_which_topic_and_since_when() -> None:
    assert sentence({}) == ""
    assert sentence({"loans": NOW}) == (
        "not read to the end: loans since 2026-10-05 09:00 UTC; counted texts and visits wait"
    )


def test_all_is_heard_where_everything_is_read_to_its_end_and_nobody_is_deaf() -> None:
    hearing = Hearing(frozenset({"loans"}))
    hearing.heard([loans(7, 7)], NOW, ())
    assert hearing.all_heard
    hearing.heard([loans(7, 9)], LATER, ())
    assert not hearing.all_heard
    hearing.heard([loans(9, 9)], LATEST, ())
    assert hearing.all_heard
    hearing.deaf = {"loans": NOW}
    assert not hearing.all_heard
