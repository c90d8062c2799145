"""What happens next is told in words, for every timer that a case can have."""

from __future__ import annotations

from services.console.views.timer_words import WORDS, timer_words
from services.notifier.core.timers import LOOK, TEXT
from services.scheduler.core import timers
from services.scheduler.core.timers import VisitTimer

VISIT_TIMERS = {
    each.name for each in vars(timers).values()
    if isinstance(each, type) and issubclass(each, VisitTimer) and each is not VisitTimer
}  # fmt: skip


def test_every_timer_of_a_case_has_words_and_no_words_are_left_over() -> None:
    assert len(VISIT_TIMERS) >= 9
    assert set(WORDS) == {LOOK, TEXT, *VISIT_TIMERS}


def test_a_timer_that_is_not_due_says_of_nobody_that_they_are_silent() -> None:
    for name in ("quote-overdue", "crew-overdue"):
        assert timer_words(name)[0] == "no answer of the router until then"


def test_the_id_behind_a_timer_is_not_told() -> None:
    assert timer_words("text:fe299bc7-0000-4000-8000-000000000000") == WORDS["text"]
    assert timer_words("of-a-later-version:7") == ("of a later version", "")
