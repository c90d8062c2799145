"""The answer to an offer: one of our windows, another time, or none.

Refusals and exclusions are looked for before consent, and where two windows would fit as well, nobody is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from .coverage import agreement, is_explained, unexplained
from .heard import CANT, REFUSES, FoundAnswer, Heard, changes, one_meaning, opens
from .languages.shape import BIT, bits
from .proposals import Reference, asked_time, fitting, is_told_exactly, numbers_said, ruled_out
from .reading import FoundTime, OfferedWindow
from .words import Word

_GOES_ON = bits("either", "rest", "yes", "fits")
_ANY_OF_SEVERAL = bits("either", "or", "fits", "yes")
_INSTEAD = bits("change", "instead")
_ABOUT_TEXTS = bits("message", "contact", "cease", "optout", "nomore")
_ASKS_AT_END = frozenset(("不", "没", "唔", "未"))
"""A no that ends a clause asks: "能来不"."""
OTHER_TIME, TROUBLE = 4, 5
"""What our own texts teach beside the windows' numbers."""
SEVERAL_DAYS_MAX = timedelta(days=3)


def to_offer(heard: Heard) -> FoundAnswer:
    """Numbers first, then times, then words."""
    windows = heard.asked.windows
    if heard.reply.roles & BIT["undecided"]:
        return FoundAnswer(missing="has not decided")
    highest = max((window.number for window in windows), default=0)
    numbers, others = numbers_said(heard.reply, highest)
    out = {one.word.number for one in numbers if not one.wanted}
    out |= {window.number for window in ruled_out(heard.times, windows)}
    left = [window for window in windows if window.number not in out]
    picked = [one for one in numbers if one.wanted]
    if picked:
        return _picked(heard, picked, left)
    if heard.wanted and not (refused := _refused_after(heard)):
        found = _timed(heard, left, others)
        if found is not None:
            return found
    elif heard.wanted:
        return one_meaning("decline", 0.85, "no, after the times were told", refused)
    if out and (over := heard.agreeing(_GOES_ON) or heard.words(BIT["except"])) and left:
        return _choice(heard, left[0], left, over, "what is left when the others are ruled out")
    if out:
        resting = [one.word for one in (*numbers, *heard.times) if not one.wanted]
        if not left or heard.words(REFUSES | BIT["change"]):
            return one_meaning("decline", 0.85, "the windows are ruled out", resting)
        if len(left) == 1 and len(windows) > 2:
            return _choice(heard, left[0], left, resting, "the only one that is not ruled out")
        return FoundAnswer(missing="a window is ruled out, and none is taken")
    if others:
        return _beyond(heard, others)
    return _in_words(heard, windows)


def _refused_after(heard: Heard) -> list[Word]:
    """A no behind the last time: "on a holiday?? no. none of these"."""
    last = max(one.word.start for one in heard.wanted)
    about_texts = {word.clause for word in heard.words(_ABOUT_TEXTS)}
    ends = {clause[-1] for clause in heard.reply.clauses if len(clause) > 1}
    return [
        word
        for word in heard.words(REFUSES)
        if word.start > last
        and not word.negated
        and not word.roles & _GOES_ON
        and word.clause not in about_texts
        and not (word.text in _ASKS_AT_END and word in ends)
    ]


def _picked(heard: Heard, picked: list[Reference], left: Sequence[OfferedWindow]) -> FoundAnswer:
    words = [one.word for one in picked]
    distinct = list(dict.fromkeys(word.number for word in words))
    by_number = {window.number: window for window in left}
    if len(distinct) > 1 and heard.reply.roles & BIT["wait_word"]:
        distinct = distinct[-1:]
    if len(distinct) > 1 and not heard.words(_ANY_OF_SEVERAL):
        return FoundAnswer(missing="several numbers, and not which")
    if any(one.wanted for one in heard.times):
        fit = fitting(heard.times, left)
        if fit and distinct[0] not in [window.number for window in fit]:
            return FoundAnswer(missing="a number and a time that differ")
    window = by_number.get(distinct[0] or 0)
    if window is None:
        return FoundAnswer(missing="a number that is ruled out")
    return _choice(heard, window, [window], words, "its number")


def _timed(heard: Heard, left: Sequence[OfferedWindow], others: Sequence[int]) -> FoundAnswer | None:
    words = [one.word for one in heard.wanted]
    hits = [] if any(_is_shift(word) for word in words) else fitting(heard.times, left)
    if len(hits) == 1 and heard.words(BIT["later_one"] | BIT["earlier_one"]):
        return FoundAnswer(missing="earlier or later than the one that fits")
    if len(hits) == 1 and (doubt := _doubt(heard, hits[0])):
        return FoundAnswer(missing=doubt)
    if len(hits) == 1:
        return _choice(heard, hits[0], hits, words, "its day or hour")
    if len(hits) > 1:
        if heard.words(BIT["either"] | BIT["or"]) or any(_is_several_days(word) for word in words):
            return _choice(heard, hits[0], hits, words, "one of several that fit")
        if heard.words(BIT["earlier_one"] | BIT["later_one"]):
            at_end = bool(heard.words(BIT["later_one"]))
            return _choice(heard, hits[-1 if at_end else 0], hits, words, "the first or last of those that fit")
        at_hour = [window for window in hits if any(_is_hour(number, window) for number in others)]
        if len(at_hour) == 1:
            return _choice(heard, at_hour[0], at_hour, words, "its day, and its hour as a number")
        if not all(_is_long(word) for word in words):
            return FoundAnswer(missing="several windows fit the time")
    time, impossible = asked_time(heard.times, heard.at, heard.asked.windows, None)
    if impossible:
        return FoundAnswer(missing="a time that is past, or that does not exist")
    if all(_is_vague(one.word) for one in heard.wanted):
        return one_meaning("reschedule", 0.85, "another time", words)
    if time is None and all(one.word.mention is None or one.word.mention.best is None for one in heard.wanted):
        return None
    if "promise" in heard.elsewhere or "paid" in heard.elsewhere:
        return FoundAnswer(time=time)
    if "decline" in heard.elsewhere and all(word.negated for word in heard.words(_INSTEAD)):
        return FoundAnswer(missing="a refusal, and a time that is none of ours")
    return FoundAnswer((("propose", 0.85, "a time that was not offered", tuple(words)),), time=time)


def _doubt(heard: Heard, window: OfferedWindow) -> str:
    """Why the one window that a time fits may not be meant after all; empty where nothing speaks against it."""
    if not all(fitting([one], [window]) for one in heard.wanted) and not is_told_exactly(heard.wanted):
        return "times that differ"
    refuses = len(heard.wanted) < len(heard.times) or heard.words(CANT)
    if refuses and unexplained(heard.reply.words):
        return "a refusal, and words that nobody explained"
    if refuses and any(heard.reply.ends[one.word.clause] == "?" for one in heard.wanted):
        return "a refusal, and a question"
    return ""


def _is_shift(word: Word) -> bool:
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


def _choice(
    heard: Heard, window: OfferedWindow, among: Sequence[OfferedWindow], words: Sequence[Word], rule: str
) -> FoundAnswer:
    if not is_explained(heard.reply, words, told=is_told_exactly(heard.wanted) and len(among) == 1):
        return FoundAnswer(missing="too many words that nobody explained")
    resting = tuple(words)
    sure = 0.95 if len(among) == 1 else 0.85
    sure -= 0.1 * sum(word.mended for word in words)
    start, end = window.start, window.end
    return FoundAnswer((("choose", sure, rule, resting),), window.number, FoundTime(start, end))


def _beyond(heard: Heard, others: list[int]) -> FoundAnswer:
    taught = heard.asked.sent and len(heard.reply.words) == 1
    if taught and others[0] == OTHER_TIME:
        return one_meaning("reschedule", 0.95, "the digit for another time", heard.reply.words)
    if taught and others[0] == TROUBLE:
        return one_meaning("hardship", 0.95, "the digit for trouble with paying", heard.reply.words)
    if len(heard.reply.words) > 2:
        said = _in_words(heard, heard.asked.windows)
        if said.meanings and said.slot is None:
            return said
    at_hour = [window for window in heard.asked.windows if _is_hour(others[0], window)]
    if len(at_hour) == 1 and len(others) == 1 and len(heard.reply.words) > 1 and not heard.words(REFUSES | CANT):
        return _choice(heard, at_hour[0], at_hour, [w for w in heard.reply.words if w.roles & BIT["num"]], "its hour")
    return FoundAnswer(missing="a number that was not offered")


def _is_hour(number: int, window: OfferedWindow) -> bool:
    """May a bare number mean an hour within the window: 9, 14, 530?"""
    hour, minute = divmod(number, 100) if number >= 100 else (number, 0)
    if not (1 <= hour <= 23 and minute < 60):
        return False
    hours = {hour, hour + 12} if hour < 12 else {hour}
    return any(window.start <= window.start.replace(hour=one, minute=minute) < window.end for one in hours if one < 24)


def _in_words(heard: Heard, windows: Sequence[OfferedWindow]) -> FoundAnswer:
    if none := heard.words(BIT["none"]):
        return one_meaning("decline", 0.9, "none of them", none)
    change = changes(heard)
    if change and all(word.roles & BIT["put_off"] for word in change):
        return one_meaning("decline", 0.75, "put off, without a time", change)
    if change:
        return one_meaning("reschedule", 0.85, "another time", change)
    refusal = [word for word in heard.words(REFUSES) if not word.roles & BIT["yes"]]
    if refusal and not heard.words(BIT["either"]) and opens(heard.reply, refusal):
        return one_meaning("decline", 0.9, "no", refusal)
    either = [word for word in heard.words(BIT["either"]) if not word.negated]
    if either and windows and not heard.words(CANT):
        return _choice(heard, windows[0], windows, either, "any of them")
    if cant := heard.words(CANT):
        return one_meaning("decline", 0.8, "can't", cant)
    yes = agreement(heard.reply)
    if yes and len(windows) == 1 and is_explained(heard.reply, yes):
        return _choice(heard, windows[0], windows, yes, "yes to the only one")
    if yes:
        return FoundAnswer(missing="yes, but not to which")
    return FoundAnswer(missing="no answer to the offer")
