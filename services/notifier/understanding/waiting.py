"""Who tells that nobody has come yet waits for us: "nobody is here" calls no visit off, and no number a wrong one.

What is refused besides stays refused: "you are late, don't come any more".
"""

from __future__ import annotations

from .languages.shape import bits
from .matching import Match
from .reading import OpenQuestion
from .words import ReplyWords

_NOT_COME, _NOBODY_HERE = bits("not_come"), bits("nobody_here")
_NOBODY = bits("nobody", "people", "other_person")
_REFUSES = bits("cease", "revoke", "forbid", "consent", "want", "need", "leave")
_BESIDE = _NOBODY_HERE | bits(
    "light", "polite", "here", "time", "already", "question", "not_come", "complaint", "you", "ack"
)


def waits_for_us(reply: ReplyWords, match: Match, asked: OpenQuestion) -> bool:
    """Does `match`, a no or a wrong number, rest on nothing but that nobody is here?"""
    roles = 0
    for word in match.words:
        roles |= word.roles
    if reply.roles & _NOT_COME:
        return bool(roles & (_NOBODY | _NOBODY_HERE)) and not roles & _REFUSES
    if asked.kind != "notice" or not all(word.roles & _NOBODY_HERE for word in match.words):
        return False
    return all(word.roles & _BESIDE for word in reply.clauses[match.words[0].clause])
