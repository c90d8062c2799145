"""A window that was likely meant is asked back about, by its digit, once; nobody comes for a guess."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import TypeAdapter

from services.notifier.core.inputs import ReplyRead
from services.notifier.core.questions import Question
from services.notifier.core.reply_meanings import guessed_window
from services.notifier.core.state import Closed, Held, Visiting, brakes_of
from services.notifier.core.wording import LANGUAGES, Params, render
from services.notifier.hearing.digits import pressed
from shared.contracts.appointments import AppointmentAgreed, AppointmentOffered
from shared.contracts.texts import Meaning, ReplyUnderstood, TextRefused, Wording

from .events import NOW, RULES, appointment, intent, overdue, pays, question, replies, slots, wants_text
from .given import Scenario, asks, delivered, given, later
from .heard import heard, read
from .test_unread_replies import VISITING, whys

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MIDDLING = replies("sunday maybe")


def offered(life: Scenario) -> None:
    """Three windows are offered, four days and more ahead, and the text has arrived."""
    assert isinstance(life.state, Visiting)
    life.when(appointment(AppointmentOffered, visit=life.state.visit, time=life.at))
    windows = tuple(_window(life, number) for number in range(3))
    offer = question("offer", 50, posted_at=life.at)
    life.questions = (replace(offer, visit=life.state.visit, windows=windows),)
    life.at += HOUR


def _window(life: Scenario, number: int) -> Any:
    """The windows of `slots`, as far ahead of the life's moment as they are of NOW."""
    days = (life.at - NOW).days // 7 * 7
    window, ahead = slots()[number].window, timedelta(days=days)
    local = (window.start + ahead).strftime("%Y-%m-%dT%H:%M")
    return window.model_copy(update={"start": window.start + ahead, "end": window.end + ahead, "local": local})


OFFERED = (overdue(dpd=70), VISITING, offered)


def agrees(life: Scenario) -> Any:
    return appointment(AppointmentAgreed, visit=life.questions[-1].visit or "", time=life.at)


def asked(life: Scenario) -> list[str]:
    return [text.kind for text in life.texts if text.kind in ("asked-back", "not-understood")]


def arrives(life: Scenario) -> None:
    """What was asked back is delivered, and may be answered."""
    text = life.text("asked-back")
    assert text.wording is not None
    delivered("asked-back")(life)
    assert text.wording.window is not None
    asked = Question(
        text.intent, life.known.loan.case, "asked-back", text.visit, text.version, len(text.wording.slots), life.at,
        (text.wording.window,),
    )  # fmt: skip
    life.questions = (asked, *life.questions)
    life.at += MINUTE


def understood(life: Scenario) -> tuple[Meaning, Any]:
    told = life.published(ReplyUnderstood)[-1]
    return told.meanings[0], told.question


@pytest.mark.parametrize(
    "words",
    ["sunday maybe", "is sunday ok?", "probably sunday", "2?", "perhaps the second", "sunday works for my husband",
     "周日可能可以", "el domingo quizás", "domingo talvez", "dimanche peut-être", "sunday after 2"],
)  # fmt: skip
def test_a_window_that_is_named_and_not_chosen_is_guessed(words: str) -> None:
    assert guessed_window(heard(words, (question("offer"),), NOW)) == 2
    assert "slot" not in [meaning.kind for meaning in read(words, (question("offer"),), NOW).meanings]


@pytest.mark.parametrize(
    "words",
    ["not sunday", "sunday or monday maybe", "my mother died, sunday maybe", "i want to die, sunday maybe",
     "my lawyer says sunday maybe", "stop texting, sunday maybe", "sunday is my husband's funeral", "", "?",
     "call me sunday maybe", "you said sunday", "i am his sister, sunday maybe", "2 but do not come to my house"],
)  # fmt: skip
def test_a_no_distress_law_and_what_is_about_something_else_are_never_asked_back(words: str) -> None:
    assert guessed_window(heard(words, (question("offer"),), NOW)) is None


def test_the_guess_is_asked_back_in_a_text_of_its_own_and_nobody_comes_for_it() -> None:
    life = given(*OFFERED).when(MIDDLING).then("asked-back", Visiting)
    text = life.text("asked-back")
    assert asked(life) == ["asked-back"]
    assert text.wording is not None
    assert (text.wording.window, text.visit) == (life.questions[0].windows[1], life.questions[0].visit)
    assert [meaning.kind for meaning in life.published(ReplyUnderstood)[-1].meanings] == ["unknown"]
    assert whys(life) == ["not-understood"]


@pytest.mark.parametrize(("words", "number"), [("sunday maybe", 2), ("3?", 3), ("the first, perhaps", 1)])
def test_the_decision_says_which_window_was_guessed(words: str, number: int) -> None:
    life = given(*OFFERED).when(replies(words)).then("asked-back")
    when = life.questions[0].windows[number - 1].local.replace("T", " ")
    assert life.decision.why == (f"window {number} ({when}) is guessed, and the borrower is asked whether they mean it")


def test_it_names_the_window_and_its_digit_as_the_offer_has_it() -> None:
    wording = Wording(slots=slots(), window=slots()[1].window)
    for spoken in LANGUAGES.values():
        body = render("asked-back", spoken, Params(wording, None, (), 30))
        assert re.search(r"29.*(?<!\d)2(?!\d).*STOP", body), body
    assert render("asked-back", LANGUAGES["en"], Params(wording, None, (), 30)) == (
        "Just to be sure: do you mean Sun 29 Nov 13:00-15:00? Then reply 2; 4: another time; 5: trouble paying. "
        "No more texts: STOP."
    )


@pytest.mark.parametrize("words", ["2", "２", "٢", "2.", "(2)", "yes", "Yes please", "two", "sunday"])
def test_its_digit_and_a_yes_take_the_window_that_was_asked_about(words: str) -> None:
    life = given(*OFFERED).when(MIDDLING, arrives, replies(words)).then("answered-slot", Visiting)
    meaning, answered = understood(life)
    assert (meaning.kind, meaning.digit, answered) == ("slot", 2, intent(50))


def test_the_digit_of_another_window_takes_that_one() -> None:
    """Who answers the offer, which is above on the screen, gets what the offer says."""
    life = given(*OFFERED).when(MIDDLING, arrives, replies("1")).then("answered-slot")
    assert understood(life) == (Meaning(kind="slot", confidence=0.99, digit=1), intent(50))


def test_4_wants_another_time_5_is_trouble_and_no_is_a_no() -> None:
    for words, kind, reason in (("4", "other-time", "answered-other-time"), ("no", "other-time", "answered-other-time"),
                                ("5", "hardship", "hardship")):  # fmt: skip
        life = given(*OFFERED).when(MIDDLING, arrives, replies(words)).then(reason)
        assert understood(life)[0].kind == kind


def test_another_window_in_words_and_a_time_of_their_own_are_read_as_ever() -> None:
    life = given(*OFFERED).when(MIDDLING, arrives, replies("monday at 2pm please")).then("answered-slot")
    assert understood(life)[0].digit == 3
    life = given(*OFFERED).when(MIDDLING, arrives, replies("friday after 6")).then("answered-other-time")


def test_stop_as_the_answer_stops_and_the_question_is_taken_back() -> None:
    life = given(*OFFERED).when(MIDDLING, replies("STOP")).then("opted-out", Held)
    assert life.text("asked-back").status == "withdrawn"
    given(*OFFERED).when(MIDDLING, arrives, replies("STOP")).then("opted-out", Held)


def test_the_second_miss_goes_to_a_person_and_the_case_is_held() -> None:
    life = given(*OFFERED).when(MIDDLING, arrives, later(hours=1), replies("is monday ok?"))
    life.then("unread-reply", Held)
    assert [brake.cause for brake in brakes_of(life.state)] == ["unread-reply"]
    assert asked(life) == ["asked-back"]


def test_two_messages_within_minutes_are_asked_back_about_once() -> None:
    life = given(*OFFERED).when(MIDDLING, later(minutes=1), replies("or is monday ok?")).then("answered-unknown")
    assert asked(life).count("asked-back") == 1


def test_a_miss_before_is_the_first_and_a_guess_then_is_the_second() -> None:
    life = given(*OFFERED).when(replies("the dog bites"), later(hours=1), MIDDLING).then("unread-reply", Held)
    assert asked(life) == ["not-understood"]


def test_after_something_was_understood_it_may_be_asked_again() -> None:
    life = given(*OFFERED).when(MIDDLING, arrives, replies("4"), later(hours=1), replies("monday maybe"))
    life.then("asked-back")
    assert asked(life) == ["asked-back", "asked-back"]


def test_the_same_digit_twice_says_the_same_twice() -> None:
    life = given(*OFFERED).when(MIDDLING, arrives, replies("2"), later(minutes=1), replies("2")).then("answered-slot")
    assert [told.meanings[0].digit for told in life.published(ReplyUnderstood)[-2:]] == [2, 2]


def test_a_digit_that_crosses_the_question_answers_the_offer() -> None:
    life = given(*OFFERED).when(MIDDLING, replies("1"))
    assert understood(life) == (Meaning(kind="slot", confidence=0.99, digit=1), intent(50))
    refused(life.when(asks("asked-back")), "answered-meanwhile", "who answered is not asked again")


def refused(life: Scenario, reason: str, rule: str = "") -> None:
    assert life.then(reason).decision.rule.endswith(rule)
    assert life.published(TextRefused)[-1].reason == reason


@pytest.mark.parametrize(
    ("meanwhile", "rule"),
    [
        (agrees, "an offer that is not open any more"),
        (lambda life: wants_text("offer", 60, visit=life.state.visit), "is not asked about the former"),
        (lambda life: setattr(life, "at", life.questions[0].windows[1].start), "a window that has begun"),
    ],
    ids=["agreed", "offered-anew", "begun"],
)
def test_what_was_settled_before_it_could_be_sent_is_not_asked(meanwhile: Callable[[Scenario], Any], rule: str) -> None:
    life = given(*OFFERED).when(MIDDLING, later(minutes=1), meanwhile)
    refused(life.when(asks("asked-back")), "answered-meanwhile", rule)


def test_a_payment_takes_it_back_and_a_digit_to_a_closed_case_takes_nobody_anywhere() -> None:
    life = given(*OFFERED).when(MIDDLING, pays(0)).then("paid", Closed)
    assert life.text("asked-back").status == "withdrawn"
    life = given(*OFFERED).when(MIDDLING, arrives, pays(0), replies("2"))
    assert isinstance(life.state, Closed)
    assert asked(life) == ["asked-back"]


def test_a_digit_after_the_window_began_is_told_to_scheduler_which_offers_others() -> None:
    life = given(*OFFERED).when(MIDDLING, arrives)
    life.at = life.questions[1].windows[1].start + MINUTE
    life.when(replies("2")).then("answered-slot")
    assert understood(life) == (Meaning(kind="slot", confidence=0.99, digit=2), intent(50))
    life = given(*OFFERED).when(MIDDLING, arrives)
    life.at = life.questions[1].windows[1].start + MINUTE
    life.when(replies("yes"))
    assert understood(life)[0].kind == "unknown"


def test_of_two_borrowers_on_one_phone_the_question_names_whose_offer_a_digit_answers() -> None:
    """The other's offer is newer than mine, and what is asked back about mine is the newest of all."""
    mine = replace(question("offer", 1), posted_at=NOW - 3 * HOUR)
    theirs = replace(question("offer", 2, case="case-2"), visit="v-other", posted_at=NOW - 2 * HOUR)
    back = replace(question("asked-back", 3), visit=mine.visit, windows=mine.windows[1:2], posted_at=NOW - HOUR)
    for words in ("2", "yes", "1"):
        assert read(words, (back, theirs, mine), NOW).question == mine, words
    assert read("4", (back, theirs, mine), NOW).question == back
    assert read("2", (replace(theirs, posted_at=NOW), back, mine), NOW).question.visit == "v-other"  # type: ignore[union-attr]


def test_where_the_offer_is_too_old_to_be_answered_nothing_is_taken() -> None:
    old = replace(question("offer", 1), posted_at=NOW - timedelta(days=15))
    back = replace(question("asked-back", 3), visit=old.visit, windows=old.windows[1:2])
    for words in ("2", "yes", "sunday"):
        assert "slot" not in [meaning.kind for meaning in read(words, (back, old), NOW).meanings], words


def test_only_an_open_offer_is_asked_back_about() -> None:
    life = given(overdue(dpd=70), VISITING, questions=()).when(MIDDLING)
    assert "asked-back" not in asked(life)
    life = given(*OFFERED).when(agrees)
    life.when(MIDDLING).then("answered-unknown")
    assert asked(life) == ["not-understood"]


def test_a_window_that_has_begun_is_not_asked_back_about() -> None:
    life = given(*OFFERED)
    life.at = life.questions[0].windows[1].start - MINUTE
    said = MIDDLING(life)
    life.at += 2 * MINUTE
    life.when(said).then("answered-unknown")


@pytest.mark.parametrize("former", [2, 3])
def test_beside_a_former_version_that_does_not_nothing_is_asked_back(former: int) -> None:
    life = given(*OFFERED)
    life.rules = replace(RULES, format=former)
    life.when(MIDDLING).then("answered-unknown")
    assert asked(life) == ["not-understood"]


@pytest.mark.parametrize(
    "words",
    ["what is the first day of the week?", "i want to talk to a human", "cockpit 4 expecting", "no start at 01.01.2022",
     "what does 2 mean"],
)  # fmt: skip
def test_a_number_inside_other_words_settles_nothing(words: str) -> None:
    """Of the reports of other bots: a number anywhere was taken for a choice."""
    offer = question("offer")
    back = replace(question("asked-back", 3), visit=offer.visit, windows=offer.windows[1:2])
    assert pressed(words) is None
    assert "slot" not in [meaning.kind for meaning in read(words, (back, offer), NOW).meanings]


def test_the_last_one_is_the_last_of_the_offer_and_not_the_one_that_was_asked_about() -> None:
    offer = question("offer")
    back = replace(question("asked-back", 3), visit=offer.visit, windows=offer.windows[1:2], posted_at=NOW - MINUTE)
    assert read("the last one", (back, offer), NOW).meanings[0].digit == 3


def test_a_guess_is_recorded_and_where_there_is_none_nothing_is() -> None:
    record = TypeAdapter(ReplyRead)
    for words, guess in (("sunday maybe", 2), ("sunday", None)):
        read_once = heard(words, (question("offer"),), NOW)
        dumped = record.dump_python(read_once, mode="json")
        assert dumped["reading"].get("guess") == guess
        assert ("guess" in dumped["reading"]) == (guess is not None)
        assert record.validate_python(dumped) == read_once
