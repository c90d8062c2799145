"""A no before or behind a list refuses all of it; what is left of several, and what is only proposed, is asked back."""

# ruff: noqa: E501 (texts are read as lists)
from __future__ import annotations

import pytest

from services.notifier.hearing.explain import explained
from services.notifier.understanding.reading import OfferedWindow, ReplyReading

from .asking import AT, FRIDAY, SATURDAY, THURSDAY, at

ACTS = 0.9
OFFERED = (THURSDAY, FRIDAY, SATURDAY)
BUSY = (THURSDAY, OfferedWindow(2, at(26, 14), at(26, 16)), SATURDAY)
"""Two of them on Thursday."""


def heard(text: str, language: str = "", windows: tuple[OfferedWindow, ...] = OFFERED) -> ReplyReading:
    return explained(text, "offer", windows, AT, language).read.reading


def booked(found: ReplyReading) -> int | None:
    return found.slot if found.meanings[0].confidence >= ACTS else None


def asked_back(found: ReplyReading) -> int | None:
    assert booked(found) is None, found
    return found.slot or found.guess


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "not 1 or 2"), ("en", "neither 1 nor 2"), ("en", "anything but 1 and 2"), ("en", "not thursday friday"), ("en", "no to 1 and 2"), ("en", "not the first or the second"),
        ("zh-Hans", "不要1和2"), ("zh-Hans", "不要1、2"), ("zh-Hans", "不要周四周五"), ("zh-Hans", "不是1也不是2"), ("zh-Hans", "1和2都不要"), ("zh-Hans", "除了1和2都行"),
        ("es", "ni la 1 ni la 2"), ("es", "no la 1 y la 2"), ("es", "la 1 y la 2 no"), ("es", "no jueves viernes"), ("es", "excepto la 1 o la 2"),
        ("pt", "qualquer uma menos a 1 e a 2"), ("pt", "não 1 ou 2"), ("pt", "a 1 e a 2 não"), ("pt", "não quinta sexta"),
        ("fr", "pas 1 ou 2"), ("fr", "pas jeudi ou vendredi"), ("fr", "la 1 et la 2 non"),
        ("hi", "1 aur 2 nahi"), ("hi", "guruwar aur shukrawar nahi"), ("es", "jueves y viernes no"), ("hi", "na 1 na 2"), ("hi", "1 aur 2 ko chhodke koi bhi"), ("hi", "न 1 न 2"),
        ("id", "jangan 1 dan 2"), ("id", "bukan 1 atau 2"), ("id", "tidak 1 tidak 2"), ("id", "jangan kamis jumat"), ("id", "1 dan 2 jangan"),
        ("ar", "لا 1 ولا 2"), ("ar", "مو 1 و 2"), ("ar", "أي واحد إلا 1 و 2"), ("ar", "1 و 2 لا"),
    ],
)  # fmt: skip
def test_a_no_before_or_behind_two_places_leaves_the_third_to_be_asked_about(language: str, text: str) -> None:
    assert asked_back(heard(text, language)) == 3


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "not 1 but 2", 2), ("en", "not 1, 2 please", 2), ("en", "not thursday, friday", 2), ("es", "no la 1 sino la 2", 2), ("zh-Hans", "不要1，要2", 2), ("zh-Hans", "不是1是2", 2),
        ("id", "bukan 1 tapi 2", 2), ("pt", "não a 1 mas a 2", 2), ("fr", "pas la 1 mais la 2", 2), ("ar", "مش 1 بل 2", 2), ("en", "1 or 2", 1), ("es", "la 2, no la 1 ni la 3", 2),
    ],
)  # fmt: skip
def test_a_place_behind_a_refused_one_that_is_taken_is_no_part_of_the_list(
    language: str, text: str, number: int
) -> None:
    assert heard(text, language).slot == number


@pytest.mark.parametrize("text", ["not thursday, friday or saturday", "not 1, 2 or 3", "not 1 2 or 3"])
def test_a_list_that_may_begin_with_what_is_refused_chooses_nothing(text: str) -> None:
    assert heard(text, "en").slot is None


@pytest.mark.parametrize(
    ("language", "text", "refused"),
    [
        ("en", "anything but 2", 2), ("en", "any day as long as it's not thursday", 1), ("en", "anything apart from thursday is fine", 1), ("zh-Hans", "除了2都可以", 2), ("zh-Hans", "只要不是周四都行", 1),
        ("es", "todas menos la 1", 1), ("pt", "qualquer um desde que não seja quinta", 1), ("fr", "tous sauf vendredi", 2), ("hi", "2 ke alawa koi bhi", 2), ("hi", "2 ko chhodke koi bhi", 2),
        ("id", "apa aja selain 2", 2), ("ar", "أي واحد إلا 2", 2),
    ],
)  # fmt: skip
def test_of_any_but_one_two_are_left_and_which_is_asked(language: str, text: str, refused: int) -> None:
    assert asked_back(heard(text, language)) not in (None, refused)


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "option no, 1 no"), ("en", "option 1, no"), ("en", "1 no"), ("es", "la 1 no"), ("es", "1 no"), ("pt", "a 1 não"), ("fr", "la 1 non"), ("hi", "1 nahi"), ("id", "1 jangan"), ("zh-Hans", "1不要"), ("ar", "1 لا")],
)  # fmt: skip
def test_a_no_behind_a_place_refuses_it(language: str, text: str) -> None:
    assert asked_back(heard(text, language)) != 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "why not friday"), ("en", "why not 2"), ("en", "how about 2"), ("en", "what about friday"), ("es", "por qué no el viernes"), ("es", "por que no la 2"), ("pt", "pq nao a 2"), ("fr", "pourquoi pas la 2"),
        ("hi", "2 kyu nahi"), ("hi", "शुक्रवार क्यों नहीं"), ("id", "kenapa gak 2 aja"), ("zh-Hans", "为什么不选2"), ("zh-Hans", "不如周五"), ("zh-Hans", "何不周五"), ("ar", "ليش لا 2"),
    ],
)  # fmt: skip
def test_what_is_proposed_is_asked_back(language: str, text: str) -> None:
    assert asked_back(heard(text, language)) == 2


@pytest.mark.parametrize("text", ["friday, why not", "why not, friday works"])
def test_a_why_not_beside_a_day_agrees_to_it(text: str) -> None:
    assert booked(heard(text, "en")) == 2


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "thursday not in the morning"), ("en", "thursday but not at 10"), ("es", "el jueves no por la mañana"), ("pt", "quinta mas não de manhã"), ("fr", "jeudi pas le matin"),
        ("zh-Hans", "周四不要上午"), ("id", "kamis jangan pagi"), ("hi", "guruwar subah nahi"), ("ar", "الخميس مش الصبح"),
    ],
)  # fmt: skip
def test_a_part_of_a_day_that_is_denied_is_not_taken(language: str, text: str) -> None:
    assert asked_back(heard(text, language)) != 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "maybe thursday"), ("en", "thursday but not sure"), ("en", "thursday if nobody minds"), ("en", "thursday except i work"), ("en", "1 or 2?"), ("es", "el jueves salvo imprevisto"), ("fr", "jeudi sauf s'il pleut"),
        ("pt", "que tal quinta"), ("id", "gimana kalau kamis"), ("hi", "1 ya 2?"), ("zh-Hans", "周四怎么样"), ("ar", "الخميس؟"),
    ],
)  # fmt: skip
def test_of_two_that_were_named_alike_neither_is_guessed(language: str, text: str) -> None:
    assert asked_back(heard(text, language, BUSY)) is None
