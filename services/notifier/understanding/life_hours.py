"""An hour at which somebody's work, school or day begins or ends is no place in our list, and no hour that they ask
for: "my shift ends 2, so after that".
"""

from __future__ import annotations

from collections.abc import Sequence

from .languages.shape import BIT, MARK, bits
from .words import ReplyWords, Word

_LIFE_HOUR = MARK["life_hour"]
_BETWEEN = bits("light", "hour_word", "time")
_TAKES = bits("yes", "fits", "either")
_NAMES = bits("num", "first", "last", "later_one", "earlier_one", "rest")


def life_hours(reply: ReplyWords) -> list[Word]:
    """Numbers and hours right beside what begins or ends at them."""
    return [word for clause in reply.clauses for word in in_clause(clause)]


def in_clause(clause: Sequence[Word]) -> list[Word]:
    if not any(word.marks & _LIFE_HOUR for word in clause):
        return []
    return [word for at, word in enumerate(clause) if _is_hour(word) and _is_beside(clause, at)]


def names_nothing_else(reply: ReplyWords, hours: Sequence[Word]) -> bool:
    """Is no other time and no other place told, and nothing that takes a time in its own clause?"""
    timed = {word.clause for word in hours if word.mention is not None and word.mention.best is not None
             and word.mention.best.dated}  # fmt: skip
    if any(word.roles & _TAKES and word.clause in timed and not word.roles & BIT["light"] for word in reply.words):
        return False
    return not any(
        word not in hours and (word.mention is not None or (word.roles & _NAMES and not word.roles & BIT["light"]))
        for word in reply.words
    )


def _is_hour(word: Word) -> bool:
    if word.mention is None:
        return word.roles & BIT["num"] != 0 and word.text.isdigit()
    return word.mention.best is not None and word.mention.best.point


def _is_beside(clause: Sequence[Word], at: int) -> bool:
    before = at - 1
    while before >= 0 and clause[before].roles & _BETWEEN and not clause[before].marks & _LIFE_HOUR:
        before -= 1
    if clause[at].marks & _LIFE_HOUR or (before >= 0 and clause[before].marks & _LIFE_HOUR):
        return True
    behind = clause[at + 1 : at + 2]
    return any(word.marks & _LIFE_HOUR and word.text[0] > "\u2fff" for word in behind)
