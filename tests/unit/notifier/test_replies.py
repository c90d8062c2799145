"""What replies mean. Wording made up for these tests; no borrower's words are in here."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from .events import NOW, question
from .heard import read

OFFER = (question("offer"),)


def kinds(words: str, questions: tuple = OFFER) -> list[str]:  # type: ignore[type-arg]
    return [meaning.kind for meaning in read(words, questions, NOW)[0]]


@pytest.mark.parametrize(
    "words",
    [
        "STOP",
        "stop.",
        " Stop! ",
        "Stop please",
        "STOPALL",
        "unsubscribe",
        "ＳＴＯＰ",
        "SТОР",
        "ЅТОР",
        "stор",
        "Quit",
        "CANCEL",
        "ARRETER",
        "st op",
        "end",
        "opt out",
        "REVOKE",
        "please stop texting me",
        "stop messaging this number",
        "don't text me again",
        "Do not contact me anymore",
        "no more messages",
        "take me off your list",
        "remove my number",
        "lose my number",
        "leave me alone",
        "I don't want your texts",
        "please end this",
        "i am opting out",
        "别再发短信了",
        "不要再给我发信息",
        "請勿再傳簡訊",
        "退订",
        "TD",
        "唔好再send嘢畀我",
        "别联系我了",
        "no me escribas más",
        "dejen de mandarme mensajes",
        "basta de mensajes",
        "quiero darme de baja",
        "no quiero recibir más sms",
        "não me mandem mais mensagens",
        "parem de me escrever",
        "chega de mensagens",
        "remova o meu número",
        "SAIR",
        "ne m'envoyez plus de messages",
        "arrêtez de m'écrire",
        "ARRÊT",
        "désabonnement",
        "laissez-moi tranquille",
        "message bhejna band karo",
        "मैसेज भेजना बंद करो",
        "jangan kirim pesan lagi",
        "لا ترسل رسائل",
        "اوقفوا الرسائل",
        "не пишите мне",
        "СТОП",
        "stop 1",
        "1. also stop texting me",
    ],
)
def test_any_reasonable_wording_of_an_opt_out_is_one(words: str) -> None:
    assert kinds(words) == ["opt-out"]


@pytest.mark.parametrize(
    "words",
    [
        "don't stop",
        "please don't stop sending these",
        "do not stop",
        "non stop work all week",
        "never stop",
        "can you stop by at six",
        "i live at the bus stop",
        "不要停",
        "no paren",
        "the dog bites",
        "Liked “Your visit is on Thu. No more texts: STOP.”",
    ],
)
def test_what_only_looks_like_an_opt_out_is_none(words: str) -> None:
    assert "opt-out" not in kinds(words)


def test_words_that_a_pack_adds_are_opt_outs_too() -> None:
    assert read("Alfine!", (), NOW, ["alfine"]).meanings[0].kind == "opt-out"
    assert read("Alfine!", (), NOW).meanings[0].kind == "unknown"


@pytest.mark.parametrize(
    "words", ["START", "unstop", "please start texting me again", "重新订阅", "quiero volver a recibir avisos"]
)
def test_asking_for_texts_again_is_understood(words: str) -> None:
    assert kinds(words) == ["opt-in"]


@pytest.mark.parametrize("words", ["yes", "ok", "sí", "好"])
def test_a_yes_is_not_an_opt_in(words: str) -> None:
    assert "opt-in" not in kinds(words)


@pytest.mark.parametrize(
    ("words", "digit"),
    [
        ("1", 1),
        ("2.", 2),
        (" 3 ", 3),
        ("①", 1),
        ("２", 2),
        ("Option 2", 2),
        ("number 3 please", 3),
        ("the second one", 2),
        ("第二个", 2),
        ("第三個好了，謝謝", 3),
        ("la primera", 1),
        ("a terceira", 3),
        ("2 ok thanks", 2),
    ],
)
def test_a_digit_takes_a_slot(words: str, digit: int) -> None:
    (meaning,), answered, _ = read(words, OFFER, NOW)
    assert (meaning.kind, meaning.digit) == ("slot", digit)
    assert answered == OFFER[0]


@pytest.mark.parametrize("words", ["9 is fine", "1/12 works", "6pm", "none of them, not 1 either", "7", "0"])
def test_a_number_that_is_no_place_in_the_list_takes_no_slot(words: str) -> None:
    assert "slot" not in kinds(words)


@pytest.mark.parametrize(("words", "digit"), [("1点", 2), ("2pm", 3), ("after 2", 3), ("lunes a las 2", 3)])
def test_an_hour_takes_the_window_that_begins_then_and_not_the_place_in_the_list(words: str, digit: int) -> None:
    assert [meaning.digit for meaning in read(words, OFFER, NOW).meanings if meaning.kind == "slot"] == [digit]


def test_a_digit_without_an_offer_is_unknown() -> None:
    (meaning,), _, _ = read("2", (question("reminder-firm"),), NOW)
    assert (meaning.kind, meaning.confidence, meaning.digit) == ("unknown", 0.0, 2)


def test_a_digit_beyond_the_offered_slots_is_unknown() -> None:
    two = (question("offer").__class__(**{**{f: getattr(OFFER[0], f) for f in OFFER[0].__slots__}, "slots": 2}),)
    assert kinds("3", two) == ["unknown"]


def test_a_digit_answers_the_newest_offer_though_another_text_came_after_it() -> None:
    later = question("reminder-firm", 7, posted_at=NOW - timedelta(minutes=1))
    assert read("1", (later, *OFFER), NOW)[1] == OFFER[0]
    assert read("hello", (later, *OFFER), NOW)[1] == later


def test_an_old_offer_is_not_answered_any_more() -> None:
    old = (question("offer", posted_at=NOW - timedelta(days=15)),)
    assert read("1", old, NOW) == read("1", (), NOW)


def test_four_asks_for_another_time_and_five_says_that_paying_is_hard() -> None:
    assert kinds("4") == ["other-time"]
    assert kinds("4", (question("notice"),)) == ["other-time"]
    assert kinds("4", (question("reminder-firm"),)) == ["unknown"]
    assert kinds("5", ()) == ["hardship"]


@pytest.mark.parametrize("newest", ["offer", "notice", "reminder"])
@pytest.mark.parametrize("former", ["offer", "notice", "reminder"])
def test_four_answers_the_newest_text_that_asks_for_one_whichever_case_it_is_about(newest: str, former: str) -> None:
    asking = question(newest, 1, "case-a", NOW - timedelta(minutes=9))  # type: ignore[arg-type]
    before = question(former, 2, "case-b", NOW - timedelta(minutes=20))  # type: ignore[arg-type]
    reminded = question("reminder-firm", 3, "case-c", NOW - timedelta(minutes=1))
    sorry = replace(question("visit-held", 4, "case-b", NOW - timedelta(minutes=2)), visit="v-b")
    assert read("4", (reminded, sorry, asking, before), NOW).question == asking


def test_slots_are_those_of_the_newest_offer_though_a_notice_came_after_it() -> None:
    notice = question("notice", 7, "case-a", NOW - timedelta(minutes=1))
    assert read("2", (notice, *OFFER), NOW).question == OFFER[0]


def test_four_answers_what_was_written_before_it() -> None:
    """An offer that left after the borrower had pressed 4 is not what they answered."""
    notice, offer = question("notice", 7, "case-a"), question("offer", 8, "case-b", NOW + timedelta(minutes=1))
    assert read("4", (offer, notice), NOW).question == notice


def test_four_to_a_text_about_a_visit_that_asks_for_nothing_is_another_time_all_the_same() -> None:
    sorry = replace(question("visit-held", 4), visit="v-b")
    assert read("4", (sorry,), NOW).question == sorry
    assert kinds("4", (sorry,)) == ["other-time"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("wrong number", "wrong-number"),
        ("打错了", "wrong-number"),
        ("se equivoca de número, número equivocado", "wrong-number"),
        ("número errado", "wrong-number"),
        ("i lost my job", "hardship"),
        ("没钱", "hardship"),
        ("no puedo pagar", "hardship"),
        ("não consigo pagar", "hardship"),
        ("i don't owe you anything", "dispute"),
        ("no reconozco esa deuda", "dispute"),
        ("não devo nada", "dispute"),
        ("already paid yesterday", "paid"),
        ("已经还了", "paid"),
        ("ya pagué", "paid"),
        ("já paguei", "paid"),
        ("i will pay tomorrow", "promise"),
        ("vou pagar amanhã", "promise"),
        ("mañana pago", "promise"),
        ("who is this", "who"),
        ("quem é", "who"),
        ("你是谁", "who"),
        ("another time please", "other-time"),
        ("otro día mejor", "other-time"),
        ("outro dia", "other-time"),
        ("改天吧", "other-time"),
        ("no pienso pagar nada", "unknown"),
        ("i can't pay, i will pay later", "hardship"),
        ("will not pay", "hardship"),
        ("the dog bites", "unknown"),
        ("", "unknown"),
        ("👍", "unknown"),
    ],
)
def test_the_first_words_of_each_meaning_are_understood(words: str, kind: str) -> None:
    assert kinds(words, ()) == [kind]


def test_unreadable_words_are_unknown_and_still_answer_the_newest_question() -> None:
    meanings, answered, _ = read(None, OFFER, NOW)
    assert [meaning.kind for meaning in meanings] == ["unknown"]
    assert answered == OFFER[0]
