"""Who asks whether a window is still free, or says that they will try, has chosen none: it is asked back about."""

from __future__ import annotations

import pytest

from .asking import meanings, reading

ASKS = (
    "is 2 still free", "is 2 still available", "can i still get 2", "do you still have friday", "is slot 2 taken",
    "sigue libre el 2", "el 2 está disponible todavía", "o 2 ainda está livre", "ainda tem a 2",
    "le 2 est encore libre", "yang 2 masih ada", "رقم 2 لسه متاح", "2 abhi bhi khali hai", "2还有吗",
)  # fmt: skip
TRIES = (
    "i'll try friday", "will try for 2", "leaning towards friday", "intentaré el viernes",
    "trataré de estar el viernes",
    "vou tentar sexta", "je vais essayer vendredi", "akan saya coba jumat", "سأحاول يوم الجمعة", "بحاول الجمعة",
    "शुक्रवार को कोशिश करूँगा", "friday ko koshish karunga", "周五我尽量", "周五我争取吧",
)  # fmt: skip


@pytest.mark.parametrize("text", ASKS + TRIES)
def test_a_window_asked_about_or_tried_for_is_a_guess(text: str) -> None:
    found = reading(text)
    assert [meaning.kind for meaning in found.meanings] == ["unclear"]
    assert found.guess == 2


@pytest.mark.parametrize(
    "text", ["friday is still good", "2 is fine", "i can make it friday", "el viernes estoy libre"]
)
def test_who_says_that_it_suits_has_chosen(text: str) -> None:
    assert meanings(text) == ["choose"]


def test_what_somebody_else_decides_is_not_decided() -> None:
    assert meanings("2 but my wife decides") == ["unclear"]


def test_the_last_one_may_be_written_with_a_digit() -> None:
    assert reading("the last 1").slot == 3
