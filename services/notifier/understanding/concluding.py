"""The day that a long answer comes down to: why the others won't do, and then the one that will.

Whoever has to explain tells of every day we offered, in words of their own life. What counts is the sentence that
draws the conclusion: "so put me down for Saturday", "only Tuesday evening is left, send somebody then".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .choice import DOUBTFUL
from .coverage import unexplained
from .fitting import TOUCHES, score
from .heard import CANT, REFUSES, FoundAnswer, Heard
from .held_back import held_back
from .languages.shape import BIT, bits
from .polarity import is_all_there_is, is_wanted
from .reading import FoundTime, OfferedWindow
from .times_said import Reference
from .words import Word

_DRAWS = bits("so", "only", "fits", "yes", "come", "visit", "rest", "instead", "stays", "home")
"""What tells that a day is taken, and not only spoken of."""
_ACCEPTS = bits("fits", "yes", "either", "come", "instead")
_AGAINST = bits(
    "cant", "misfit", "busy", "none", "nobody", "never", "sarcasm", "was", "hedge", "what", "who", "why", "how"
)
_REFUSAL = REFUSES | CANT | bits(
    "light", "polite", "me", "i", "you", "come", "visit", "time", "want", "change", "put_off", "option", "rest",
    "other", "not", "dont", "laugh", "sarcasm", "joking",
)  # fmt: skip
"""What a clause holds that takes everything back: "but no, don't come"."""
_REASON = bits("life", "serves", "trade", "job", "ill", "unwell")
UNKNOWN_MAX, REASON_WORDS_MIN, ALIKE_MIN = 2, 3, 2
"""So many unknown words may stand beside the day that is taken; so many words make a reason."""


def conclusion(heard: Heard) -> FoundAnswer | None:
    """The window of the day that the last sentence with a day in it takes, after others were spoken of."""
    days = _days(heard)
    if not days:
        return None
    if (over := _what_is_left(heard, days)) is not None:
        return over
    if (either := _either(heard, days)) is not None:
        return either
    last = max(one.word.clause for one in days)
    taken = [one for one in days if one.word.clause == last]
    window = _only_window(taken, heard.asked.windows)
    if window is not None and all(_is_all(heard, one) for one in taken) and not _takes_back(heard, last):
        return _taken(heard, window, tuple(one.word for one in taken), "all others are denied")
    if window is None or not all(one.wanted for one in taken) or not _draws(heard, last):
        return None
    before = [one for one in days if one.word.clause < last]
    if not _explains(heard, last, window, before) or _takes_back(heard, last):
        return None
    return _taken(heard, window, tuple(one.word for one in taken), "the day that the explanation comes down to")


def _taken(heard: Heard, window: OfferedWindow, words: tuple[Word, ...], rule: str) -> FoundAnswer | None:
    if held_back(heard, words):
        return None
    return FoundAnswer((("choose", DOUBTFUL, rule, words),), window.number, FoundTime(window.start, window.end))


def _what_is_left(heard: Heard, days: Sequence[Reference]) -> FoundAnswer | None:
    """ "Dialysis mon, wed, fri. That leaves one": which, only the days tell that were named before."""
    timed = {one.word.clause for one in days}
    said = [word for word in heard.words(BIT["what_is_left"]) if word.clause not in timed and not word.negated]
    if not said or any(heard.reply.ends[word.clause] == "?" for word in said):
        return None
    named = [one for one in days if one.word.start < said[0].start]
    left = [window for window in heard.asked.windows if not any(_is_of(one, window) for one in named)]
    if len(left) != 1 or len(named) < len(heard.asked.windows) - 1 or len(named) != len(days):
        return None
    return _taken(heard, left[0], tuple(said), "what is left when the others were told")


def _either(heard: Heard, days: Sequence[Reference]) -> FoundAnswer | None:
    """ "Saturday also can, Thursday also can": each in a clause that accepts it; the first of our windows is taken."""
    clauses = [heard.reply.clauses[place] for place in sorted({one.word.clause for one in days})]
    if len(clauses) < ALIKE_MIN or not any(word.roles & BIT["likewise"] for clause in clauses for word in clause):
        return None
    accepted = all(
        any(word.roles & _ACCEPTS and not word.negated for word in clause)
        and not any(word.roles & (_AGAINST | BIT["not"] | BIT["no"]) for word in clause)
        and not unexplained(clause)
        for clause in clauses
    )
    windows = [w for w in heard.asked.windows if any(_is_of(one, w) for one in days)]
    if not accepted or len(windows) != len(days) or any(end == "?" for end in heard.reply.ends):
        return None
    return _taken(heard, windows[0], tuple(one.word for one in days), "one of several that are accepted alike")


def _days(heard: Heard) -> list[Reference]:
    """Every day that is told, those of reasons too."""
    return [
        Reference(word, is_wanted(clause, place))
        for clause in heard.reply.clauses
        for place, word in enumerate(clause)
        if word.mention is not None and word.mention.best is not None and word.mention.best.dated
    ]


def _only_window(taken: Sequence[Reference], windows: Sequence[OfferedWindow]) -> OfferedWindow | None:
    fit = [w for w in windows if all(one.mention and score(one.mention, w) > TOUCHES for one in taken)]
    return fit[0] if len(fit) == 1 else None


def _draws(heard: Heard, place: int) -> bool:
    clause = heard.reply.clauses[place]
    if heard.reply.ends[place] == "?" or any(word.roles & _AGAINST for word in clause):
        return False
    behind = heard.reply.clauses[place + 1] if place + 1 < len(heard.reply.clauses) else []
    drawn = [word for word in clause if word.roles & _DRAWS and not word.negated]
    drawn += [word for word in behind if word.roles & _ACCEPTS and not word.negated]
    return bool(drawn) and len(unexplained(clause)) <= UNKNOWN_MAX


def _explains(heard: Heard, last: int, window: OfferedWindow, before: Sequence[Reference]) -> bool:
    """Is what stands before a reason, and no other day that is taken? What follows a day is told of that day."""
    dated = sorted({one.word.clause for one in before})
    for place, following in pairwise([*dated, last]):
        told = [word for clause in heard.reply.clauses[place:following] for word in clause]
        others = [one for one in before if one.word.clause == place and one.wanted and not _is_of(one, window)]
        if others and len(told) < REASON_WORDS_MIN:
            return False
        accepts = [word for word in told if word.roles & _ACCEPTS and not word.negated and not word.roles & CANT]
        if others and accepts and not any(word.roles & (CANT | _REASON) for word in told):
            return False
    if before and any(word.roles & BIT["so"] for word in heard.reply.clauses[last]):
        return True  # "my wife says friday, so friday it is"
    return any(not _is_of(one, window) for one in before) or any(
        word.roles & (CANT | _REASON) for word in heard.reply.words if word.clause < last
    )


def _is_all(heard: Heard, one: Reference) -> bool:
    clause = heard.reply.clauses[one.word.clause]
    return is_all_there_is(clause, clause.index(one.word))


def _is_of(one: Reference, window: OfferedWindow) -> bool:
    return one.mention is not None and score(one.mention, window) > 0


def _takes_back(heard: Heard, last: int) -> bool:
    for place in range(last + 1, len(heard.reply.clauses)):
        clause: Sequence[Word] = heard.reply.clauses[place]
        refuses = any(word.roles & REFUSES and not word.roles & _ACCEPTS for word in clause)
        if refuses and all(word.roles & _REFUSAL for word in clause):
            return True
    return False
