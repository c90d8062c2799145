"""What takes a window while an offer is open: its digit, its place, its day or hour, and "any of them".

Whatever is asked, refused, or counts something else takes none.

The words are made up for these tests, and none was looked at while the reader was written.
"""

# ruff: noqa: E501 (lists of words read best side by side)
from __future__ import annotations

import pytest

from .events import NOW, question
from .heard import read

OFFER = (question("offer"),)
ONES = ["1", "１", "١", "१", "۱", "১", "①", "❶", "⒈", "⑴", "𝟏", "1️⃣", "\u200f1", "1\u200b"]
AROUND = [
    "{}", "{}.", "{})", "({})", " {} ", "{}!", "#{}", "option {}", "Option: {}", "number {}", "Nr. {}", "№ {}", "nº {}",
    "opción {}", "opcao {}", "número {}", "choix {}", "pilihan {}", "nomor {}", "选{}", "我選{}", "第{}", "ok {}",
    "{} please", "{}, thanks", "{} por favor", "{} gracias", "{} obrigada", "{} merci", "{}谢谢", "{} ya kak", "رقم {}",
]  # fmt: skip
POSITIONS = {
    1: ["the first one", "First.", "la primera", "a primeira, obrigado", "la première", "第一个", "第一個", "pehla", "पहला"],
    2: ["second", "the second one please", "el segundo", "le deuxième", "第二个吧", "yang kedua"],
    3: ["third option", "tercero", "o terceiro", "troisième", "第三個", "ketiga", "teesra"],
}  # fmt: skip
SAID = {
    1: [
        "the first", "1st", "el primero", "le premier", "o primeiro", "either is fine", "any of them", "both ok", "cualquiera",
        "qualquer uma", "n'importe lequel", "都可以", "dono chalega", "sama aja", "whatever works",
    ],
    2: ["2 is fine", "2 works", "2 or 3", "the 2nd", "الثاني"],
    3: ["2pm", "at 2", "2点", "a segunda, obrigado", "monday", "the last one", "segunda às duas"],
}  # fmt: skip
"""The windows are on Saturday from twelve, Sunday from one and Monday (in Portuguese: the second) from two."""
SENTENCES = [
    "hope all is ok with you", "no 2", "No. 2", "not 2", "no, 1", "2?", "2 and 3", "1,2", "12", "2:30",
    "la 1", "a las 2",
    "2 hours", "2 weeks", "2 days please", "1 minute", "1 more day", "give me 2 weeks", "i have 2 jobs", "2 kids",
    "all good",
    "yes", "ok", "sure", "sounds good", "none", "neither", "2 does not work",
    "2 no", "2 nao", "2 non", "不要2", "2不行", "2號", "2个", "二月", "dusra", "kedua", "not the first one",
    "the first one does not work", "la primera no", "no la segunda", "第一个不行", "the second half of the week",
    "first of all who are you", "first i need to talk to my wife", "second time you text me", "one moment", "two of us",
    "uno nunca sabe", "2 thumbs up", "1 2 3", "+2", "-1", "1/2", "2%", "€2", "2 eur", "ok", "k", "👍", "👌 ok", "🙂",
    "I am at number 3 main street", "apartment 3", "we live at 2 oak road", "3 rd floor", "floor 2", "3楼", "2 long lane",
    "i am fine with everything", "all is well here", "is everything ok?", "hope you are good",
]  # fmt: skip


def slots_taken(words: str) -> list[int | None]:
    return [meaning.digit for meaning in read(words, OFFER, NOW).meanings if meaning.kind == "slot"]


@pytest.mark.parametrize("one", ONES)
def test_a_digit_is_one_in_every_script(one: str) -> None:
    assert slots_taken(one) == [1]


@pytest.mark.parametrize("around", AROUND)
def test_a_digit_with_nothing_but_its_sign_or_politeness_takes_its_slot(around: str) -> None:
    assert [slots_taken(around.format(digit)) for digit in (1, 2, 3)] == [[1], [2], [3]]


@pytest.mark.parametrize(("place", "words"), [(n, words) for n, all_ in POSITIONS.items() for words in all_])
def test_a_position_in_the_list_takes_its_slot(place: int, words: str) -> None:
    assert slots_taken(words) == [place]


@pytest.mark.parametrize(("window", "words"), [(n, words) for n, all_ in SAID.items() for words in all_])
def test_a_day_an_hour_and_any_of_them_take_a_window(window: int, words: str) -> None:
    assert slots_taken(words) == [window]


@pytest.mark.parametrize("words", SENTENCES)
def test_whatever_says_more_takes_none(words: str) -> None:
    assert not slots_taken(words)


@pytest.mark.parametrize("kind", ["reminder-firm", "notice", "not-understood"])
def test_without_an_open_offer_no_digit_takes_a_slot(kind: str) -> None:
    assert not [m for m in read("1", (question(kind),), NOW).meanings if m.kind == "slot"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words", ["2 stop", "2 Stop", "stop it 2", "2 quit", "2 arrêt", "2 parar", "STOP 2", "2, stop"]
)
def test_a_stop_beside_a_number_stops_and_takes_no_window(words: str) -> None:
    assert {meaning.kind for meaning in read(words, OFFER, NOW).meanings} == {"opt-out"}
