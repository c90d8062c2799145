"""Arabic in Latin letters, where digits stand for the letters that Latin has not: "el arba3" is Wednesday, and no 3."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

_LETTERS = frozenset("2356789")
_BEHIND_A_NUMBER = frozenset("st nd rd th am pm a p h hs hrs".split())
_BEFORE_A_NUMBER = frozenset("slot no option opt num nr rakm raqam raqm ra9m ra2m khayar el al".split())


class WrittenPiece(Protocol):
    """A piece of a text, and where it stands."""

    text: str
    start: int
    end: int


def stands_for_a_letter(before: str, digit: str, after: str) -> bool:
    """Is `digit` a letter of the word that it is written in? `before` and `after`: what it is glued to, if anything.

    Only for texts in Arabic: elsewhere "2pm" and "slot2" are as good words as any.
    """
    if digit not in _LETTERS:
        return False
    if _is_latin(after):
        return after not in _BEHIND_A_NUMBER
    return _is_latin(before) and before not in _BEFORE_A_NUMBER


def is_a_letter(pieces: Sequence[WrittenPiece], place: int) -> bool:
    """The same of a piece of a text, by what stands beside it without a blank."""
    digit, before, after = pieces[place], pieces[max(place - 1, 0)], pieces[min(place + 1, len(pieces) - 1)]
    return stands_for_a_letter(
        before.text if before.end == digit.start else "", digit.text, after.text if after.start == digit.end else ""
    )


def _is_latin(word: str) -> bool:
    return word.isascii() and word.isalpha()
