"""An opt-out that is told and not made: texts are wanted again after it, or it is somebody else's wish, and refused.

"I unsubscribed in May and would like them again", "my son says to tell you to stop, I don't mind". Both need two
things: what tells that the opt-out is none of today's, and the borrower's own wish behind it. With one of them alone it
stays an opt-out.
"""

from __future__ import annotations

from collections.abc import Sequence

from .languages.shape import BIT, bits
from .words import ReplyWords, Word

_TOLD = bits("was_out", "once", "by_mistake")
_OPTED_OUT = bits("was_out", "optout", "optout_end", "cease", "halt", "keyword", "revoke")
_WISHES = bits("want", "need", "can", "polite", "resume")
_BACK, _RESUME, _START, _LAST_TEXT = (BIT[role] for role in ("back", "resume", "start_word", "last_text"))
_OF_TEXTS = bits("contact", "message", "resume", "start_word")
_ANOTHER_MATTER = bits(
    "cease", "halt", "optout", "optout_end", "nomore", "dont", "not", "why", "money", "pay", "visit", "call", "people",
    "or_else", "insult", "letter", "remove", "block", "often", "fedup", "forbid",
)  # fmt: skip
"""What makes a wish one for something else than texts."""
_SOMEBODY, _ALLOWS, _RATHER_NOT = bits("relative", "other_person"), BIT["lets_on"], bits("cease", "dont", "nomore")
_OWN_WORD, _SENDS = bits("told", "say"), bits("contact", "message")


def wanted_again(reply: ReplyWords) -> tuple[Word, ...]:
    """The words that tell of an opt-out and wish for texts after it; () where either is missing."""
    if not reply.roles & _TOLD or not reply.roles & (_BACK | _RESUME | _START):
        return ()
    told = next((word for word in reply.words if word.roles & _TOLD and not word.negated), None)
    outs = [word for word in reply.words if word.roles & _OPTED_OUT and not word.roles & _RESUME]
    if told is None or not outs or any(_is_made(reply, word) for word in outs):
        return ()
    for clause in reply.clauses:
        places = [place for place, word in enumerate(clause) if word in outs]
        wish = clause[max(places, default=-1) + 1 :]
        if places and any(word.roles & _RESUME for word in clause[: places[0]]):
            wish = clause[: places[0]]
        if _is_a_wish(wish):
            return (told, next(word for word in wish if word.roles & (_BACK | _RESUME | _START)))
    return ()


def _is_made(reply: ReplyWords, word: Word) -> bool:
    """Does nothing in the clause of an opt-out tell that it was once, or by mistake?"""
    return not any(other.roles & _TOLD for other in reply.clauses[word.clause])


def _is_a_wish(words: Sequence[Word]) -> bool:
    roles = 0
    for word in words:
        if word.negated:
            return False
        more = word.roles & ~_ANOTHER_MATTER if word.roles & (_OF_TEXTS | BIT["pay_name"]) else word.roles
        roles |= more & ~_RESUME | _BACK if word.roles & _LAST_TEXT else more  # "and you text me again" is no wish
    if not roles & (_BACK | _RESUME | _START) or roles & _ANOTHER_MATTER:
        return False
    return bool(roles & (_RESUME | _START) or roles & _WISHES)


def is_overruled(reply: ReplyWords, clause: Sequence[Word]) -> bool:
    """Is an opt-out in `clause` somebody else's wish, and does a later clause say that texts are fine?"""
    if not any(word.roles & _SOMEBODY for word in clause):
        return False
    for other in reply.clauses[clause[0].clause + 1 :]:
        if any(word.roles & _RATHER_NOT and not word.roles & _ALLOWS for word in other):
            continue
        allows = any(word.roles & (_ALLOWS | _RESUME) and not word.negated for word in other)
        sends = any(word.roles & _OWN_WORD for word in other) and any(
            word.roles & _SENDS and not word.roles & _OWN_WORD and not word.negated for word in other
        )
        if allows or sends:
            return True
    return False
