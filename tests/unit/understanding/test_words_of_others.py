"""A common word of another language is no word of ours that one letter parts from it."""

from __future__ import annotations

import pytest

from services.notifier.understanding.english_words import other_words
from services.notifier.understanding.reader import read
from services.notifier.understanding.reading import OpenQuestion

from .asking import AT, WINDOWS, meanings


def kinds(word: str, language: str) -> list[str]:
    found = read(word, OpenQuestion("offer", WINDOWS["offer"], ""), AT, language)
    return [meaning.kind for meaning in found.meanings]


ALONE = (
    "bitte Bitte! BITTTE konto machte Bruder Brüder minder wakker credo brutto china gambar padang kacang puntos valeur"
)


@pytest.mark.parametrize("word", ALONE.split())
def test_it_is_no_insult(word: str) -> None:
    assert meanings(word) == ["unclear"]


@pytest.mark.parametrize(
    "word", ["risques", "pasaron", "partai", "preis", "padamu", "etwas", "troupes", "restare", "recebe"]
)
def test_it_is_no_opt_out_no_death_no_wrong_number_and_no_start(word: str) -> None:
    assert meanings(word) == ["unclear"]


def test_each_says_nothing_alone() -> None:
    said = {word: meanings(word, "none") for word in sorted(other_words())}
    assert {word: found for word, found in said.items() if found != ["unclear"]} == {}


@pytest.mark.parametrize(
    "opt_out", ["{} stop", "stop {}", "{}, STOP", "{} stopp", "{} arretez", "{} berhenti", "no me escribas mas {}"]
)
def test_beside_an_opt_out_it_stands_in_nobodys_way(opt_out: str) -> None:
    assert [word for word in sorted(other_words()) if "stop" not in meanings(opt_out.format(word))] == []


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("stopp", ""), ("stoppa", ""), ("unsuscribe", ""), ("wankr", ""), ("konntol", "id"), ("moarte", "pt"),
        ("polizia", "es"), ("desuscrivir", "es"), ("desabonar", "fr"), ("hentikn", "id"),
    ],
)  # fmt: skip
def test_what_is_misspelt_is_still_understood_in_the_language_that_they_write(word: str, language: str) -> None:
    assert kinds(word, language) != ["unclear"]
