"""A day that is named, and behind it why it can't be: "saturday but I sleep till noon", "el viernes aunque trabajo".

Nobody is sent for it and nothing is called off: whether it suits all the same, the borrower says when asked back. A
reason that speaks for the day ("I'm off", "weekdays I work", "because") is none of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from .coverage import unexplained
from .fitting import score
from .heard import Heard
from .languages.shape import BIT, bits
from .lexicon import BACKWARDS
from .phrases import is_han
from .reading import OfferedWindow
from .words import Word

_BUT, _BECAUSE, _AT_PLACE = BIT["but"], BIT["because"], BIT["at_place"]
_SOMEBODY = bits("relative", "somebody", "other_person")
_AWAY = bits("busy", "cant", "misfit", "ill", "unwell", "is_not_here")
_OF_ONESELF = _AWAY | bits("life", "job", "business")
_SPEAKS_FOR = bits("fits", "yes", "either", "home", "come", "polite", "way", "call_me", "stays", "nowork")
_ACCEPTS = bits("fits", "yes", "either")
_OF_OTHERS = bits("rest", "other", "other_days", "so", "either")
_PLACES, _NEAR = bits("num", "first", "last"), bits("light", "i", "me")


def clashes(heard: Heard, window: OfferedWindow, resting: Sequence[Word]) -> bool:
    """Does a reason why not follow the words that a choice rests on?"""
    chosen = {word.clause for word in resting}
    last = max((word.start for word in resting), default=0)
    accepted = any(word.roles & _ACCEPTS and word.clause in chosen for word in heard.agreeing(_ACCEPTS))
    for place in range(max(chosen, default=0), len(heard.reply.clauses)):
        clause = heard.reply.clauses[place]
        behind = [word for word in clause if word.start > last] if place in chosen else clause
        if behind and _is_against(behind, window, apart=place not in chosen, accepted=accepted):
            return True
    return False


def _is_against(said: Sequence[Word], window: OfferedWindow, *, apart: bool, accepted: bool) -> bool:
    """`accepted`: the day was called fine, so that only what a "but" or somebody else's place takes back counts."""
    if said[0].roles & _BECAUSE or any(word.roles & _OF_OTHERS and not word.roles & _AWAY for word in said):
        return False
    if not _is_of_the_window(said, window):
        return False
    if _is_at_somebodys(said):
        return True
    if any(_speaks_for(word, after) for word, after in zip_longest(said, said[1:])):
        return False
    if said[0].roles & _BUT:
        of_oneself = any(word.roles & _OF_ONESELF and not word.negated for word in said)
        tells = not accepted and any(word.roles & BIT["i"] for word in said)
        return of_oneself or (tells and bool(unexplained(said)))
    timed = any(word.mention is not None and not _is_a_day(word) for word in said)
    return apart and not accepted and not timed and any(word.roles & _AWAY and not word.negated for word in said)


def _is_a_day(word: Word) -> bool:
    """A day without its hours."""
    return word.mention is not None and word.mention.best is not None and word.mention.best.kind == "date"


def _speaks_for(word: Word, after: Word | None) -> bool:
    """ "I'm in", and not "I'll be travelling"."""
    if not word.roles & _SPEAKS_FOR or word.negated or word.roles & _AWAY:
        return False
    is_to_be = word.roles & BIT["yes"] and not word.roles & BIT["fits"] and after is not None
    return not (is_to_be and after is not None and after.roles & _AWAY)


def _is_of_the_window(said: Sequence[Word], window: OfferedWindow) -> bool:
    """Is nothing told of another window or day, or of hours that leave the window free?"""
    for word in said:
        if word.roles & _PLACES and word.number not in (None, window.number):
            return False
        best = word.mention.best if word.mention is not None else None
        if word.mention is None or best is None:
            continue
        if best.dated:
            if not score(word.mention, window):
                return False
            continue
        start, end = best.on(window.start.date(), window.start.tzinfo)
        if not best.point and (end <= window.start or start >= window.end):
            return False
    return True


def _is_at_somebodys(said: Sequence[Word]) -> bool:
    """ "At my sister's", "chez ma mère", "在姐姐家", "behen ke ghar"."""
    for at, word in enumerate(said):
        if not word.roles & _AT_PLACE:
            continue
        if word.roles & _SOMEBODY:
            return True
        if is_han(word.text) or (word.language >= 0 and BACKWARDS >> word.language & 1):
            near = said[at - 1] if at else None
        else:
            near = next((one for one in said[at + 1 :] if not one.roles & _NEAR or one.roles & _SOMEBODY), None)
        if near is not None and near.roles & _SOMEBODY:
            return True
    return False
