"""What French, Portuguese, Hindi and Indonesian write every day: days, places in our list, and what is no answer."""

# ruff: noqa: E501 (texts are read as lists)
from __future__ import annotations

import pytest

from services.notifier.understanding.reader import read
from services.notifier.understanding.reading import AskedKind, OpenQuestion, ReplyReading

from .asking import AT, WINDOWS


def heard(language: str, text: str, kind: AskedKind = "offer") -> ReplyReading:
    return read(text, OpenQuestion(kind, WINDOWS.get(kind, ()), ""), AT, language)


@pytest.mark.parametrize(("text", "number"), [("a 3", 3), ("crava a 3", 3), ("vou na a 3", 3), ("a 1 ou a 2", 1)])
def test_a_number_behind_a_plain_article_is_a_place_in_our_list_and_no_hour(text: str, number: int) -> None:
    found = heard("pt", text)
    assert ([meaning.kind for meaning in found.meanings], found.slot) == (["choose"], number)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pt", "quinta à uma"), ("pt", "só para a semana na quarta"), ("pt", "sexta à 1h"), ("id", "sabtu abis magrib bisa?"),
        ("id", "sabtu abis ashar"), ("hi", "shanivar maghrib ke baad"),
    ],
)  # fmt: skip
def test_an_hour_and_a_week_that_were_not_offered_stay_so(language: str, text: str) -> None:
    found = heard(language, text)
    assert ([meaning.kind for meaning in found.meanings], found.guess) == (["propose"], None)


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("id", "kemis esuk iso", 1), ("id", "dinten saptu sae", 3), ("id", "jumat abis jumatan", 2), ("id", "nomer siji wae", 1),
        ("hi", "koi sa bhi din chalega", 1), ("hi", "option 3 lock kar do", 3), ("hi", "friday aao par 2:30 se pehle nahi", 2),
        ("fr", "les trois font l'affaire", 1), ("fr", "celui de jeudi fera l'affaire", 1), ("pt", "tanto faz a 1 ou a 3", 1),
    ],
)  # fmt: skip
def test_a_choice_in_the_words_of_a_region_is_heard(language: str, text: str, number: int) -> None:
    found = heard(language, text)
    assert ([meaning.kind for meaning in found.meanings], found.slot) == (["choose"], number)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "annulez rien je vous attends"), ("pt", "não cancela não, tô contando com isso"), ("hi", "cancel mat karna"),
        ("hi", "कैंसल मत करना हम इंतज़ार करेंगे"), ("id", "jangan dibatalin, ditunggu"), ("fr", "oui oui j'ai pas oublié"),
    ],
)  # fmt: skip
def test_do_not_cancel_confirms(language: str, text: str) -> None:
    assert [meaning.kind for meaning in heard(language, text, "notice").meanings] == ["confirm"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "c'est réglé ou pas? mon appli dit encore 120€"), ("pt", "tá pago ou não? no app ainda aparece 120"),
        ("hi", "bhara ki nahi? app me abhi bhi 120 dikha raha"), ("id", "udah lunas blm sih? di app masih 120"),
    ],
)  # fmt: skip
def test_whether_it_is_paid_is_a_question(language: str, text: str) -> None:
    assert [meaning.kind for meaning in heard(language, text, "reminder").meanings] == ["help"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "je paye au début du mois"), ("pt", "começo do mês eu pago"), ("id", "awal bulan saya bayar"),
        ("en", "i pay at the start of the month"),
    ],
)  # fmt: skip
def test_the_start_of_a_month_that_is_nearly_over_is_the_next_ones(language: str, text: str) -> None:
    assert [meaning.kind for meaning in heard(language, text, "reminder").meanings] == ["promise"]


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "j'ai payé au début du mois"), ("pt", "paguei no começo do mês"), ("id", "awal bulan sudah saya bayar")],
)
def test_who_has_paid_at_the_start_of_the_month_has_paid(language: str, text: str) -> None:
    assert [meaning.kind for meaning in heard(language, text, "reminder").meanings] == ["paid"]


@pytest.mark.parametrize("text", ["ek baar bola na band karo", "कितनी बार बोला ना बंद करो"])
def test_stop_that_was_told_before_is_no_wish_for_texts(text: str) -> None:
    assert [meaning.kind for meaning in heard("hi", text, "reminder").meanings] == ["stop"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "je suis malade jeudi"), ("fr", "je suis bloqué jeudi"), ("hi", "friday aaunga"),
        ("hi", "sabse pehle ye batao aap kaun ho"), ("id", "paling cepat senin depan"), ("id", "ga dirumah jumat"),
    ],
)  # fmt: skip
def test_what_only_resembles_a_choice_chooses_nothing(language: str, text: str) -> None:
    assert heard(language, text).slot is None
