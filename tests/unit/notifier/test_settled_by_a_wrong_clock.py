"""Between a post and its answer a clock may be set back: a text is never accepted before it was allowed to go out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from services.notifier.core.table_writes import MoveText

from .events import overdue
from .given import Scenario, given, rings, settled

TWO_WEEKS = timedelta(days=14)


def accepted_two_weeks_ago() -> Scenario:
    life = given(overdue(dpd=70))
    timer = f"text:{life.text('reminder-last').intent}"
    while timer in life.timers:
        life.when(rings(timer))
    return life.when(lambda life: replace(settled("reminder-last")(life), at=life.at - TWO_WEEKS))


def test_no_other_reminder_follows_at_once() -> None:
    life = accepted_two_weeks_ago()
    assert [text.status for text in life.texts if text.kind == "reminder-last"] == ["accepted"]


def test_what_is_kept_of_it_is_not_older_either() -> None:
    life = accepted_two_weeks_ago()
    (text,) = life.texts
    assert text.at == text.claimed_at
    assert [row.at for row in life.decision.effects if isinstance(row, MoveText)] == [text.claimed_at]
