"""STOP and START of somebody whom the bank has named and who is not overdue yet."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.notifier.core.state import Unknown
from shared.decision.clocks import APART_MAX

from .events import NOW, corrected, replies
from .given import given

HOUR = timedelta(hours=1)


def test_an_older_start_does_not_undo_a_stop() -> None:
    life = given(corrected(NOW - HOUR), replies("STOP", NOW)).then("opted-out", Unknown)
    life.when(replies("START", NOW - HOUR / 2)).then_nothing("overtaken")


def test_an_older_stop_does_not_undo_a_start() -> None:
    life = given(corrected(NOW - HOUR), replies("STOP", NOW - HOUR / 2), replies("START", NOW)).then(
        "opted-in", Unknown
    )
    life.when(replies("STOP", NOW - HOUR / 4)).then_nothing("overtaken")


def test_a_stop_within_the_difference_of_clocks_counts_against_a_start() -> None:
    life = given(corrected(NOW - HOUR), replies("START", NOW)).then("opted-in", Unknown)
    life.when(replies("STOP", NOW - APART_MAX)).then("opted-out", Unknown)
    life.when(replies("START", NOW)).then_nothing("overtaken")
    life.when(replies("START", NOW + APART_MAX / 4)).then("opted-in", Unknown)


@pytest.mark.parametrize("words", ["hello", "1"])
def test_other_words_are_nothing_yet(words: str) -> None:
    given(corrected(NOW - HOUR)).when(replies(words, NOW)).then_nothing("unknown-case")
