"""Arabic in Latin letters, where digits stand for the letters that Latin has not: "el arba3" is Wednesday, and no 3."""

from __future__ import annotations

_LETTERS = frozenset("2356789")
_BEHIND_A_NUMBER = frozenset("st nd rd th am pm a p h hs hrs".split())
_BEFORE_A_NUMBER = frozenset("slot no option opt num nr rakm raqam raqm ra9m ra2m khayar el al".split())


def stands_for_a_letter(before: str, digit: str, after: str) -> bool:
    """Is `digit` a letter of the word that it is written in? `before` and `after`: what it is glued to, if anything.

    Only for texts in Arabic: elsewhere "2pm" and "slot2" are as good words as any.
    """
    if digit not in _LETTERS:
        return False
    if _is_latin(after):
        return after not in _BEHIND_A_NUMBER
    return _is_latin(before) and before not in _BEFORE_A_NUMBER


def _is_latin(word: str) -> bool:
    return word.isascii() and word.isalpha()
