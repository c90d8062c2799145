"""Numbers and positions in answer to an offer: the window at a place, or an hour as a bare number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .choice import choice, doubted
from .fitting import fitting, is_hour_of, ruled_out, score
from .heard import CANT, REFUSES, FoundAnswer, Heard, one_meaning
from .languages.shape import BIT, bits
from .numbers_said import numbers_said
from .offered_times import is_shift, proposed_from
from .offered_words import answer_in_words
from .reading import OfferedWindow
from .times_said import Reference, is_dated
from .words import Word

_OF_ONESELF = bits("i", "life", "busy", "way")
_ANY_OF_SEVERAL = bits("either", "or", "fits", "yes")
AT_AN_END = bits("first", "last", "later_one", "earlier_one")


def answer_by_place(heard: Heard, picked: list[Reference], left: Sequence[OfferedWindow]) -> FoundAnswer:
    words = [one.word for one in picked]
    fit = fitting(heard.times, left) if heard.wanted else []
    if len(fit) > 1 and any(is_dated(one) for one in heard.wanted) and (window := _nth(words, fit)):
        return choice(heard, window, [window], words, "the first, second or last of those that fit")
    touched = [window for window in left if all(one.mention and score(one.mention, window) for one in heard.wanted)]
    distinct = list(dict.fromkeys(word.number for word in words))
    by_number = {window.number: window for window in left}
    if len(distinct) > 1 and heard.reply.roles & BIT["wait_word"]:
        distinct = distinct[-1:]
    if len(distinct) > 1 and not heard.words(_ANY_OF_SEVERAL):
        return FoundAnswer(missing="several numbers, and not which")
    if heard.words(BIT["none"]):
        return FoundAnswer(missing="a number, and none of them")
    if any(is_shift(one.word) for one in heard.wanted):
        return proposed_from(heard, [window for window in heard.asked.windows if window.number == distinct[0]])
    if _is_denied_beside(heard, words):
        return FoundAnswer(missing="a number whose time is ruled out beside it")
    if fit and distinct[0] not in [w.number for w in (fit if any(is_dated(one) for one in heard.wanted) else touched)]:
        return FoundAnswer(missing="a number and a time that differ")
    window = by_number.get(distinct[0] or 0)
    if window is None:
        return FoundAnswer(missing="a number that is ruled out")
    found = choice(heard, window, [window], words, "its number")
    if len(distinct) > 1 and not found.meanings:
        return replace(found, guess=None)  # "1 or 2?": either
    several = len({word.clause for word in words}) > 1 and not heard.words(BIT["either"] | BIT["or"])
    return (
        doubted(found) if several and len(distinct) > 1 else found
    )  # one of them may be better in words that nobody knows


def place_beside_hours(heard: Heard, highest: int) -> FoundAnswer | None:
    """A place in a clause of its own, and hours that tell why: "the later one works, I get home at 7"."""
    if not heard.wanted or any(is_dated(one) for one in heard.times) or heard.words(REFUSES | CANT | BIT["change"]):
        return None
    hours = {one.word.clause for one in heard.times}
    numbers, _ = numbers_said(heard.reply, highest, timed=False)
    picked = [one for one in numbers if one.wanted and one.word.clause not in hours]
    windows = [w for w in heard.asked.windows if w.number in {one.word.number for one in picked}]
    if len(windows) != 1 or len(picked) != 1 or any(heard.reply.ends[clause] == "?" for clause in hours):
        return None
    told = [word for clause in hours for word in heard.reply.clauses[clause]]
    fit = any(one.mention is not None and score(one.mention, windows[0]) for one in heard.wanted)
    if not fit and not any(word.roles & _OF_ONESELF for word in told):
        return None
    found = choice(heard, windows[0], windows, [picked[0].word], "its place, and hours that tell why")
    return found if found.meanings else None


def _nth(words: Sequence[Word], fit: Sequence[OfferedWindow]) -> OfferedWindow | None:
    """The window at a place among those that fit a day: "the second on Monday", "first one after Easter"."""
    if all(word.roles & AT_AN_END for word in words):
        return fit[0 if words[0].number == 1 else -1]
    number = words[0].number or 0
    ordinal = len(words) == 1 and not words[0].text.isdigit() and " " in words[0].text
    return fit[number - 1] if ordinal and 1 <= number <= len(fit) else None


OTHER_TIME, TROUBLE = 4, 5
"""What our own texts teach beside the windows' numbers."""


def _is_denied_beside(heard: Heard, words: Sequence[Word]) -> bool:
    """Is the time of a chosen window ruled out in the clause that chooses it?"""
    clauses = {word.clause for word in words}
    chosen = [window for window in heard.asked.windows if window.number in {word.number for word in words}]
    return bool(ruled_out([one for one in heard.times if one.word.clause in clauses], chosen))


def answer_by_number(heard: Heard, others: list[Reference]) -> FoundAnswer:
    taught = heard.asked.sent and len(heard.reply.words) == 1
    if taught and others[0].word.number == OTHER_TIME:
        return one_meaning("reschedule", 0.95, "the digit for another time", heard.reply.words)
    if taught and others[0].word.number == TROUBLE:
        return one_meaning("hardship", 0.95, "the digit for trouble with paying", heard.reply.words)
    if len(heard.reply.words) > 2:
        said = answer_in_words(heard, heard.asked.windows)
        if said.meanings and said.slot is None:
            return said
    number = others[0].word.number or 0
    at_hour = [window for window in heard.asked.windows if is_hour_of(number, window)]
    said_more = [word for word in heard.reply.words if word.text[0].isalnum()]
    if len(at_hour) == 1 and len(others) == 1 and len(said_more) > 1 and not heard.words(REFUSES | CANT):
        return choice(heard, at_hour[0], at_hour, [w for w in heard.reply.words if w.roles & BIT["num"]], "its hour")
    named = [w for w in heard.asked.windows if number in (w.start.hour, (w.start.hour - 1) % 12 + 1, w.start.day)]
    if len(named) == 1 and len(said_more) == 1 and number > TROUBLE:
        return doubted(choice(heard, named[0], named, [others[0].word], "the hour it begins at, or its day"))
    return FoundAnswer(missing="a number that was not offered")
