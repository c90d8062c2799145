"""Which window is meant where more is told: the preferred of two, the other than the refused one, the one named as such
beside a story; and what names a window and takes none.
"""

# ruff: noqa: E501 (texts are read as lists)
from __future__ import annotations

import pytest

from services.notifier.hearing.doubts import read_doubted
from services.notifier.understanding.reading import OpenQuestion, ReplyReading

from .asking import AT, WINDOWS

BOOKS = 0.9
# Thursday 10, Friday 14, Saturday 9 are offered


def heard(text: str, language: str = "") -> ReplyReading:
    """What is acted on: the reading, and the doubts about it."""
    return read_doubted(text, OpenQuestion("offer", WINDOWS["offer"]), AT, language)


def booked(found: ReplyReading) -> int | None:
    sure = {meaning.kind: meaning.confidence for meaning in found.meanings}
    return found.slot if sure.keys() <= {"choose", "confirm", "help"} and sure.get("choose", 0.0) >= BOOKS else None


def asked_about(found: ReplyReading) -> int | None:
    """The window that the question back names, where nothing is booked."""
    return None if booked(found) is not None else found.slot or found.guess


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 is ok but 2 is ideal", 2), ("1 works, 2 is better", 2), ("I could do 1 but prefer 2", 2), ("either thursday or friday but thursday is best", 1), ("2 is better than 1", 2),
        ("el 1 me sirve, el 2 mejor", 2), ("el viernes puedo pero el sábado me viene mejor", 3), ("o 2 até dá, mas o 1 seria perfeito", 1), ("le 2 me convient, le 3 encore mieux", 3), ("plutôt le 1 que le 2", 1),
        ("2也可以 最好是1", 1), ("比起2我更想要1", 1), ("1 theek hai par 2 behtar hai", 2), ("2 se 1 accha hai", 1), ("mending 1 daripada 2", 1), ("saya bisa 1 tapi lebih suka 2", 2), ("1 زين بس 2 افضل", 2), ("الخميس احسن من الجمعة", 1),
    ],
)  # fmt: skip
def test_of_two_that_would_do_the_preferred_one_is_meant(text: str, number: int) -> None:
    found = heard(text)
    assert number in (booked(found), asked_about(found))


@pytest.mark.parametrize(
    ("text", "number"),
    [("1 is better", 1), ("mejor el 2", 2), ("周六更方便", 3), ("plutôt le 2", 2), ("2 behtar hai", 2)],
)
def test_one_alone_that_is_better_is_taken(text: str, number: int) -> None:
    assert booked(heard(text)) == number


@pytest.mark.parametrize(
    "text",
    [
        "saturday morning but i sleep till noon", "friday, i'm at my sister's all day", "friday but i'm on shift then", "el viernes aunque trabajo", "el viernes estoy en casa de mi madre", "sexta mas viajo nesse dia",
        "samedi matin mais je dors jusqu'à midi", "vendredi, je suis chez ma soeur toute la journée", "周五，我在姐姐家一整天", "周六不过我要加班", "shukrawar, main behen ke ghar hu poora din", "jumat tapi saya lagi dinas", "الجمعة، انا عند اختي طول اليوم",
    ],
)  # fmt: skip
def test_a_day_with_a_reason_why_not_is_not_taken(text: str) -> None:
    assert booked(heard(text)) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("saturday, i'm home all day", 3), ("friday im off work", 2), ("saturday morning, i work weekdays", 3), ("sábado, entre semana trabajo", 3), ("samedi, en semaine je travaille", 3), ("周六吧，平时要上班", 3), ("sabtu saja, hari biasa saya kerja", 3),
        ("samedi, avant je suis au marché", 3),
    ],
)  # fmt: skip
def test_a_reason_why_yes_takes_nothing_from_the_day(text: str, number: int) -> None:
    assert booked(heard(text)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("how about friday", 2), ("friday right", 2), ("pourquoi pas vendredi", 2), ("que tal sexta", 2), ("qué tal el viernes", 2), ("el viernes, no?", 2), ("el viernes, supongo", 2), ("周五怎么样", 2), ("周五对吧", 2), ("shukrawar kaisa rahega", 2),
        ("shukrawar sahi hai na", 2), ("jumat kan", 2), ("gimana kalau jumat", 2), ("وش رايكم الجمعة", 2), ("الجمعة صح", 2), ("will 3 work", 3), ("does friday work for you", 2), ("kya 3 chalega", 3), ("apakah 3 bisa", 3),
        ("friday at a push", 2), ("vendredi à la rigueur", 2), ("sexta em último caso", 2), ("jumat kalau terpaksa", 2), ("万不得已就周五", 2),
    ],
)  # fmt: skip
def test_what_proposes_asks_or_hedges_is_asked_back(text: str, number: int) -> None:
    assert asked_about(heard(text)) == number


@pytest.mark.parametrize("text", ["won", "i won", "tree", "whatever", "man friday", "随便", "n'importe quoi", "اي شي"])
def test_what_says_nothing_books_nothing(text: str) -> None:
    assert booked(heard(text)) is None


@pytest.mark.parametrize(
    ("text", "number", "language"),
    [
        ("1 no, 2 yes", 2, "en"), ("1 no wait 3", 3, "en"), ("not 1, 2", 2, "en"), ("el 1 no, mejor el 2", 2, "es"), ("la 1 y la 2 no, la 3 sí", 3, "es"), ("2 não dá, 3 dá", 3, "pt"), ("2 non attends 3", 3, "fr"), ("1可以2不行", 1, "zh"),
        ("1 nahi 2 theek hai", 2, "hi"), ("2 gak bisa, 3 bisa", 3, "id"), ("1 لا، 2 نعم", 2, "ar"), ("二号", 2, "zh"), ("三号可以", 3, "zh"),
    ],
)  # fmt: skip
def test_of_a_refused_window_and_another_the_other_is_meant(text: str, number: int, language: str) -> None:
    found = heard(text, language)
    assert number in (booked(found), asked_about(found))


@pytest.mark.parametrize(
    "text", ["1 no 2 no", "not 1 not 2", "ni 1 ni 2", "1不行 2也不行", "le 2 non merci", "3 wont work"]
)
def test_what_is_only_refused_takes_none(text: str) -> None:
    assert booked(heard(text)) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("the baby naps till one so the friday slot", 2), ("kids have football on thursday so ill take the saturday one", 3), ("the friday afternoon one works for me", 2), ("el lunes recojo a los peques así q el del viernes", 2),
        ("de manhã faço entregas então a das 14", 2), ("vendredi on livre le frigo du coup celui de samedi", 3), ("周五要盘点 剩下的都可以", 1), ("2点那个 说的是下午", 2), ("shukrawar tuition padhana hai isliye guruvar wala rakho", 1),
        ("yang jumat, kamis nganter bapak terapi", 2), ("الصبح اوزع طلبات لذلك اللي الساعة 2", 2),
    ],
)  # fmt: skip
def test_one_that_is_named_as_ours_is_chosen_beside_a_story(text: str, number: int) -> None:
    assert heard(text).slot == number


@pytest.mark.parametrize(
    "text",
    [
        "my neighbour took the friday one so the baby cries", "so the friday one is when you come to rob me", "thursday i have class and friday too so neither", "el lunes trabajo así que el del viernes tampoco",
        "jeudi je bosse donc celui de vendredi non plus", "周五那个人骂我", "yang jumat kasar sekali", "thursday i work, the rest is your problem", "Nobody is coming to my door. You'll get the 60 quid Thursday",
    ],
)  # fmt: skip
def test_a_story_about_one_of_ours_books_nothing(text: str) -> None:
    assert booked(heard(text)) is None
