"""A common word of another language is no word of ours that one letter parts from it."""

from __future__ import annotations

import pytest

from services.notifier.understanding.english_words import other_words

from .asking import meanings

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


@pytest.mark.parametrize("word", ["stopp", "stoppa", "unsuscribe", "wankr", "konntol", "moarte", "polizia"])
def test_what_is_misspelt_or_means_the_same_is_still_understood(word: str) -> None:
    assert meanings(word) != ["unclear"]
