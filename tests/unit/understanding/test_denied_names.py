"""Who says that they are not Mr So-and-so has a number that is not the borrower's, in every language that we read."""

# ruff: noqa: E501 (texts are read as lists)
from __future__ import annotations

import pytest

from services.notifier.understanding.reader import read
from services.notifier.understanding.reading import AskedKind, OpenQuestion

from .asking import AT, WINDOWS

NOT_THEM = {
    "en": ("this is not Mr Smith", "not mr smith", "this isn't Mr. Smith", "there is no mr smith here", "I am not Dr Khan"),
    "es": ("no soy el señor Pérez", "no soy el sr. Pérez", "yo no soy don Luis", "no es el sr Gómez"),
    "fr": ("je ne suis pas M. Dupont", "ce n'est pas M. Dupont", "vous n'êtes pas chez M. Dupont"),
    "pt": ("não sou o senhor Silva", "aqui não é o seu João", "não é a sra Maria"),
    "id": ("saya bukan pak Budi", "ini bukan bu Ratna"),
    "hi": ("main Sharma ji nahi hoon", "ये मिस्टर वर्मा नहीं है", "मैं शर्मा जी नहीं हूँ"),
    "ar": ("أنا لست السيد أحمد", "هذا ليس السيد محمد"),
    "zh": ("我不是王先生", "这不是王先生", "这里没有王先生", "這不是林小姐的電話"),
    "": ("ich bin nicht Herr Müller", "hier ist kein Herr Müller", "ik ben niet meneer de Vries", "non sono il signor Rossi"),
}  # fmt: skip
KINDS: tuple[AskedKind, ...] = ("offer", "notice", "reminder", "none")


def kinds(text: str, kind: AskedKind, language: str) -> list[str]:
    found = read(text, OpenQuestion(kind, WINDOWS.get(kind, ()), ""), AT, language)
    return [meaning.kind for meaning in found.meanings]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in NOT_THEM.items() for text in texts])
def test_it_is_a_wrong_number(language: str, text: str, kind: AskedKind) -> None:
    assert "wrong_number" in kinds(text, kind, language)


def test_a_relative_who_says_so_is_a_third_party() -> None:
    assert kinds("no soy el señor Pérez, soy su esposa", "reminder", "es") == ["third_party"]
    assert kinds("je ne suis pas monsieur Dupont, je suis sa femme", "reminder", "fr") == ["third_party"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("no sir", "en"), ("no dr appointment that day, 2 is fine", "en"), ("it's not Mr Khan who owes, it's me", "en"),
        ("no señor, no puedo el jueves", "es"), ("ce n'est pas possible madame", "fr"), ("não senhor", "pt"),
        ("ye time sir nahi chalega", "hi"), ("main ghar pe nahi hoon sir", "hi"),
    ],
)  # fmt: skip
def test_a_no_that_is_said_politely_is_none(text: str, language: str) -> None:
    assert "wrong_number" not in kinds(text, "offer", language)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "text",
    ["it's not Mr Miller's fault", "I'm not Mr Moneybags, I can't pay", "im not Mr Rockefeller. i have no money"],
)
def test_what_is_somebody_s_and_who_has_no_money_of_their_own_is_no_wrong_number(text: str, kind: AskedKind) -> None:
    assert "wrong_number" not in kinds(text, kind, "en")


@pytest.mark.parametrize(
    "text",
    ["this is not Mr Smith's number", "I'm not Mr Smith, I can't pay his debts", "I'm not Mr Smith. I can't help you"],
)
def test_somebody_s_number_and_another_s_debts_are_a_wrong_number_all_the_same(text: str) -> None:
    assert "wrong_number" in kinds(text, "reminder", "en")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "text",
    [
        "I'm not Mr Perfect but I'll pay", "I'm not mr rich, i need more time", "I'm not Mr Punctual, 5pm better",
        "im not Superman, need a week", "I'm not James Bond, i cant be everywhere. saturday",
    ],
)  # fmt: skip
def test_who_is_no_byword_and_tells_of_themselves_is_no_wrong_number(text: str, kind: AskedKind) -> None:
    assert "wrong_number" not in kinds(text, kind, "en")


@pytest.mark.parametrize(
    "text",
    ["I'm not Mr Rich", "I'm not James Bond", "I'm not Mr Rich, wrong number", "I'm not Mr Perfect, who is this",
     "I'm not Mr Smith, friday", "I'm not Mr Smith but I'll pay"],
)  # fmt: skip
def test_a_byword_alone_may_be_a_name_and_a_name_is_one_whatever_follows(text: str) -> None:
    assert "wrong_number" in kinds(text, "offer", "en")
