"""Who refuses visits is told from who refuses a time: in ten written languages, half of it in words of others."""

from __future__ import annotations

import pytest

from services.notifier.core.reply_meanings import WHATEVER_IS_PAID_MIN
from services.notifier.understanding.reader import read
from services.notifier.understanding.reading import AskedKind, OpenQuestion

from .asking import AT, WINDOWS, meanings, reading
from .visits_refused_or_not_then import EVER_ALL_THE_SAME, NO_REFUSAL, NOT_THEN, NOT_THIS_ONE, OURS, OUTSIDE


def is_refused(text: str, language: str, kind: AskedKind = "offer") -> bool:
    return read(text, OpenQuestion(kind, WINDOWS.get(kind, ())), AT, language).no_visits is not None


@pytest.mark.parametrize("kind", ["offer", "notice", "reminder", "none"])
@pytest.mark.parametrize(("language", "text"), [*OUTSIDE, *OURS])
def test_never_is_a_refusal_of_visits_whatever_was_asked(language: str, text: str, kind: AskedKind) -> None:
    assert is_refused(text, language, kind)


@pytest.mark.parametrize("kind", ["offer", "notice"])
@pytest.mark.parametrize(("language", "text"), [*NOT_THEN, *NO_REFUSAL])
def test_not_then_is_none_nor_is_what_is_said_of_something_else(language: str, text: str, kind: AskedKind) -> None:
    assert not is_refused(text, language, kind)


@pytest.mark.parametrize(
    "text", ["don't come tomorrow or ever", "no vengan. ni mañana ni nunca", "not now, not ever, don't come"]
)
def test_a_time_with_ever_behind_it_is_never(text: str) -> None:
    assert reading(text).no_visits is not None


@pytest.mark.parametrize(("language", "text"), NOT_THIS_ONE)
def test_who_asks_for_another_time_or_tells_a_reason_of_now_refuses_the_visit_that_is_agreed(
    language: str, text: str
) -> None:
    assert not is_refused(text, language, "notice")


@pytest.mark.parametrize(("language", "text"), EVER_ALL_THE_SAME)
def test_the_house_a_will_or_ever_beside_it_makes_it_a_refusal_all_the_same(language: str, text: str) -> None:
    assert is_refused(text, language, "notice")


@pytest.mark.parametrize(
    "text", ["you don't need to come I have paid", "don't come i paid", "no vengan ya pague", "不用来了已经还了"]
)
def test_a_payment_without_a_sign_before_it_is_not_denied_by_the_no_to_a_visit(text: str) -> None:
    found = reading(text)
    assert "paid" in [meaning.kind for meaning in found.meanings]
    assert found.no_visits is None or found.no_visits.confidence < WHATEVER_IS_PAID_MIN


def test_a_day_in_the_same_sentence_tells_why_and_one_in_the_next_what_else_is_wanted() -> None:
    assert reading("friday I'm at work, don't come").no_visits is None
    assert reading("don't come to my house. i am busy on friday").no_visits is not None
    assert reading("don't come to my house, come to my office on Friday 3pm").no_visits is not None


def test_beside_a_window_a_time_or_a_stop_it_is_heard_too() -> None:
    assert (meanings("don't come to my house, 2 is fine"), reading("don't come to my house, 2 is fine").slot) == (
        ["choose"],
        2,
    )
    for text in (
        "don't come to my house, 2 is fine",
        "stop texting me and don't come to my house",
        "yes ok but do not come here",
    ):
        assert reading(text).no_visits is not None


@pytest.mark.parametrize(
    ("text", "whatever"),
    [
        ("no need to come, I will pay on sunday", False), ("don't come, i paid yesterday", False),
        ("已还清 不用来了", False), ("no hace falta q vengan, ya pagué", False),
        ("no vengan, ya pagué", False), ("no manden a nadie a mi casa, ya pagué", True),
        ("nobody comes to my door, i pay on sunday", True), ("i don't want visits, i paid", True),
        ("stop coming to my house, i paid yesterday", True), ("mere ghar kisi ko mat bhejo, kal de dunga", True),
    ],
)  # fmt: skip
def test_that_nobody_needs_to_come_is_less_sure_than_that_nobody_may(text: str, whatever: bool) -> None:
    found = reading(text).no_visits
    assert found is not None
    assert (found.confidence >= WHATEVER_IS_PAID_MIN) is whatever


def test_nobody_at_my_door_refuses_visits_but_where_one_is_agreed_tells_that_nobody_has_come() -> None:
    assert is_refused("nobody at my door", "en", "offer")
    assert is_refused("no one at our gate please", "en", "reminder")
    assert not is_refused("nobody at my door", "en", "notice")
    assert not is_refused("nobody at my door?", "en")
    assert not is_refused("nobody at my door when I got back", "en")


def test_of_a_visit_that_is_only_offered_a_reason_of_now_asks_for_another_time_too() -> None:
    assert not is_refused("don't come, I'm at work", "en", "offer")
    assert not is_refused("no vengan, estoy enfermo", "es", "offer")
    assert is_refused("don't come, I'm at work", "en", "none")
    assert is_refused("don't come to my house, I'm at work", "en", "offer")


def test_dnt_cum_2_my_house_takes_no_second_window() -> None:
    assert (meanings("dnt cum 2 my house"), reading("dnt cum 2 my house").slot) == (["decline"], None)
    assert reading("come 2").slot == reading("2 please").slot
