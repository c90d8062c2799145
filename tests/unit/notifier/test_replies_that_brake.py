"""A reply that brakes takes back what is under way, for its own cause; one that does not brake is only answered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.notifier.core.state import Brake, Held, Texting, Visiting, brakes_of
from shared.contracts.texts import ReplyUnderstood, TextRefused
from shared.contracts.visits import VisitWithdrawn

from .events import NOW, dispute_ends, overdue, question, replies, wants_text
from .given import delivered, given, later, until

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEXTED = (overdue(dpd=20), delivered("reminder-firm"))
VISITING = until(lambda life: isinstance(life.state, Visiting))


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        ("STOP", "opted-out"),
        ("wrong number", "wrong-number"),
        ("5", "hardship"),
        ("i dispute this debt", "dispute"),
        ("i'll pay on friday", "promise"),
        ("ya pagué ayer", "paid-claimed"),
    ],
)
def test_it_withdraws_the_visit_and_the_texts_for_its_own_cause(words: str, cause: str) -> None:
    life = given(overdue(dpd=70), VISITING, wants_text("offer")).when(replies(words)).then(cause, Held)
    silent = True if cause in ("opted-out", "wrong-number") else None
    assert [(visit.cause, visit.no_more_texts) for visit in life.published(VisitWithdrawn)] == [(cause, silent)]
    assert [(fate.kind, fate.reason) for fate in life.published(TextRefused)] == [("offer", cause)]


def test_a_dispute_ends_by_no_clock() -> None:
    life = given(*TEXTED).when(replies("i dispute this debt"))
    assert brakes_of(life.state) == (Brake("dispute", None),)


def test_a_promise_whose_quiet_ends_this_very_moment_brakes_nothing() -> None:
    life = given(*TEXTED, later(days=14)).when(replies("i'll pay on friday", time=NOW))
    life.then("answered-promise", Texting)
    assert brakes_of(life.state) == ()


def test_a_dispute_that_the_bank_settled_at_that_very_moment_is_passed_on_and_brakes_nothing() -> None:
    life = given(*TEXTED).when(replies("i dispute this debt"), dispute_ends(NOW + HOUR))
    life.when(replies("i dispute this debt", time=NOW + HOUR)).then("answered", Texting)
    assert len(life.published(ReplyUnderstood)) == 2


@pytest.mark.parametrize("words", ["who are you", "the dog bites"])
def test_what_a_person_must_read_is_answered_as_of_when_it_was_received(words: str) -> None:
    life = given(*TEXTED).when(replies(words, time=NOW - HOUR))
    told = life.text("not-understood")
    assert (told.answers, told.not_after) == (NOW - HOUR, NOW - HOUR + DAY)


@pytest.mark.parametrize("words", ["2", "4"])
def test_what_is_understood_is_not_said_to_be_not_understood(words: str) -> None:
    life = given(*TEXTED, questions=(question("offer"),)).when(replies(words))
    assert not any(text.waits for text in life.texts)


def test_what_is_not_understood_is_said_again_after_exactly_a_week() -> None:
    life = given(*TEXTED).when(replies("the dog bites"), delivered("not-understood"))
    begun = life.text("not-understood").at
    life.at = begun + 7 * DAY - timedelta(microseconds=1)
    life.when(replies("who are you"))
    assert not any(text.waits for text in life.texts)
    life.at = begun + 7 * DAY
    life.when(replies("who is this"))
    assert life.text("not-understood").waits


def test_the_same_words_are_not_said_to_be_not_understood_twice() -> None:
    life = given(*TEXTED).when(replies("who are you"), delivered("not-understood"), later(days=8))
    life.when(replies("Who are you")).then("answered-who")
    assert not any(text.waits for text in life.texts)


@pytest.mark.parametrize(("words", "days"), [("5", 30), ("i'll pay on friday", 14)])
def test_words_that_were_overtaken_shorten_no_quiet(words: str, days: int) -> None:
    life = given(*TEXTED).when(replies(words, time=NOW + DAY), replies(words, time=NOW))
    (brake,) = brakes_of(life.state)
    assert brake.until == NOW + (1 + days) * DAY
