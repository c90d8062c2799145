"""What a recovery says of texts that only the carrier knows: no more than holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from services.notifier.recovery.asked import CarrierKnows
from services.notifier.recovery.command import texts_sentences
from services.notifier.shell.rows import AddLostText

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


def said(*ages: timedelta) -> Sequence[str]:
    texts = [AddLostText(f"SM{n}", "p", "w", NOW - age, "sent", None, None) for n, age in enumerate(ages)]
    return list(texts_sentences(CarrierKnows(texts, len(texts), 0, 0), NOW))


def test_of_none_nothing_is_promised() -> None:
    assert said() == ["texts that the carrier knows and we don't: 0"]


def test_young_ones_keep_the_same_from_being_posted_and_it_is_said_for_how_long() -> None:
    found = said(timedelta(hours=1), timedelta(days=5))
    assert len(found) == 2
    assert "within 6 days of one of them the same is not posted" in found[1]


def test_of_those_older_than_that_it_is_said_that_they_may_be_texted_again() -> None:
    found = said(timedelta(hours=1), timedelta(days=6), timedelta(days=9))
    assert found[2].startswith("older than 6 days: 2. ")
    assert "may be texted again" in found[2]
