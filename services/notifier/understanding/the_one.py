"""The window that is named as one of ours beside a story, or what is left: "el lunes recojo a los peques, asi q el de
las cuatro", "mardi j'ai cours donc celui de jeudi", "周五要盘点 剩下的都可以".

What others and the borrower do on other days chooses nothing and takes nothing away. It is asked back: two days or
hours were told.
"""

from __future__ import annotations

from collections.abc import Sequence

from .beside import chooses
from .choice import DOUBTFUL
from .fitting import TOUCHES, score
from .heard import CANT, REFUSES, FoundAnswer, Heard
from .held_back import held_back
from .languages.shape import BIT, bits
from .reading import FoundTime, OfferedWindow
from .times import TimeMention
from .times_said import tells_why
from .words import Word

_THE_ONE, _SO, _LIGHT = BIT["the_one"], BIT["so"], bits("light", "polite", "option", "hour_word")
_ALL = bits("either", "fits", "yes")
_LEFT, _CHANGES = bits("rest"), bits("change", "put_off", "undecided", "none", "sarcasm", "joking", "if")


def the_one(heard: Heard) -> FoundAnswer | None:
    """The one window that a clause names as such, or that is left when others are told of."""
    if heard.words(_CHANGES) or "?" in heard.reply.ends:
        return None
    return _named(heard) or _left(heard)


def _named(heard: Heard) -> FoundAnswer | None:
    named = {place: _window(heard, place) for place in range(len(heard.reply.clauses)) if _names_one(heard, place)}
    windows = [window for window in named.values() if window is not None]
    if not windows or any(window is None or window is not windows[0] for window in named.values()):
        return None
    if not _only_tell(heard, [place for place in range(len(heard.reply.clauses)) if place not in named]):
        return None
    words = [word for place in named for word in heard.reply.clauses[place] if word.mention is not None]
    return _taken(heard, windows[0], words, "named as one of ours, beside a story")


def _names_one(heard: Heard, place: int) -> bool:
    """Does a clause choose, in words that are all known, and name what it chooses as one of several?"""
    clause = heard.reply.clauses[place]
    times = [at for at, word in enumerate(clause) if word.mention is not None]
    if not times or not chooses(clause):
        return False
    concludes = clause[0].roles & _SO and not clause[0].roles & BIT["because"]
    return bool(concludes) or any(_is_beside(clause, at) for at in times)


def _is_beside(clause: Sequence[Word], at: int) -> bool:
    """Does "the one of" stand right before a time, or "one" right behind it?"""
    before = at - 1
    while before >= 0 and clause[before].roles & _LIGHT and not clause[before].roles & _THE_ONE:
        before -= 1
    if before >= 0 and clause[before].roles & _THE_ONE:
        return True
    behind = clause[at + 1] if at + 1 < len(clause) else None
    return behind is not None and behind.roles & _THE_ONE != 0


def _window(heard: Heard, place: int) -> OfferedWindow | None:
    """The only window that all times of a clause fit; of several at an hour, the one on a day that was told besides."""
    here = [word.mention for word in heard.reply.clauses[place] if word.mention is not None]
    fit = [one for one in heard.asked.windows if all(score(mention, one) > TOUCHES for mention in here)]
    if len(fit) > 1:
        told = [word.mention for word in heard.reply.words if word.mention is not None and word.clause != place]
        days = [mention for mention in told if mention.best is not None and mention.best.dated]
        fit = [one for one in fit if any(_is_on_its_day(mention, one) for mention in days)]
    return fit[0] if len(fit) == 1 else None


def _is_on_its_day(mention: TimeMention, window: OfferedWindow) -> bool:
    start = mention.best.start if mention.best is not None else None
    return start is not None and start.date() == window.start.date()


def _only_tell(heard: Heard, places: Sequence[int]) -> bool:
    """Do other clauses refuse nothing apart, and tell of no time but as a reason?"""
    for place in places:
        clause = heard.reply.clauses[place]
        timed = any(word.mention is not None for word in clause)
        if timed and (not tells_why(clause) or clause[0].roles & BIT["but"]):
            return False
        if not timed and any(word.roles & REFUSES and not word.negated for word in clause):
            return False
    return True


def _left(heard: Heard) -> FoundAnswer | None:
    """ "Thursday I've training, the rest is fine", "mañana no puedo, así que el otro"."""
    clauses = heard.reply.clauses
    timed = {word.clause for word in heard.reply.words if word.mention is not None}
    rest = [word for word in heard.words(_LEFT) if word.clause not in timed and not word.negated]
    if not timed or not rest or not all(_is_taken(clauses[word.clause]) for word in rest):
        return None
    for place in timed:
        against = any(word.roles & CANT for word in clauses[place])
        if not against and not tells_why(clauses[place]):
            return None
    told = [word.mention for word in heard.reply.words if word.mention is not None]
    out = [one for one in heard.asked.windows if any(score(mention, one) > TOUCHES for mention in told)]
    left = [one for one in heard.asked.windows if one not in out]
    every = any(word.roles & BIT["either"] for word in heard.reply.words if word.clause not in timed)
    if not out or not left or (len(left) > 1 and not every):
        return None
    return _taken(heard, left[0], rest, "what is left when another was told of")


def _is_taken(clause: Sequence[Word]) -> bool:
    concludes = bool(clause[0].roles & _SO)
    accepts = any(word.roles & _ALL and not word.negated and not word.roles & BIT["light"] for word in clause)
    return (concludes or accepts) and not any(word.roles & (CANT | REFUSES) for word in clause)


def _taken(heard: Heard, window: OfferedWindow, words: Sequence[Word], rule: str) -> FoundAnswer | None:
    if held_back(heard, words):
        return None
    return FoundAnswer((("choose", DOUBTFUL, rule, tuple(words)),), window.number, FoundTime(window.start, window.end))
