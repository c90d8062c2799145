"""A window that is named beside much that nobody explained: chosen in a clause of its own, or at least a guess.

Neither sends people: the first is asked back like any choice in doubt, the second is what the question back names.
"""

from __future__ import annotations

from collections.abc import Sequence

from .beside import NOT_IN_A_CHOICE
from .coverage import AGREES, unexplained
from .heard import Heard
from .languages.shape import BIT, bits
from .word import Word

_BARE = bits("light", "polite", "option", "num", "i", "me", "hour_word", "laugh", "time")
_TELLS = bits("life", "asks")
UNKNOWN_BESIDE_ACCEPTING = 1


def nearly_chosen(heard: Heard, resting: Sequence[Word]) -> bool:
    """Does each clause with the window hold nothing else, or accept it with one word that nobody knows?"""
    if any(end == "?" for end in heard.reply.ends) or any(word.roles & BIT["but"] for word in heard.reply.words):
        return False
    return may_be_meant(heard, resting) and all(
        _accepts(clause) or (not unexplained(clause) and all(word.roles & _BARE for word in clause))
        for clause in _near(heard, resting)
    )


def may_be_meant(heard: Heard, resting: Sequence[Word]) -> bool:
    """Does nothing in the clauses with the window make it another thing than a choice?"""
    said = {one.word for one in heard.times if not one.wanted}
    return not any(word.negated or word in said for word in resting) and not any(
        word.roles & (NOT_IN_A_CHOICE | _TELLS) and not word.roles & (AGREES | BIT["light"])
        for clause in _near(heard, resting)
        for word in clause
    )


def _accepts(clause: Sequence[Word]) -> bool:
    accepts = any(word.roles & AGREES and not word.roles & BIT["light"] and not word.negated for word in clause)
    return accepts and len(unexplained(clause)) <= UNKNOWN_BESIDE_ACCEPTING


def _near(heard: Heard, resting: Sequence[Word]) -> list[list[Word]]:
    return [list(heard.reply.clauses[place]) for place in sorted({word.clause for word in resting})]
