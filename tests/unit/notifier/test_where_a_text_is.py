"""Who takes a text back, or comes too late for it, hears where it is, and not where it may be."""

from __future__ import annotations

import pytest

from services.notifier.core.text_status import TextStatus

from .events import intent, overdue, takes_back, wants_text
from .given import asks, expired, given, later, reported, rings, settled


@pytest.mark.parametrize(
    ("status", "whereabouts"),
    [
        ("delivered", "it went out before: delivered"),
        ("uncertain", "it went out before: uncertain"),
        ("rejected", "it went to the carrier, who did not take it"),
    ],
)
def test_who_takes_back_what_waits_no_more_hears_where_it_is(status: TextStatus, whereabouts: str) -> None:
    life = given(overdue(), wants_text(), asks("offer"), settled("offer"), reported("offer", "sent"))
    if status != "delivered":
        life = given(overdue(), wants_text(), asks("offer"), settled("offer", status))
    else:
        life.when(reported("offer"))
    life.when(takes_back()).then_nothing("text-not-waiting")
    assert life.decision.why == f"offer: {whereabouts}"


def test_a_timer_of_a_text_that_was_allowed_meanwhile_says_that_it_waits_to_be_posted() -> None:
    life = given(overdue(), wants_text(), asks("offer"))
    life.timers[f"text:{intent()}"] = life.at
    life.when(rings(f"text:{intent()}")).then_nothing("text-not-waiting")
    assert life.decision.why == "offer: it was allowed, and waits to be posted"


def test_that_nobody_posted_a_text_is_said_again_of_one_that_waits_anew() -> None:
    life = given(overdue(), asks("reminder-early"), later(hours=8), expired("reminder-early"))
    life.when(expired("reminder-early")).then_nothing("text-not-waiting")
    assert life.decision.why == "reminder-early: it waits for its hour"
