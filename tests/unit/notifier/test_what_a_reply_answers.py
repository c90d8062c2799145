"""Which of our texts a reply answers: the one that was visible, and never one that could send somebody by mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.notifier.core.questions import Question
from services.notifier.hearing.binding import ASKED, windows_of
from services.notifier.hearing.hear import said_by_a_stranger
from services.notifier.hearing.letters import HEAD_CHARS, TAIL_CHARS
from services.notifier.hearing.long_texts import PIECE_CHARS, pieces
from shared.contracts.texts import TextKind, Wording

from .events import NOW, question, slots, window
from .heard import heard, read

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
OFFER = question("offer")


def later(kind: TextKind, number: int = 7) -> Question:
    return question(kind, number, posted_at=NOW - MINUTE)


def kinds(words: str, *questions: Question) -> list[str]:
    return [meaning.kind for meaning in read(words, questions, NOW).meanings]


def only(offer: Question) -> Question:
    """An offer of one window."""
    return replace(offer, slots=1, windows=offer.windows[:1])


def test_words_answer_the_newest_text() -> None:
    assert read("friday at 3?", (later("notice"), OFFER), NOW).question == later("notice")
    assert read("not at that time", (later("notice"), OFFER), NOW).question == later("notice")


def test_an_answer_that_crosses_our_next_text_belongs_to_the_one_before() -> None:
    crossed = question("reminder-firm", 7, posted_at=NOW + MINUTE)
    assert read("sunday", (crossed, OFFER), NOW) == read("sunday", (OFFER,), NOW)
    assert kinds("sunday", crossed, OFFER) == ["slot"]


def test_after_we_did_not_understand_the_question_before_is_answered() -> None:
    found = read("sunday please", (later("not-understood"), OFFER), NOW)
    assert ([meaning.digit for meaning in found.meanings], found.question) == ([2], OFFER)
    assert read("zzz", (later("not-understood"), OFFER), NOW).question == later("not-understood")
    assert read("sunday please", (later("not-understood"),), NOW).question == later("not-understood")


@pytest.mark.parametrize("words", ["yes", "ok", "sure, fine", "好的", "sí", "👍"])
def test_a_yes_takes_the_only_window_of_the_newest_text_and_of_no_other(words: str) -> None:
    if words != "👍":
        assert kinds(words, only(OFFER)) == ["slot"]
    for kind in ("opt-out-confirmed", "visit-held", "reminder-firm", "thanks-paid", "hardship"):
        assert "slot" not in kinds(words, later(kind), only(OFFER))
    assert "slot" not in kinds(words, OFFER)


def test_a_window_of_an_older_offer_is_taken_by_words_that_surely_mean_it() -> None:
    held = replace(later("visit-held"), visit="v-b")
    assert read("the second one", (held, OFFER), NOW).question == OFFER
    assert kinds("the second one", held, OFFER) == ["slot"]
    assert "slot" not in kinds("any of them", held, OFFER)


def test_a_day_by_itself_is_about_the_visit_that_is_offered_though_a_payment_was_asked_for_since() -> None:
    reminded = later("reminder-firm")
    assert read("friday after 6", (reminded, OFFER), NOW).question == OFFER
    assert kinds("friday after 6", reminded, OFFER) == ["other-time"]
    assert kinds("sunday", reminded, OFFER) == ["slot"]
    assert kinds("i will pay on friday", reminded, OFFER) == ["promise"]
    assert kinds("friday after 6", reminded) == ["promise"]


def test_an_expired_offer_and_a_window_that_has_begun_take_nobody_anywhere() -> None:
    old = question("offer", posted_at=NOW - 15 * DAY)
    assert "slot" not in kinds("sunday", old)
    begun = replace(OFFER, windows=tuple(slot.window for slot in slots()))
    later_on = read("the first one", (begun,), NOW + 5 * DAY)
    assert "slot" not in [meaning.kind for meaning in later_on.meanings]


def test_ok_after_a_stop_was_confirmed_is_nothing() -> None:
    assert kinds("ok", later("opt-out-confirmed"), OFFER) == ["unknown"]


@pytest.mark.parametrize(
    ("kind", "words", "found"),
    [
        ("notice", "make it 5pm", ["other-time"]),
        ("reminder", "can't do that day", ["other-time"]),
        ("visit-held", "friday at 3", ["other-time"]),
        ("no-slots", "any day after 6pm", ["other-time"]),
        ("reminder-last", "i'll pay on friday", ["promise"]),
    ],
)
def test_each_kind_of_text_is_answered_in_its_own_way(kind: TextKind, words: str, found: list[str]) -> None:
    assert kind in ASKED
    assert kinds(words, later(kind)) == found


def test_the_windows_of_a_text_are_read_from_what_was_stored_of_it() -> None:
    offer, notice = Wording(slots=slots()), Wording(window=window(), check_code="123456")
    assert windows_of(offer.model_dump_json()) == tuple(slot.window for slot in slots())
    assert windows_of(notice.model_dump_json(exclude_none=True)[:-1] + ',"of_tomorrow":1}') == (window(),)
    assert windows_of(Wording().model_dump_json()) == ()


def test_a_stop_is_found_wherever_it_stands_in_a_long_text() -> None:
    for before in (0, PIECE_CHARS - 10, 3 * PIECE_CHARS):
        for behind in (0, 700):
            words = "so it was. " * (before // 11) + "please stop texting me. " + "so it was. " * (behind // 11)
            assert kinds(words) == ["opt-out"], (before, behind)
    assert kinds("今天天气很好。" * 20 + "别再发短信了。" + "今天天气很好。" * 20) == ["opt-out"]
    lost = "so it was. " * 200
    assert len(lost) > HEAD_CHARS + TAIL_CHARS
    assert kinds(lost + "stop texting me") == ["opt-out"]
    assert kinds(lost) == ["unknown"]


@pytest.mark.parametrize("text", ["a" * 1100, "a b " * 275, " " * 1100, "好" * 600, "a" * 150 + " " + "b" * 900])
def test_pieces_overlap_and_are_few_and_nothing_is_left_out(text: str) -> None:
    found = list(pieces(text))
    assert 4 <= len(found) <= 11
    assert sum(map(len, found)) > len(text)
    assert text.endswith(found[-1])
    assert not list(pieces(text[:60]))


def test_the_same_words_are_heard_in_the_borrowers_zone() -> None:
    (wish,) = read("tomorrow at 9am", (OFFER,), NOW).meanings
    assert wish.at is not None
    assert (wish.at.hour, str(wish.at.tzinfo)) == (9, "Europe/Lisbon")
    assert heard("2", (OFFER,), NOW).reading.time is not None


@pytest.mark.parametrize(
    ("words", "said"),
    [("STOP", "stop"), ("leave me alone", "stop"), ("START", "start"), ("don't stop", "other"), ("2", "other")],
)
def test_what_a_stranger_says_is_done_at_once(words: str, said: str) -> None:
    assert said_by_a_stranger(words, NOW) == said
