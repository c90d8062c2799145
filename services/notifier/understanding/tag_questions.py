"""What asks without a question mark: "friday right", "el viernes, no?", "jumat kan", "周五对吧"; "will 3 work".

It is no yes and no no: whoever says it wants to hear whether they understood, or whether it can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .languages.shape import BIT, bits
from .word import Word

_ASKS_FIRST = frozenset("will would wud does do can could might".split())
_WORK, _BUSY = frozenset(("work", "works", "wrk")), BIT["busy"]
_TAG, _ASKS, _DENIES = BIT["tag"], BIT["question"], bits("no", "not", "dont", "post_not", "none")
_AGREES = bits("yes", "fits", "see")
_NAMES = bits("num", "first", "last", "later_one", "earlier_one")
_BESIDE = bits("light", "polite", "option", "hour_word", "time", "laugh") | _NAMES


def mark_tags(words: Sequence[Word], ends: Sequence[str]) -> None:
    """Make a question of such a word where nothing but a time or a place in our list stands before it. One that could
    be a no asks only before a question mark; without one any other asks no more than to be told so.
    """
    clauses: list[list[Word]] = [[] for _ in ends]
    for word in words:
        clauses[word.clause].append(word)
    for (before, clause), end in zip(pairwise([[], *clauses]), ends, strict=True):
        said = [word for word in clause if word.mention is not None or word.text[0].isalnum()]
        if not said or not said[-1].roles & _TAG:
            continue
        named = said[:-1] or before
        if not any(_is_named(word) for word in named) or not all(_is_beside(word) for word in said[:-1]):
            continue
        agrees = any(word.roles & _AGREES for word in words if word.clause > said[-1].clause)
        if end == "?":
            said[-1].roles = _ASKS | _TAG
        elif not (agrees or said[-1].roles & _DENIES):
            said[-1].roles = said[-1].roles & _ASKS | BIT["light"] | _TAG


def is_tag(word: Word) -> bool:
    """Was it found to ask at the end of a clause?"""
    return word.roles & _TAG != 0 and not word.roles & ~(_TAG | _ASKS | BIT["light"])


def mark_whether(words: Sequence[Word]) -> None:
    """Make a question of an English verb before what is named, and consent of the "work" behind it."""
    for place, word in enumerate(words):
        if word.text not in _WORK or not word.roles & _BUSY:
            continue
        named = _back(words, place)
        asks = _back(words, named) if named >= 0 and _is_named(words[named]) else -1
        if asks >= 0 and words[asks].text in _ASKS_FIRST:
            word.roles, words[asks].roles = BIT["fits"], _ASKS


def _back(words: Sequence[Word], place: int) -> int:
    """The place of the word before, articles aside; -1 where its clause begins."""
    before = place - 1
    while before >= 0 and words[before].roles & BIT["light"] and not _is_named(words[before]):
        if words[before].text in _ASKS_FIRST:
            break
        before -= 1
    return before if before >= 0 and words[before].clause == words[place].clause else -1


def _is_named(word: Word) -> bool:
    return word.mention is not None or word.roles & _NAMES != 0


def _is_beside(word: Word) -> bool:
    return word.mention is not None or word.roles & _BESIDE != 0
