"""Hours at which no texts are wanted are no wish for a visit then: a person reads "no texts at night"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from .clause_roles import roles_of
from .heard import FoundAnswer
from .languages.shape import BIT
from .limiting_hours import limiting_hour
from .matching import possible
from .words import ReplyWords, Word

_NUM = BIT["num"]


def without_hours_of_texts(reply: ReplyWords, found: FoundAnswer) -> FoundAnswer:
    """`found` without what rests on nothing but hours at which no texts are wanted."""
    if not any(word.mention is not None for meaning in found.meanings for word in meaning[3]):
        return found
    hours = _hours_without_texts(reply)
    if not hours:
        return found
    clauses = {word.clause for word in hours}
    kept = tuple(meaning for meaning in found.meanings if _rests_on_more(meaning[3], hours, clauses))
    if kept == found.meanings:
        return found
    return FoundAnswer(kept, found.slot, found.time) if kept else FoundAnswer(missing="hours without texts")


def _hours_without_texts(reply: ReplyWords) -> list[Word]:
    found: list[Word] = []
    clauses = [(clause, roles_of(clause)) for clause in reply.clauses]
    for rule in possible(reply.words):
        if rule.meaning != "stop":
            continue
        for clause, roles in clauses:
            words = rule.parsed.find(clause, roles)
            if words and (hour := limiting_hour(rule, clause, words)) is not None:
                found += [hour, *_said_again(clause, hour)]
    return found


def _said_again(clause: Sequence[Word], hour: Word) -> list[Word]:
    """Hours right behind it: "malam malam"."""
    return list(takewhile(lambda word: word.mention is not None, clause[clause.index(hour) + 1 :]))


def _rests_on_more(words: tuple[Word, ...], hours: list[Word], clauses: set[int]) -> bool:
    """Is anything of it said elsewhere, or another time or a window among it?"""
    return any(
        word not in hours and (word.clause not in clauses or word.mention is not None or word.roles & _NUM)
        for word in words
    )
