"""The number of a house or a flat that we have wrong: no wrong number of a telephone, and no hour."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .languages.shape import BIT, MARK, bits
from .matching import Match
from .words import ReplyWords, Word

_HOUSE = MARK["house_number"]
_TAKEN_FOR: frozenset[str] = frozenset(("wrong_number", "dispute", "verify"))
_WRONG = bits(
    "wrong", "wrong_number", "a_mistake", "errs", "misfit", "scam", "cant", "not", "no", "dispute", "wait_word"
)
_BLOCK, _HOME = BIT["block"], BIT["home"]
_ADDRESS, _ADDRESS_WRONG = MARK["address"], bits("wrong", "wrong_number", "a_mistake", "errs", "misfit")
_TELLS_A_NUMBER = bits("light", "polite", "i", "me", "home", "here", "num", "number", "option", "this_is", "wrong")
_CALLED_WRONG = bits("wrong", "wrong_number", "a_mistake")
_PEOPLE = bits("relative", "other_person", "is_not_here", "third_party", "nobody", "no")


def is_of_the_house(reply: ReplyWords, match: Match) -> bool:
    """Is it said of the number of a house in the same clause, or is a block that of a house?"""
    if match.rule.meaning == "stop":
        return any(word.roles & _BLOCK and word.marks & _HOUSE for word in match.words)
    if match.rule.meaning not in _TAKEN_FOR:
        return False
    if match.rule.meaning == "wrong_number" and corrects_a_house(reply):
        return True
    return any(word.marks & _HOUSE for word in reply.clauses[match.words[0].clause])


def is_called_wrong(reply: ReplyWords) -> bool:
    """Is the number of a house wrong, whatever the numbers behind it are?"""
    if any(word.roles & _CALLED_WRONG for word in reply.words) and corrects_a_house(reply):
        return True
    return any(
        (any(word.marks & _HOUSE for word in clause) and any(word.roles & _WRONG for word in clause))
        or _tells_of_an_address(clause)
        for clause in reply.clauses
    )


def _tells_of_an_address(clause: Sequence[Word]) -> bool:
    """ "The street is wrong", where no time is told: nobody is to come at another."""
    return (
        any(word.marks & _ADDRESS for word in clause)
        and any(word.roles & _ADDRESS_WRONG for word in clause)
        and all(word.mention is None for word in clause)
    )


def corrects_a_house(reply: ReplyWords) -> bool:
    """ "Number wrong, house is 14": is a number told of a house beside it, and of nobody else?"""
    for word, behind in pairwise([*reply.words, None]):
        is_no_number = behind is None or not behind.roles & BIT["num"]
        if word is not None and (word.roles & _PEOPLE or (word.roles & BIT["not"] and is_no_number)):
            return False
    return any(
        any(word.roles & BIT["num"] or word.text[0].isdigit() for word in clause)
        and any(word.roles & _HOME for word in clause)
        and all(
            word.roles & (_TELLS_A_NUMBER | BIT["not"]) or word.text[0].isdigit()
            for word in clause
            if word.text[0].isalnum()
        )
        for clause in reply.clauses
    )
