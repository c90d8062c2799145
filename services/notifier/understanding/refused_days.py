"""Days that are denied in another clause, or perhaps are: "jangan kamis jumat", "not thursday, friday or saturday"."""

from __future__ import annotations

from collections.abc import Sequence

from .languages.shape import BIT, bits
from .polarity import DENIES, LIGHT
from .words import ANDS, ReplyWords, Word

_OR = BIT["or"]
_LISTED, _DENIAL = LIGHT | bits("or", "option", "hour_word"), DENIES | bits("no", "none")
_PLACES = bits("num", "first", "last")


def is_refused_before(reply: ReplyWords, place: int) -> bool:
    """Does a clause hold nothing but days, and the one before it, which no sign parts from it, nothing but a denial?"""
    if not 0 < place < len(reply.clauses) or reply.ends[place - 1]:
        return False
    days, before = reply.clauses[place], reply.clauses[place - 1]
    denied = any(word.roles & DENIES for word in before)
    return denied and _is_a_list(days) and all(w.roles & (_DENIAL | LIGHT) and not _named(w) for w in before)


def may_be_refused_with(reply: ReplyWords, denied: Sequence[Word]) -> bool:
    """Does a list follow one that is denied, of which it may be a part: "not thursday, friday or saturday"?"""
    for place, clause in enumerate(reply.clauses[1:], 1):
        before = reply.clauses[place - 1]
        if reply.ends[place - 1] != "," or not before or before[-1] not in denied:
            continue
        alone = all(word in denied or word.roles & (_DENIAL | LIGHT) for word in before)
        joined = any(word.roles & _OR or word.text in ANDS for word in clause)
        if alone and joined and _is_a_list(clause):
            return True
    return False


def is_refused_behind(reply: ReplyWords, places: Sequence[Word]) -> bool:
    """Does nothing but a no end a reply that names a place alone: "option 2, no"?"""
    if len(reply.clauses) < 2 or reply.ends[-1] == "?" or reply.ends[-2] != ",":
        return False
    last, before = reply.clauses[-1], reply.clauses[-2]
    refuses = all(word.roles & BIT["no"] and not word.roles & BIT["yes"] for word in last)
    named = any(word in places for word in before)
    return refuses and named and all(word in places or word.roles & _LISTED for word in before)


def _is_a_list(clause: Sequence[Word]) -> bool:
    """Two or more days or places, and nothing that says anything of them."""
    return sum(_named(word) for word in clause) > 1 and all(
        _named(word) or word.text in ANDS or (word.roles & _LISTED and not word.roles & _DENIAL) for word in clause
    )


def _named(word: Word) -> bool:
    return word.mention is not None or word.roles & _PLACES != 0
