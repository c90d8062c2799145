"""Days and places that are told in one breath: "1 and 2", "周四和周五", "jumat atau sabtu", "the 3rd the same"."""

from __future__ import annotations

from collections.abc import Sequence

from .languages.shape import BIT, bits
from .polarity import DENIES, FOR, LIGHT
from .words import ANDS, ReplyWords, Word

ALL_ANDS = ANDS | frozenset("和 跟 同 与 及 aur और sama dgn".split())
_OR = BIT["or"]
_BETWEEN = LIGHT | bits("option", "hour_word")
_NO = bits("no", "none", "post_not", "dont")
_TURNS = bits("rather", "but", "wait_word", "want", "prefer", "better", "so", "fits", "yes", "instead")
"""What turns from one place to the next: "不要1要2", "pas la 1 mais la 2"."""


def between(reply: ReplyWords, one: Word, other: Word) -> list[Word] | None:
    """The words from one to the other; None where a sign parts them."""
    if one.clause != other.clause:
        return None
    return [word for word in reply.clauses[one.clause] if one.start < word.start < other.start]


def is_one_list(words: Sequence[Word] | None) -> bool:
    """Do two stand side by side, or with nothing but an "and" or an "or" between them?"""
    return words is not None and all(
        word.text in ALL_ANDS
        or word.roles & _OR
        or (word.roles & _BETWEEN and not word.roles & (DENIES | _NO) and not _is_turning(word))
        for word in words
    )


def joins(words: Sequence[Word] | None) -> bool:
    """Is there an "and" or an "or" and nothing else?"""
    return is_one_list(words) and any(word.text in ALL_ANDS or word.roles & _OR for word in words or ())


def is_joined(clause: Sequence[Word], before: Word, place: int) -> bool:
    """Does a time stand with `before` in one breath: "any but Thursday and Friday"?"""
    if before not in clause:
        return False
    apart = clause[clause.index(before) + 1 : place]
    return all(word.roles & (LIGHT | _OR) and not word.roles & BIT["instead"] for word in apart)


def is_likewise(reply: ReplyWords, clause: Sequence[Word], time: Word) -> bool:
    """Is the same said of a time as of the one before it, and nothing for it?"""
    said = any(word.roles & BIT["likewise"] for word in clause)
    said = said or reply.folded.text[time.start : time.end].endswith(" same")
    return said and not any(word.roles & FOR and not word.roles & BIT["likewise"] for word in clause)


def _is_turning(word: Word) -> bool:
    return bool(word.roles & _TURNS) and not word.roles & BIT["option"]
