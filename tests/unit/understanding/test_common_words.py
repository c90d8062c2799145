"""A common word of a language that nobody taught us books nothing, stops nothing, lifts nothing and pays nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.notifier.core.reply_meanings import CONSENT_TO_TEXTS_MIN, SLOT_MIN, SURE_STOP
from services.notifier.understanding.reader import read
from services.notifier.understanding.reading import AskedKind, OpenQuestion, ReplyReading

from .asking import AT, WINDOWS

LISTED = [
    (line.partition(": ")[0], line.partition(": ")[2].split())
    for line in Path(__file__).with_name("common_words.txt").read_text("utf-8").splitlines()
    if line[0] != "#"
]
MEANT = frozenset(("stop", "end", "start", "one", "ultimo"))
"""English, or Italian that means the same as Spanish."""
IN_DOUBT = frozenset(("basta", "fin", "fora", "para"))
"""Opt-outs of Spanish, Portuguese and French as carriers take them, alone: they stop, and a person looks at them."""
ASKED: tuple[AskedKind, ...] = ("offer", "reminder", "none")


def said(text: str, kind: AskedKind = "offer", language: str = "en") -> ReplyReading:
    return read(text, OpenQuestion(kind, WINDOWS.get(kind, ()), ""), AT, language)


def acts(found: ReplyReading) -> list[str]:
    """What would be acted on at once, and is more than a question back."""
    least = {"choose": SLOT_MIN, "start": CONSENT_TO_TEXTS_MIN, "stop": 0.0, "paid": 0.0, "wrong_number": 0.0}
    return [one.kind for one in found.meanings if one.confidence >= least.get(one.kind, 2.0)]


@pytest.mark.parametrize(("language", "words"), LISTED)
def test_alone_it_is_acted_on_only_where_it_means_that(language: str, words: list[str]) -> None:
    found = {(word, kind): acts(said(word, kind)) for word in words for kind in ASKED}
    wrong = {key: kinds for key, kinds in found.items() if kinds and key[0] not in MEANT | IN_DOUBT}
    assert wrong == {}


@pytest.mark.parametrize("word", sorted(IN_DOUBT))
def test_an_opt_out_of_another_language_stops_and_a_person_looks_at_it(word: str) -> None:
    (found,) = said(word, "reminder").meanings
    assert found.kind == "stop"
    assert found.confidence < SURE_STOP


@pytest.mark.parametrize(
    ("word", "language"),
    [("para", "es"), ("fin", "fr"), ("fora", "pt"), ("band", "hi"), ("t", "zh"), ("berhenti", "id")],
)
def test_who_writes_that_language_stops_surely(word: str, language: str) -> None:
    (found,) = said(word, "reminder", language).meanings
    assert found.kind == "stop"
    assert found.confidence >= SURE_STOP


@pytest.mark.parametrize("word", ["ik", "ek", "dua", "una", "san", "vier", "teen", "tin", "premier", "yi"])
def test_a_place_or_a_day_of_another_language_takes_no_window_without_being_asked_back(word: str) -> None:
    assert "choose" not in acts(said(word))


@pytest.mark.parametrize(
    ("word", "language", "slot"), [("ek", "hi", 1), ("dua", "id", 2), ("una", "es", 1), ("san", "zh", 3)]
)
def test_who_writes_that_language_takes_it(word: str, language: str, slot: int) -> None:
    found = said(word, "offer", language)
    assert (acts(found), found.slot) == (["choose"], slot)


@pytest.mark.parametrize("text", ["mittag", "kita", "mitä", "Mitarbeiter", "paard", "hata", "parę", "sắt", "dem"])
@pytest.mark.parametrize("kind", ["offer", "notice", "reminder", "none"])
def test_what_is_only_near_one_of_ours_says_nothing(text: str, kind: AskedKind) -> None:
    assert [one.kind for one in said(text, kind).meanings] == ["unclear"]


@pytest.mark.parametrize(
    "text",
    ["ik kom", "dem Herrn", "kita gehen", "nach dem mittag", "in der Kita", "mitä se on", "auf dem Weg"],
)
def test_two_of_them_say_nothing_either(text: str) -> None:
    assert {kind: acts(said(text, kind)) for kind in ASKED} == {kind: [] for kind in ASKED}


@pytest.mark.parametrize(
    "text", ["para de mandar mensagem", "ya no escriban para nada", "message band karo", "arretez svp"]
)
def test_what_the_rest_of_the_reply_speaks_for_is_read_whatever_is_known(text: str) -> None:
    assert "stop" in acts(said(text, "reminder"))
