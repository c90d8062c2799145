"""What became of a text that waits, where the carrier knows of texts to the same person that we don't."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from services.notifier.core.lost_texts import LostText, NotPosted, NotYet, WasPosted, fate_of

AT = datetime(2026, 11, 30, 9, tzinfo=UTC)
LOST = LostText("SM1", AT - timedelta(hours=2), "hash-of-other-words")


def test_other_words_wait_until_the_lost_time_was_lived_again() -> None:
    assert fate_of("reminder-early", "hash", [LOST], AT, lived_again=False) == NotYet()
    assert fate_of("reminder-early", "hash", [LOST], AT) == WasPosted(LOST, "same-turn")


def test_the_same_words_need_no_waiting() -> None:
    same = LostText("SM2", AT - timedelta(hours=1), "hash")
    assert fate_of("notice", "hash", [LOST, same], AT, lived_again=False) == WasPosted(same, "same-words")


def test_a_week_later_it_may_be_said_again() -> None:
    assert fate_of("reminder-early", "hash", [LOST], AT + timedelta(days=7), lived_again=False) == NotPosted()
