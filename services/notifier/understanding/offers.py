"""The answer to an offer: one of our windows, another time, or none.

Refusals and exclusions are looked for before consent, and where two windows would fit as well, nobody is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from .coverage import agreement, is_explained, unexplained
from .fitting import fitting, is_hour_of, is_told_exactly, ruled_out
from .heard import CANT, REFUSES, FoundAnswer, Heard, changes, one_meaning, opens
from .languages.shape import BIT, bits
from .numbers_said import numbers_said
from .proposals import asked_time, at_hour_of
from .reading import FoundTime, OfferedWindow
from .times_said import Reference, bare_number, is_dated
from .words import Word

_GOES_ON = bits("either", "rest", "yes", "fits")
_ANY_OF_SEVERAL = bits("either", "or", "fits", "yes")
_INSTEAD = bits("change", "instead")
_NAMES_A_WINDOW = bits("option", "fits", "yes", "instead")
_COUNTED_PLACES = bits("way", "number", "amount", "option", "home")
_OTHER_ONE = bits("other", "rest", "option", "only")
_AT_AN_END = bits("first", "last", "later_one", "earlier_one")
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
    denied = {one.word.number for one in numbers if not one.wanted}
    out = denied | {window.number for window in ruled_out(heard.times, windows)}
    out |= {w.number for one in others if not one.wanted for w in windows if is_hour_of(one.word.number or 0, w)}
    left = [window for window in windows if window.number not in out]
    picked = [one for one in numbers if one.wanted]
    others = [one for one in others if one.wanted]
    if picked and not _are_hours(heard, picked, windows):
        return _picked(heard, picked, [window for window in windows if window.number not in denied])
    if heard.wanted and not (refused := _refused_after(heard)):
        found = _timed(heard, left, [*others, *picked])
        if found is not None:
            return found
    elif heard.wanted:
        return one_meaning("decline", 0.85, "no, after the times were told", refused)
    if out and (over := heard.agreeing(_GOES_ON) or heard.words(BIT["except"])) and left:
        return _choice(heard, left[0], left, over, "what is left when the others are ruled out")
    if out:
        resting = [one.word for one in (*numbers, *heard.times) if not one.wanted]
        if not left or _refuses_apart(heard) or heard.words(BIT["change"]):
            return one_meaning("decline", 0.85, "the windows are ruled out", resting)
        if len(left) == 1 and (len(windows) > 2 or _names_the_other(heard)):
            return _choice(heard, left[0], left, resting, "the only one that is not ruled out")
        return FoundAnswer(missing="a window is ruled out, and none is taken")
    if digits := [one for one in others if one.word.text.isdigit()]:
        return _beyond(heard, digits)
    return _in_words(heard, windows)


def _names_the_other(heard: Heard) -> bool:
    """Does a clause without a time speak of what is left: "Thursday I'm away, so the other one please"?"""
    timed = {one.word.clause for one in heard.times}
    return any(word.clause not in timed and not word.negated for word in heard.words(_OTHER_ONE))


def _are_hours(heard: Heard, picked: list[Reference], windows: Sequence[OfferedWindow]) -> bool:
    """Are numbers hours, because a day was told that none of our windows is on: "Sunday after church, like 1?" """
    dated = [one for one in heard.wanted if is_dated(one)]
    return bool(dated) and not fitting(dated, windows) and all(one.word.text.isdigit() for one in picked)


def _refuses_apart(heard: Heard) -> bool:
    """Is there a no in a clause of its own, without a time?"""
    timed = {one.word.clause for one in heard.times}
    return any(word.clause not in timed for word in heard.words(REFUSES))


def _refused_after(heard: Heard) -> list[Word]:
    """A no behind the last time: "on a holiday?? no. none of these"."""
    last = max(one.word.start for one in heard.wanted)
    apart = {one.word.clause for one in heard.times} | {word.clause for word in heard.words(BIT["rest"])}
    about_texts = {word.clause for word in heard.words(_ABOUT_TEXTS)}
    ends = {clause[-1] for clause in heard.reply.clauses if len(clause) > 1}
    return [
        word
        for word in heard.words(REFUSES)
        if word.start > last
        and not word.negated
        and not word.roles & _GOES_ON
        and word.clause not in about_texts
        and word.clause not in apart
        and not (word.text in _ASKS_AT_END and word in ends)
    ]


def _picked(heard: Heard, picked: list[Reference], left: Sequence[OfferedWindow]) -> FoundAnswer:
    words = [one.word for one in picked]
    fit = fitting(heard.times, left) if heard.wanted else []
    if len(fit) > 1 and (window := _nth(words, fit)):
        return _choice(heard, window, [window], words, "the first, second or last of those that fit")
    distinct = list(dict.fromkeys(word.number for word in words))
    by_number = {window.number: window for window in left}
    if len(distinct) > 1 and heard.reply.roles & BIT["wait_word"]:
        distinct = distinct[-1:]
    if len(distinct) > 1 and not heard.words(_ANY_OF_SEVERAL):
        return FoundAnswer(missing="several numbers, and not which")
    if heard.words(BIT["none"]):
        return FoundAnswer(missing="a number, and none of them")
    if any(_is_shift(one.word) for one in heard.wanted):
        return _shifted(heard, [window for window in heard.asked.windows if window.number == distinct[0]])
    if _is_denied_beside(heard, words):
        return FoundAnswer(missing="a number whose time is ruled out beside it")
    if fit and distinct[0] not in [window.number for window in fit]:
        return FoundAnswer(missing="a number and a time that differ")
    window = by_number.get(distinct[0] or 0)
    if window is None:
        return FoundAnswer(missing="a number that is ruled out")
    return _choice(heard, window, [window], words, "its number")


def _nth(words: Sequence[Word], fit: Sequence[OfferedWindow]) -> OfferedWindow | None:
    """The window of those that fit a day that is told by its place: "the second on Monday", "first one after Easter"."""
    if all(word.roles & _AT_AN_END for word in words):
        return fit[0 if words[0].number == 1 else -1]
    number = words[0].number or 0
    ordinal = len(words) == 1 and not words[0].text.isdigit() and " " in words[0].text
    return fit[number - 1] if ordinal and 1 <= number <= len(fit) else None


def _is_denied_beside(heard: Heard, words: Sequence[Word]) -> bool:
    """Is the time of a chosen window ruled out in the clause that chooses it?"""
    clauses = {word.clause for word in words}
    chosen = [window for window in heard.asked.windows if window.number in {word.number for word in words}]
    return bool(ruled_out([one for one in heard.times if one.word.clause in clauses], chosen))


def _shifted(heard: Heard, windows: Sequence[OfferedWindow]) -> FoundAnswer:
    """ "An hour later than the second"."""
    time, impossible = asked_time(heard.times, heard.at, windows, None)
    if time is None or impossible:
        return FoundAnswer(missing="later or earlier than a window, and not which")
    words = tuple(one.word for one in heard.wanted)
    return FoundAnswer((("propose", 0.85, "so far from a window that was offered", words),), time=time)


def _timed(heard: Heard, left: Sequence[OfferedWindow], others: Sequence[Reference]) -> FoundAnswer | None:
    words = [one.word for one in heard.wanted]
    shifted = any(_is_shift(word) for word in words)
    if shifted and (named := [window for window in left if window.number in [one.word.number for one in others]]):
        return _shifted(heard, named)
    hits = [] if shifted else fitting(heard.times, left)
    if len(hits) == 1 and heard.words(BIT["later_one"] | BIT["earlier_one"]) and not is_told_exactly(heard.wanted):
        return FoundAnswer(missing="earlier or later than the one that fits")
    placed = [window for window in left if any(_is_place_of(one, window) for one in heard.wanted)]
    if placed and not hits:
        return _choice(heard, placed[0], placed, words, "its weekday and number")
    if placed and placed != hits:
        return FoundAnswer(missing="an hour of one window, and the number of another")
    if len(hits) == 1 and any(_is_odd(heard, one, hits[0]) for one in others):
        return FoundAnswer(missing="a number that may be another hour")
    if doubt := _doubt(heard, hits):
        return FoundAnswer(missing=doubt)
    if len(hits) == 1:
        return _choice(heard, hits[0], hits, words, "its day or hour")
    if len(hits) > 1:
        if heard.words(BIT["either"] | BIT["or"]) or any(_is_several_days(word) for word in words):
            return _choice(heard, hits[0], hits, words, "one of several that fit")
        if heard.words(BIT["earlier_one"] | BIT["later_one"]):
            at_end = bool(heard.words(BIT["later_one"]))
            return _choice(heard, hits[-1 if at_end else 0], hits, words, "the first or last of those that fit")
        at_hour = [window for window in hits if any(_tells_hour(one, window) for one in others)]
        if len(at_hour) == 1:
            return _choice(heard, at_hour[0], at_hour, words, "its day, and its hour as a number")
        if not all(_is_long(word) for word in words):
            return FoundAnswer(missing="several windows fit the time")
    return _proposed(heard, words, others)


def _proposed(heard: Heard, words: Sequence[Word], others: Sequence[Reference]) -> FoundAnswer | None:
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


def _doubt(heard: Heard, hits: Sequence[OfferedWindow]) -> str:
    """Why the windows that a time fits may not be meant after all; empty where nothing speaks against it."""
    if len(hits) != 1:
        return ""
    if heard.agreeing(BIT["none"]) and not heard.words(BIT["except"]):
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


def _tells_hour(one: Reference, window: OfferedWindow) -> bool:
    return bool(one.word.text.isdigit() and one.word.number and is_hour_of(one.word.number, window))


def _is_odd(heard: Heard, one: Reference, window: OfferedWindow) -> bool:
    """May a number be an hour that the window does not have: "Saturday but @9"?"""
    number = one.word.number or 0
    if not one.word.text.isdigit() or not 6 <= number <= 21 or number == window.start.day:
        return False
    near = [word for word in heard.reply.words if word.clause == one.word.clause]
    return not _tells_hour(one, window) and not any(word.roles & _COUNTED_PLACES for word in near)


def _is_place_of(one: Reference, window: OfferedWindow) -> bool:
    """ "Friday 3", where the third window is on a Friday."""
    if bare_number(one) != window.number or one.best is None or one.best.start is None:
        return False
    return one.best.start.weekday() == window.start.weekday()


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


def _beyond(heard: Heard, others: list[Reference]) -> FoundAnswer:
    taught = heard.asked.sent and len(heard.reply.words) == 1
    if taught and others[0].word.number == OTHER_TIME:
        return one_meaning("reschedule", 0.95, "the digit for another time", heard.reply.words)
    if taught and others[0].word.number == TROUBLE:
        return one_meaning("hardship", 0.95, "the digit for trouble with paying", heard.reply.words)
    if len(heard.reply.words) > 2:
        said = _in_words(heard, heard.asked.windows)
        if said.meanings and said.slot is None:
            return said
    number = others[0].word.number or 0
    at_hour = [window for window in heard.asked.windows if is_hour_of(number, window)]
    said_more = [word for word in heard.reply.words if word.text[0].isalnum()]
    if len(at_hour) == 1 and len(others) == 1 and len(said_more) > 1 and not heard.words(REFUSES | CANT):
        return _choice(heard, at_hour[0], at_hour, [w for w in heard.reply.words if w.roles & BIT["num"]], "its hour")
    return FoundAnswer(missing="a number that was not offered")


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
