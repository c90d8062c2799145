"""Times in answer to an offer: a window that they fit, or another time that is proposed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from .choice import choice, doubted
from .coverage import unexplained
from .fitting import TOUCHES, fitting, is_hour_of, is_told_exactly, score
from .heard import CANT, FoundAnswer, Heard, asks_of_times, one_meaning
from .languages.shape import BIT, bits
from .phrases import is_han
from .proposals import asked_time, at_hour_of
from .reading import OfferedWindow
from .times_said import Reference, bare_number, is_dated
from .words import Word

_LATER = bits("later_one", "last")
_AT_AN_END = _LATER | BIT["earlier_one"]
_INSTEAD = bits("change", "instead")
_NAMES_A_WINDOW = bits("option", "fits", "yes", "instead", "the_one")
_COUNTED_PLACES = bits("way", "number", "amount", "option", "home")
_TELLS_WHY = bits("life", "busy", "job", "because", "relative", "other_person")
_TAKES = bits("yes", "fits", "polite", "instead", "option")
_ARTICLES = frozenset(("o", "a", "el", "la", "le", "the", "yang", "yg", "celui", "celle"))
_AS_A_DATE = re.compile(
    r"(la |el |le |the )?([1-4一二三四](号|st|nd|rd|th|er|e|o|a)?|cuart[ao]|tercer[ao]|segund[ao]|fourth|third)"
)
SEVERAL_DAYS_MAX = timedelta(days=3)


def answer_by_time(heard: Heard, left: Sequence[OfferedWindow], others: Sequence[Reference]) -> FoundAnswer | None:
    words = [one.word for one in heard.wanted]
    shifted = any(is_shift(word) for word in words)
    if shifted and (named := [window for window in left if window.number in [one.word.number for one in others]]):
        return proposed_from(heard, named)
    hits = [] if shifted else fitting(heard.times, left)
    if len(hits) == 1 and _but_at_another_hour(heard, hits[0]):
        return _proposed(heard, words, others)
    if len(hits) == 1 and _shifts(heard, hits[0]) and not is_told_exactly(heard.wanted):
        return FoundAnswer(missing="earlier or later than the one that fits")
    placed = [window for window in left if any(_is_place_of(one, window) for one in heard.wanted)]
    if not hits and not placed and (counted := _counted(heard, left)) is not None:
        found = doubted(choice(heard, counted, [counted], words, "its number, told like a date"))
        return found if heard.words(_TAKES) else FoundAnswer(missing="a day or a place", guess=counted.number)
    if placed and not hits:
        return choice(heard, placed[0], placed, words, "its weekday and number")
    if placed and placed != hits:
        return FoundAnswer(missing="an hour of one window, and the number of another")
    if len(hits) == 1 and any(_is_odd(heard, one, hits[0]) for one in others):
        return FoundAnswer(missing="a number that may be another hour")
    if doubt := _doubt(heard, hits):
        return FoundAnswer(missing=doubt)
    if len(hits) == 1:
        return choice(heard, hits[0], hits, words, "its day or hour")
    if len(hits) > 1:
        if heard.words(BIT["either"] | BIT["or"]) or any(_is_several_days(word) for word in words):
            return choice(heard, hits[0], hits, words, "one of several that fit")
        if heard.words(_AT_AN_END):
            end = hits[-1:] if heard.words(_LATER) else hits[:1]
            return choice(heard, end[0], end, words, "the first or last of those that fit")
        at_hour = [window for window in hits if any(_tells_hour(one, window) for one in others)]
        if len(at_hour) == 1:
            return choice(heard, at_hour[0], at_hour, words, "its day, and its hour as a number")
        begins = [window for window in hits if any(_begins(heard, one, window) for one in heard.wanted)]
        if len(begins) == 1:
            return doubted(choice(heard, begins[0], begins, words, "the one that begins at its hour"))
        if not all(_is_long(word) for word in words):
            return FoundAnswer(missing="several windows fit the time")
    return _proposed(heard, words, others)


def _but_at_another_hour(heard: Heard, hit: OfferedWindow) -> bool:
    """The day, but at hours of it that are not ours: "Thursday works but it has to be the afternoon"."""
    for clause in heard.reply.clauses:
        if not clause or not clause[0].roles & BIT["but"] or any(word.roles & _TELLS_WHY for word in clause):
            continue
        hours = [word for word in clause if any(one.word is word and not is_dated(one) for one in heard.wanted)]
        if hours and all(word.mention and score(word.mention, hit) <= TOUCHES for word in hours):
            return True
    return False


def _shifts(heard: Heard, hit: OfferedWindow) -> bool:
    """Is earlier or later meant than the window, and not just that the first is as well the soonest?"""
    moved = heard.words(BIT["later_one"] | BIT["earlier_one"])
    soonest = hit is heard.asked.windows[0] and all(w.roles & BIT["earlier_one"] and " " in w.text for w in moved)
    return bool(moved) and not (soonest and not any(word.roles & BIT["change"] for word in moved))


def _proposed(heard: Heard, words: Sequence[Word], others: Sequence[Reference]) -> FoundAnswer | None:
    if heard.agreeing(BIT["was"]):
        return FoundAnswer(missing="a time that was fine once")
    if asks_of_times(heard):
        return FoundAnswer(missing="a question about a day")
    if all(one.word.hours_denied for one in heard.wanted):
        return FoundAnswer(missing="a day, and not at which of its hours")
    time, impossible = asked_time(heard.times, heard.at, heard.asked.windows, None)
    if impossible:
        return FoundAnswer(missing="a time that is past, or that does not exist")
    if all(_is_vague(one.word) for one in heard.wanted):
        return one_meaning("reschedule", 0.85, "another time", words)
    if time is None and all(one.best is None for one in heard.wanted):
        return None
    if "promise" in heard.elsewhere or "paid" in heard.elsewhere:
        return FoundAnswer(time=time)
    if "decline" in heard.elsewhere and all(word.negated for word in heard.words(_INSTEAD)):
        return FoundAnswer(missing="a refusal, and a time that is none of ours")
    if time is not None and not time.point and len(others) == 1 and others[0].word.text.isdigit():
        time = at_hour_of(time, others[0].word.number or 0)
    return FoundAnswer((("propose", 0.85, "a time that was not offered", tuple(words)),), time=time)


def proposed_from(heard: Heard, windows: Sequence[OfferedWindow]) -> FoundAnswer:
    """ "An hour later than the second"."""
    time, impossible = asked_time(heard.times, heard.at, windows, None)
    if time is None or impossible:
        return FoundAnswer(missing="later or earlier than a window, and not which")
    words = tuple(one.word for one in heard.wanted)
    return FoundAnswer((("propose", 0.85, "so far from a window that was offered", words),), time=time)


def _doubt(heard: Heard, hits: Sequence[OfferedWindow]) -> str:
    """Why the windows that a time fits may not be meant after all; empty where nothing speaks against it."""
    if len(hits) != 1:
        return ""
    denied = {one.word.clause for one in heard.times if not one.wanted}
    if any(word.clause not in denied for word in heard.agreeing(BIT["none"])) and not heard.words(BIT["except"]):
        return "none of them, and a time of one of them"
    if not all(fitting([one], hits) for one in heard.wanted) and not is_told_exactly(heard.wanted):
        return "times that differ"
    if len(heard.wanted) == len(heard.times) and not heard.words(CANT):
        return ""
    clauses = {one.word.clause for one in heard.wanted}
    hours_alone = not any(is_dated(one) for one in heard.wanted) and any(is_dated(one) for one in heard.times)
    if hours_alone and not any(word.roles & _NAMES_A_WINDOW for word in heard.reply.words if word.clause in clauses):
        return "an hour, and a day that is not wanted"
    near = [word for word in heard.reply.words if word.clause in clauses]
    if unexplained(near) or (unexplained(heard.reply.words) and any(word.roles & CANT for word in near)):
        return "a refusal, and words that nobody explained"
    if any(heard.reply.ends[clause] == "?" for clause in clauses):
        return "a refusal, and a question"
    return ""


def _begins(heard: Heard, one: Reference, window: OfferedWindow) -> bool:
    """ "O das 9": an article makes it the window that begins then, and not any after it."""
    if one.best is None or one.best.open != "after":
        return False
    if one.best.on(window.start.date(), window.start.tzinfo)[0] != window.start:
        return False
    clause = heard.reply.clauses[one.word.clause]
    place = clause.index(one.word)
    return bool(place) and clause[place - 1].text in _ARTICLES


def _counted(heard: Heard, left: Sequence[OfferedWindow]) -> OfferedWindow | None:
    """The window whose number was taken for a day of the month: "la cuarta, gracias", "2号吧"."""
    if len(heard.wanted) != 1 or (one := heard.wanted[0]).best is None or one.best.kind != "date":
        return None
    said = heard.reply.folded.text[one.word.start : one.word.end].strip()
    if one.best.start is None or not _AS_A_DATE.fullmatch(said):
        return None
    if not heard.words(_TAKES) and not (said.endswith("号") and len(heard.reply.words) == 1):
        return None
    return next((window for window in left if window.number == one.best.start.day), None)


def _tells_hour(one: Reference, window: OfferedWindow) -> bool:
    return bool(one.word.text.isdigit() and one.word.number and is_hour_of(one.word.number, window))


def _is_odd(heard: Heard, one: Reference, window: OfferedWindow) -> bool:
    """May a number be an hour that the window does not have: "Saturday but @9"?"""
    number = one.word.number or 0
    if not one.word.text.isdigit() or not 6 <= number <= 21 or number == window.start.day:
        return False
    near = [word for word in heard.reply.words if word.clause == one.word.clause]
    if any(word.start == one.word.end and is_han(word.text) for word in near):
        return False  # "住6楼" counts
    return not _tells_hour(one, window) and not any(word.roles & _COUNTED_PLACES for word in near)


def _is_place_of(one: Reference, window: OfferedWindow) -> bool:
    """ "Friday 3", where the third window is on a Friday."""
    if bare_number(one) != window.number or one.best is None or one.best.start is None:
        return False
    return one.best.start.weekday() == window.start.weekday()


def is_shift(word: Word) -> bool:
    """So much later or earlier than what was offered."""
    return word.mention is not None and word.mention.relative is not None and word.mention.shift is not None


def _is_several_days(word: Word) -> bool:
    """A week or a weekend: any window in it will do."""
    best = word.mention.best if word.mention else None
    if best is None or best.kind != "daterange" or best.start is None or best.end is None:
        return False
    return best.end - best.start <= SEVERAL_DAYS_MAX


def _is_long(word: Word) -> bool:
    best = word.mention.best if word.mention else None
    return best is not None and best.kind == "daterange" and not _is_several_days(word)


def _is_vague(word: Word) -> bool:
    """Later or earlier, and not by how much."""
    return word.mention is not None and word.mention.relative in ("later", "earlier") and word.mention.shift is None
