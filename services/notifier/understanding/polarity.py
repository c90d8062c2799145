"""Whether a word is wanted: what denies it in its clause."""

from __future__ import annotations

from collections.abc import Sequence

from .languages.shape import BIT, bits
from .lexicon import BACKWARDS
from .words import Word

LIGHT = bits("light", "polite", "me", "i", "you", "hedge", "only", "laugh")
_DENIES = bits("not", "dont", "didnt", "cant", "except", "pas", "misfit", "never")
_AGAINST = bits("misfit", "cant", "busy", "none", "nobody")
FOR = bits("fits", "yes", "either")
_BEFORE_DENIES = bits("not", "except", "dont", "pas", "didnt", "never")
_BEHIND_DENIES = bits("post_not", "misfit", "no", "except")


def is_wanted(clause: Sequence[Word], place: int) -> bool:
    """Does nothing in its clause deny the word at `place`?"""
    clause, place = _up_to_a_reason(clause, place)
    before = place - 1
    while before >= 0 and clause[before].roles & LIGHT and not clause[before].roles & _DENIES:
        before -= 1
    if before >= 0 and clause[before].roles & _BEFORE_DENIES:
        backwards = clause[before].language >= 0 and BACKWARDS >> clause[before].language & 1
        if not backwards:
            return False
    if before >= 0 and clause[before].roles & BIT["no"] and not any(word.roles & FOR for word in clause[place + 1 :]):
        return False
    after = place + 1
    while after < len(clause) and clause[after].roles & LIGHT and not clause[after].roles & _DENIES:
        after += 1
    if after < len(clause) and clause[after].roles & _BEHIND_DENIES:
        others = clause[after].roles & BIT["except"] and any(word.mention for word in clause[after:])
        if not others:  # "after Christmas except Monday" says no to Monday
            return False
    against = [word for word in clause if word.roles & _AGAINST]
    if not against:
        return True
    return any(
        word.roles & FOR and not word.negated and not word.roles & _AGAINST for word in clause[place + 1 :]
    ) and (all(word.start < clause[place].start for word in against))


def _up_to_a_reason(clause: Sequence[Word], place: int) -> tuple[Sequence[Word], int]:
    """The part of a clause that a word stands in, where "because" parts it."""
    first, last = 0, len(clause)
    for at, word in enumerate(clause):
        if word.roles & BIT["because"]:
            if at < place:
                first = at + 1
            elif at > place:
                last = at
                break
    return clause[first:last], place - first
