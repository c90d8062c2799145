"""Who tells that nobody has come yet waits for us: "nobody is here" calls no visit off, and no number a wrong one.

What is refused besides stays refused: "you are late, don't come any more". An hour since when somebody waits, or at
which they leave, is no hour that they agree to.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from .clause_roles import roles_of
from .languages.shape import BIT, MARK, bits
from .matching import Match
from .reading import OfferedWindow, OpenQuestion
from .words import ReplyWords, Word

_NOT_COME, _NOBODY_HERE = bits("not_come"), bits("nobody_here")
_NOBODY = bits("nobody", "people", "other_person")
_REFUSES = bits("cease", "revoke", "forbid", "consent", "want", "need", "leave")
_BESIDE = _NOBODY_HERE | bits(
    "light", "polite", "here", "time", "already", "question", "not_come", "complaint", "you", "ack"
)


def waits_for_us(reply: ReplyWords, match: Match, asked: OpenQuestion) -> bool:
    """Does `match`, a no or a wrong number, rest on nothing but that nobody is here?"""
    roles = roles_of(match.words)
    if reply.roles & _NOT_COME:
        return bool(roles & (_NOBODY | _NOBODY_HERE)) and not roles & _REFUSES
    if asked.kind != "notice" or not all(word.roles & _NOBODY_HERE for word in match.words):
        return False
    return all(word.roles & _BESIDE for word in reply.clauses[match.words[0].clause])


_SINCE, _FROM, _WAITS, _LEAVES = MARK["since"], MARK["from_on"], MARK["waits"], MARK["leaves"]
_THERE, _AHEAD, _BECAUSE = bits("here", "home"), bits("will", "if", "can"), BIT["because"]


def no_appointments(reply: ReplyWords, agreed: OfferedWindow | None, at: datetime) -> list[Word]:
    """The times in clauses with one since when somebody waits ("here since 2"), and those at which they leave
    ("leaving at 2") before the visit is over.
    """
    begun = agreed is not None and at >= agreed.start
    found: list[Word] = []
    for clause in reply.clauses:
        times = [word for word in clause if word.mention is not None]
        if any(_is_since(one, clause, at, begun=begun) for one in times):
            found += times
        elif any(word.marks & _LEAVES for word in clause):
            found += [one for one in times if agreed is None or _is_before_the_end(one, agreed)]
    return found


def waits_by_the_clock(reply: ReplyWords, match: Match, asked: OpenQuestion) -> bool:
    """ "Sitting at home since 2" tells of no lost job where a visit is open."""
    clause = reply.clauses[match.words[0].clause]
    timed = any(word.marks & (_SINCE | _FROM) and _is_an_hour(word) for word in clause)
    return asked.kind == "notice" and timed and all(word.marks & _WAITS for word in match.words)


def _is_an_hour(word: Word) -> bool:
    best = word.mention.best if word.mention is not None else None
    return best is not None and not best.dated


def _is_since(one: Word, clause: Sequence[Word], at: datetime, *, begun: bool) -> bool:
    """Where the word is that for "from", only who tells that they wait or are there does, or who writes when the visit
    should have begun.
    """
    best = one.mention.best if one.mention is not None else None
    if any(word.marks & _SINCE and not word.roles & _BECAUSE for word in clause):
        return best is None or best.start is None or best.start.date() == at.date()
    if best is None or best.open != "after" or (best.start is not None and best.start.date() != at.date()):
        return False
    if any(word.roles & _AHEAD and not (word.marks & _WAITS or word.roles & BIT["light"]) for word in clause):
        return False
    there = begun and any(word.roles & _THERE for word in clause)
    return there or bool(one.marks & _FROM and any(word.marks & _WAITS for word in clause))


def _is_before_the_end(one: Word, agreed: OfferedWindow) -> bool:
    """Is it an hour of the agreed day, and not behind the visit?"""
    best = one.mention.best if one.mention is not None else None
    if best is None or (best.start is not None and best.start.date() != agreed.start.date()):
        return False
    return best.on(agreed.start.date(), agreed.start.tzinfo)[0] < agreed.end
