"""The answer to an offer: one of our windows, another time, or none.

Refusals and exclusions are looked for before consent, and where two windows would fit as well, nobody is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .choice import choice, doubted
from .concluding import conclusion
from .fitting import fitting, is_hour_of, ruled_out
from .heard import CANT, REFUSES, FoundAnswer, Heard, one_meaning, refuses_whole
from .languages.shape import BIT, bits
from .life_hours import life_hours, names_nothing_else
from .listed import is_said_of_a_list, places_told_like_dates
from .numbers_said import numbers_said
from .offered_places import answer_by_number, answer_by_place, place_beside_hours
from .offered_times import answer_by_time
from .offered_words import answer_in_words
from .preferred import preferred
from .reading import OfferedWindow
from .refused_days import is_refused_before, is_refused_behind, may_be_refused_with
from .taken_back import without_taken_back
from .the_one import the_one
from .times_said import Reference, is_dated
from .words import Word

_GOES_ON = bits("either", "rest", "yes", "fits")
_NAMES_MANY = bits("either", "rest")
"""What takes any of several that are left; "Thursday I'm out, I have time" doesn't say of which."""
_OTHER_ONE = bits("other", "rest", "option", "only", "later_one", "earlier_one")
_ABOUT_TEXTS = bits("message", "contact", "cease", "optout", "nomore")
_ABOUT_OTHERS = _ABOUT_TEXTS | bits("way", "relative")
_OF_ONESELF = bits("i", "busy", "job", "because")
_POSITIONS = bits("first", "last", "later_one", "earlier_one")
_ASKS_FOR = bits("fits", "yes", "either", "come", "visit", "option", "instead", "want", "need", "change")
_ALL = ("都", "全", "统统")
"""What begins a Chinese refusal that is said of all that stands before it."""
_ASKS_AT_END = frozenset(("不", "没", "唔", "未"))
"""A no that ends a clause asks: "能来不"."""


def to_offer(heard: Heard) -> FoundAnswer:
    """What is said plainly; else the day that an explanation comes down to."""
    hours = life_hours(heard.reply)
    if hours and names_nothing_else(heard.reply, hours) and not heard.words(REFUSES):
        return FoundAnswer(missing="an hour of their own day, and no window")
    heard.times = [one for one in heard.times if one.word not in hours or is_dated(one)]
    found = _plain_answer(heard)
    if any(kind == "choose" for kind, *_ in found.meanings):
        return found
    if concluded := conclusion(heard):
        return concluded
    refused = any(kind == "decline" for kind, *_ in found.meanings)
    return (None if refused else the_one(heard)) or found


def _plain_answer(heard: Heard) -> FoundAnswer:
    """Numbers first, then times, then words."""
    windows = heard.asked.windows
    if heard.reply.roles & BIT["undecided"]:
        return FoundAnswer(missing="has not decided")
    highest = max((window.number for window in windows), default=0)
    numbers, others = numbers_said(heard.reply, highest, timed=bool(heard.wanted))
    numbers, others = without_taken_back(heard.reply, numbers, others, highest)
    denied = {one.word.number for one in numbers if not one.wanted}
    denied |= places_told_like_dates(heard.reply, numbers, heard.times, windows)
    out = denied | {window.number for window in ruled_out(heard.times, windows)}
    out |= {w.number for one in others if not one.wanted for w in windows if is_hour_of(one.word.number or 0, w)}
    left = [window for window in windows if window.number not in out]
    picked = [one for one in numbers if one.wanted and one.word.number not in denied]
    others = [one for one in others if one.wanted]
    if may_be_refused_with(heard.reply, [one.word for one in (*numbers, *heard.times) if not one.wanted]):
        return FoundAnswer(missing="a list behind what is refused, and not whether it is refused with it")
    if is_refused_behind(heard.reply, [one.word for one in picked]):
        return FoundAnswer(missing="a place, and a no behind it")
    if (better := preferred(heard, [*picked, *others], left)) is not None:
        return better
    if picked and not _are_hours(heard, picked, windows):
        return answer_by_place(heard, picked, [window for window in windows if window.number not in denied])
    if none := _none_and_why(heard):
        return one_meaning("decline", 0.9, "none of them, and why", none)
    if (beside := place_beside_hours(heard, highest)) is not None:
        return doubted(beside)
    if heard.wanted and (refusal := _refuses_before(heard)):
        return one_meaning("decline", 0.85, "a refusal in so many words, and a time that accepts nothing", refusal)
    if heard.wanted and not (refused := _refused_after(heard)):
        found = answer_by_time(heard, left, [*others, *picked])
        if found is not None:
            return found
    elif heard.wanted:
        if other := _the_other_after(heard, refused, windows):
            return other
        return one_meaning("decline", 0.85, "no, after the times were told", refused)
    if out and heard.words(_POSITIONS) and (found := answer_in_words(heard, windows)).slot in {w.number for w in left}:
        return found
    goes_on = _GOES_ON if len(left) == 1 else _NAMES_MANY
    if out and (over := heard.agreeing(goes_on) or heard.words(BIT["except"])) and left:
        return _what_is_left(heard, left, over)
    if out:
        resting = [one.word for one in (*numbers, *heard.times) if not one.wanted]
        if not left or _refuses_apart(heard, numbers) or heard.words(BIT["change"]):
            return one_meaning("decline", 0.85, "the windows are ruled out", resting)
        if _all_are_out(heard):
            return FoundAnswer(missing="some are ruled out, and perhaps all of them")
        if len(left) == 1 and (len(windows) > 2 or _names_the_other(heard)):
            return _the_only_one_left(heard, left[0], resting)
        return FoundAnswer(missing="a window is ruled out, and none is taken")
    if digits := [one for one in others if one.word.text.isdigit()]:
        return answer_by_number(heard, digits)
    return answer_in_words(heard, windows)


def _what_is_left(heard: Heard, left: Sequence[OfferedWindow], over: Sequence[Word]) -> FoundAnswer:
    """Any but those that are ruled out. Which of several it is, or what is told of others alone, is asked back."""
    found = choice(heard, left[0], left, over, "what is left when the others are ruled out")
    return doubted(found) if len(left) > 1 or heard.words(BIT["except"]) else found


def _the_only_one_left(heard: Heard, window: OfferedWindow, resting: Sequence[Word]) -> FoundAnswer:
    """Where others are refused and nothing else is said, it is asked about at least; what casts a doubt on the refusal
    casts it on this window.
    """
    found = choice(heard, window, [window], resting, "the only one that is not ruled out")
    if found.meanings:
        return doubted(found)
    refusals = [word for word in heard.reply.words if word.roles & REFUSES]
    only = all(is_said_of_a_list(heard.reply, word, resting) for word in refusals or resting)
    return replace(found, guess=window.number if only and len(heard.reply.clauses) == 1 else None)


def _none_and_why(heard: Heard) -> list[Word]:
    """None of them, and a time that is only told for a reason: "none of those work, I'm on the rigs till February"."""
    none = [word for word in heard.words(BIT["none"]) if not word.roles & _GOES_ON]
    if not none or heard.words(BIT["except"] | BIT["rest"] | BIT["change"]):
        return []
    clauses = [heard.reply.clauses[one.word.clause] for one in heard.wanted]
    if any(heard.reply.ends[one.word.clause] == "?" for one in heard.wanted):
        return []
    told = all(
        any(word.roles & _OF_ONESELF for word in clause) and not any(word.roles & _ASKS_FOR for word in clause)
        for clause in clauses
    )
    away = all(
        one.best is not None and one.best.start is not None and one.best.start <= heard.at for one in heard.wanted
    )
    return none if clauses and (told or away) else []


def _all_are_out(heard: Heard) -> bool:
    """ "All three days I'm away": a time is ruled out, and all of them with it."""
    clauses = {one.word.clause for one in heard.times if not one.wanted}
    either, none = BIT["either"], BIT["none"]
    return any(
        any(word.roles & (either | none) and not word.roles & BIT["light"] and word.text < "\u2fff" for word in clause)
        and any(word.roles & (CANT | none) for word in clause)
        and not any(word.roles & BIT["except"] for word in clause)
        and not any(word.roles & BIT["or"] for word in clause)
        and not any(word.roles & _GOES_ON & ~BIT["either"] for word in clause)
        for clause in (heard.reply.clauses[place] for place in clauses)
    )


def _names_the_other(heard: Heard) -> bool:
    """Does a clause without a time speak of what is left: "Thursday I'm away, so the other one please"?"""
    timed = {one.word.clause for one in heard.times}
    return any(word.clause not in timed and not word.negated for word in heard.words(_OTHER_ONE))


def _the_other_after(heard: Heard, refused: Sequence[Word], windows: Sequence[OfferedWindow]) -> FoundAnswer | None:
    """The window that is left when a time was told, then refused: "at Christmas? no way, the other one"."""
    named = [word for word in heard.words(BIT["rest"]) if not word.negated and word.start > refused[-1].start]
    fit = fitting(heard.wanted, windows)
    left = [window for window in windows if window not in fit]
    return choice(heard, left[0], left, named, "the other one") if named and fit and len(left) == 1 else None


def _refuses_before(heard: Heard) -> list[Word]:
    """ "Nobody is coming to my door. You'll get your money Thursday", where Thursday was offered."""
    timed = {one.word.clause for one in heard.times}
    near = [word for word in heard.reply.words if word.clause in timed]
    if any(word.roles & _ASKS_FOR and not word.roles & BIT["light"] for word in near):
        return []
    if not fitting(heard.wanted, heard.asked.windows):
        return []
    last = max(one.word.start for one in heard.wanted)
    refusal = [word for word in heard.words(BIT["no"]) if word.clause not in timed and word.start < last]
    return [word for word in refusal if refuses_whole(word) and not word.roles & (BIT["none"] | _GOES_ON)]


def _are_hours(heard: Heard, picked: list[Reference], windows: Sequence[OfferedWindow]) -> bool:
    """Are numbers hours, because a day was told that none of our windows is on: "Sunday after church, like 1?" """
    dated = [one for one in heard.wanted if is_dated(one)]
    return bool(dated) and not fitting(dated, windows) and all(one.word.text.isdigit() for one in picked)


def _refuses_apart(heard: Heard, places: Sequence[Reference]) -> bool:
    """Is there a no in a clause of its own, without a time or the places that it denies?"""
    timed = {one.word.clause for one in heard.times}
    denied = [one.word for one in places if not one.wanted]
    return any(
        word.clause not in timed
        and not is_refused_before(heard.reply, word.clause + 1)
        and not _is_of(word, places)
        and not is_said_of_a_list(heard.reply, word, denied)
        for word in heard.words(REFUSES)
    )


def _is_of(refusal: Word, places: Sequence[Reference]) -> bool:
    """Is it said of the places that stand before it: "1和3我都要上班"?"""
    return (
        refusal.text.startswith(_ALL)
        and bool(refusal.roles & BIT["none"])
        and any(
            one.word.clause == refusal.clause and one.word.start < refusal.start for one in places if not one.wanted
        )
    )


def _refused_after(heard: Heard) -> list[Word]:
    """A no behind the last time: "on a holiday?? no. none of these"."""
    last = max(one.word.start for one in heard.wanted)
    apart = {one.word.clause for one in heard.times} | {word.clause for word in heard.words(BIT["rest"])}
    about_texts = {word.clause for word in heard.words(_ABOUT_OTHERS)}
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
