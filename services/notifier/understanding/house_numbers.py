"""The number of a house or a flat that we have wrong: no wrong number of a telephone, and no hour."""

from __future__ import annotations

from .languages.shape import BIT, MARK, bits
from .matching import Match
from .words import ReplyWords

_HOUSE = MARK["house_number"]
_TAKEN_FOR: frozenset[str] = frozenset(("wrong_number", "dispute", "verify"))
_WRONG = bits("wrong", "wrong_number", "errs", "misfit", "scam", "cant", "not", "no", "dispute", "wait_word")
_BLOCK = BIT["block"]


def is_of_the_house(reply: ReplyWords, match: Match) -> bool:
    """Is it said of the number of a house in the same clause, or is a block that of a house?"""
    if match.rule.meaning == "stop":
        return any(word.roles & _BLOCK and word.marks & _HOUSE for word in match.words)
    if match.rule.meaning not in _TAKEN_FOR:
        return False
    return any(word.marks & _HOUSE for word in reply.clauses[match.words[0].clause])


def is_called_wrong(reply: ReplyWords) -> bool:
    """Is the number of a house wrong, whatever the numbers behind it are?"""
    return any(
        any(word.marks & _HOUSE for word in clause) and any(word.roles & _WRONG for word in clause)
        for clause in reply.clauses
    )
