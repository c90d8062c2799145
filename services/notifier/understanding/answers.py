"""The answer to what was asked: yes, no, one of our windows, another time, a day for paying.

Refusals and exclusions are looked for before consent, and where two windows would fit as well, nobody is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .coverage import agreement, is_explained
from .languages.shape import BIT, bits
from .proposals import Said, asked_time, fitting, numbers_said, ruled_out, times_said
from .reading import Asked, FoundTime, MeaningName, OfferedWindow
from .words import Reply, Word

_REFUSES = bits("no", "none")
_CANT = bits("misfit", "cant", "busy")
_GOES_ON = bits("either", "rest", "yes", "fits")
OTHER_TIME, TROUBLE = 4, 5
"""What our own texts teach beside the windows' numbers."""
SEVERAL_DAYS_MAX = timedelta(days=3)
_ANY_OF_SEVERAL = bits("either", "or", "fits", "yes")
_SKIPPED = bits("light", "polite", "laugh", "i", "me", "you", "not", "dont")
_ASKS = bits("how", "what", "who", "why")
_ON_CONDITION = bits("not", "if", "why")
_CANT_OR_NOT = bits("cant", "misfit", "not")
_ABOUT_A_VISIT = bits("come", "visit", "fits")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the answer is, by which rule, how sure, on which words."""

    meanings: tuple[tuple[MeaningName, float, str, tuple[Word, ...]], ...] = ()
    slot: int | None = None
    time: FoundTime | None = None
    missing: str = ""


@dataclass(slots=True)
class Heard:
    """What the reply holds for an answer, looked up once."""

    reply: Reply
    asked: Asked
    at: datetime
    elsewhere: frozenset[str]
    times: list[Said] = field(default_factory=list)

    def words(self, mask: int) -> list[Word]:
        return [word for word in self.reply.words if word.roles & mask and not word.roles & BIT["time"]]

    @property
    def wanted(self) -> list[Said]:
        return [one for one in self.times if one.wanted]


def answer(reply: Reply, asked: Asked, at: datetime, elsewhere: frozenset[str]) -> Answer:
    """The answer to `asked`. `elsewhere` are the meanings that rules have found already."""
    heard = Heard(reply, asked, at, elsewhere, times_said(reply))
    match asked.kind:
        case "offer":
            return _to_offer(heard)
        case "notice":
            return _to_notice(heard)
        case "reminder":
            return _to_reminder(heard)
        case "question":
            return _to_offer(heard) if asked.windows else _to_question(heard)
        case "none":
            return _to_nothing(heard)


def _one(kind: MeaningName, sure: float, rule: str, words: Sequence[Word]) -> Answer:
    return Answer(((kind, sure, rule, tuple(words)),))


def _to_offer(heard: Heard) -> Answer:
    windows = heard.asked.windows
    highest = max((window.number for window in windows), default=0)
    numbers, others = numbers_said(heard.reply, highest)
    out = {one.word.number for one in numbers if not one.wanted}
    out |= {window.number for window in ruled_out(heard.times, windows)}
    left = [window for window in windows if window.number not in out]
    picked = [one for one in numbers if one.wanted]
    if picked:
        return _picked(heard, picked, left)
    if heard.wanted and not (refused := _refused_after(heard)):
        found = _timed(heard, left)
        if found is not None:
            return found
    elif heard.wanted:
        return _one("decline", 0.85, "no, after the times were told", refused)
    if out and (over := heard.words(_GOES_ON) or heard.words(BIT["except"])) and left:
        return _choice(heard, left[0], left, over, "what is left when the others are ruled out")
    if out:
        resting = [one.word for one in (*numbers, *heard.times) if not one.wanted]
        if not left or heard.words(_REFUSES | BIT["change"]):
            return _one("decline", 0.85, "the windows are ruled out", resting)
        return Answer(missing="a window is ruled out, and none is taken")
    if others:
        return _beyond(heard, others)
    return _in_words(heard, windows)


def _refused_after(heard: Heard) -> list[Word]:
    """A no behind the last time: "on a holiday?? no. none of these"."""
    last = max(one.word.start for one in heard.wanted)
    return [
        word for word in heard.words(_REFUSES) if word.start > last and not word.negated and not word.roles & _GOES_ON
    ]


def _picked(heard: Heard, picked: list[Said], left: Sequence[OfferedWindow]) -> Answer:
    words = [one.word for one in picked]
    distinct = list(dict.fromkeys(word.number for word in words))
    by_number = {window.number: window for window in left}
    if len(distinct) > 1 and heard.reply.roles & BIT["wait_word"]:
        distinct = distinct[-1:]
    if len(distinct) > 1 and not heard.words(_ANY_OF_SEVERAL):
        return Answer(missing="several numbers, and not which")
    if any(one.wanted for one in heard.times):
        fit = fitting(heard.times, left)
        if fit and distinct[0] not in [window.number for window in fit]:
            return Answer(missing="a number and a time that differ")
    window = by_number.get(distinct[0] or 0)
    if window is None:
        return Answer(missing="a number that is ruled out")
    return _choice(heard, window, [window], words, "its number")


def _timed(heard: Heard, left: Sequence[OfferedWindow]) -> Answer | None:
    words = [one.word for one in heard.wanted]
    hits = fitting(heard.times, left)
    if len(hits) == 1:
        return _choice(heard, hits[0], hits, words, "its day or hour")
    if len(hits) > 1:
        if heard.words(BIT["either"] | BIT["or"]) or any(_is_several_days(word) for word in words):
            return _choice(heard, hits[0], hits, words, "one of several that fit")
        if heard.words(BIT["earlier_one"] | BIT["later_one"]):
            at_end = bool(heard.words(BIT["later_one"]))
            return _choice(heard, hits[-1 if at_end else 0], hits, words, "the first or last of those that fit")
        if not all(_is_long(word) for word in words):
            return Answer(missing="several windows fit the time")
    time, impossible = asked_time(heard.times, heard.at, heard.asked.windows, None)
    if impossible:
        return Answer(missing="a time that is past, or that does not exist")
    if all(_is_vague(one.word) for one in heard.wanted):
        return _one("reschedule", 0.85, "another time", words)
    if time is None and all(one.word.mention is None or one.word.mention.best is None for one in heard.wanted):
        return None
    if "promise" in heard.elsewhere or "paid" in heard.elsewhere:
        return Answer(time=time)
    return Answer((("propose", 0.85, "a time that was not offered", tuple(words)),), time=time)


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
) -> Answer:
    if not is_explained(heard.reply, words):
        return Answer(missing="too many words that nobody explained")
    resting = tuple(words)
    sure = 0.95 if len(among) == 1 else 0.85
    sure -= 0.1 * sum(word.mended for word in words)
    start, end = window.start, window.end
    return Answer((("choose", sure, rule, resting),), window.number, FoundTime(start, end))


def _beyond(heard: Heard, others: list[int]) -> Answer:
    taught = heard.asked.sent and len(heard.reply.words) == 1
    if taught and others[0] == OTHER_TIME:
        return _one("reschedule", 0.95, "the digit for another time", heard.reply.words)
    if taught and others[0] == TROUBLE:
        return _one("hardship", 0.95, "the digit for trouble with paying", heard.reply.words)
    if len(heard.reply.words) > 2:
        said = _in_words(heard, heard.asked.windows)
        if said.meanings and said.slot is None:
            return said
    at_hour = [window for window in heard.asked.windows if _is_hour(others[0], window)]
    if len(at_hour) == 1 and len(others) == 1 and len(heard.reply.words) > 1 and not heard.words(_REFUSES | _CANT):
        return _choice(heard, at_hour[0], at_hour, [w for w in heard.reply.words if w.roles & BIT["num"]], "its hour")
    return Answer(missing="a number that was not offered")


def _is_hour(number: int, window: OfferedWindow) -> bool:
    """May a bare number mean an hour within the window: 9, 14, 530?"""
    hour, minute = divmod(number, 100) if number >= 100 else (number, 0)
    if not (1 <= hour <= 23 and minute < 60):
        return False
    hours = {hour, hour + 12} if hour < 12 else {hour}
    return any(window.start <= window.start.replace(hour=one, minute=minute) < window.end for one in hours if one < 24)


def _in_words(heard: Heard, windows: Sequence[OfferedWindow]) -> Answer:
    if none := heard.words(BIT["none"]):
        return _one("decline", 0.9, "none of them", none)
    change = _changes(heard)
    if change and all(word.roles & BIT["put_off"] for word in change):
        return _one("decline", 0.75, "put off, without a time", change)
    if change:
        return _one("reschedule", 0.85, "another time", change)
    refusal = [word for word in heard.words(_REFUSES) if not word.roles & BIT["yes"]]
    if refusal and not heard.words(BIT["either"]) and _opens(heard.reply, refusal):
        return _one("decline", 0.9, "no", refusal)
    either = [word for word in heard.words(BIT["either"]) if not word.negated]
    if either and windows and not heard.words(_CANT):
        return _choice(heard, windows[0], windows, either, "any of them")
    if cant := heard.words(_CANT):
        return _one("decline", 0.8, "can't", cant)
    yes = agreement(heard.reply)
    if yes and len(windows) == 1 and is_explained(heard.reply, yes):
        return _choice(heard, windows[0], windows, yes, "yes to the only one")
    if yes:
        return Answer(missing="yes, but not to which")
    return Answer(missing="no answer to the offer")


def _opens(reply: Reply, refusal: Sequence[Word]) -> bool:
    """Does a clause consist of a refusal, or begin with one?"""

    for clause in reply.clauses:
        for word in clause:
            if word in refusal:
                return True
            if not word.roles & _SKIPPED:
                break
    return False


def _changes(heard: Heard) -> list[Word]:
    change = [word for word in heard.words(BIT["change"]) if not word.negated]
    if change:
        return change
    for clause in heard.reply.clauses:
        for place, word in enumerate(clause[:-1]):
            if word.roles & BIT["other"] and clause[place + 1].roles & BIT["hour_word"]:
                return [word, clause[place + 1]]
    return []


def _to_notice(heard: Heard) -> Answer:
    windows = heard.asked.windows
    agreed = windows[0] if windows else None
    change, cant = _changes(heard), heard.words(_CANT)
    refusal = [word for word in heard.words(_REFUSES) if not word.roles & BIT["yes"]]
    wanted = heard.wanted
    words = [one.word for one in wanted]
    if wanted:
        same = agreed is not None and bool(fitting(wanted, [agreed]))
        if same and not cant and not change and not refusal:
            yes = agreement(heard.reply) or tuple(words)
            asks = heard.reply.roles & _ASKS or ("?" in heard.reply.ends and not agreement(heard.reply))
            if is_explained(heard.reply, yes) and not asks and not heard.reply.roles & _ON_CONDITION:
                return _one("confirm", 0.9, "the time that was agreed", yes)
            return Answer(missing="the time that was agreed, but no yes")
        if not same:
            time, impossible = asked_time(heard.times, heard.at, windows, agreed.start if agreed else None)
            if impossible:
                return Answer(missing="a time that is past, or that does not exist")
            if time is not None:
                return Answer(
                    (("reschedule", 0.85, "another time", tuple(change or words)),
                     ("propose", 0.85, "a time that was not agreed", tuple(words))), time=time)  # fmt: skip
    if change:
        return _one("reschedule", 0.9, "another time", change)
    if refusal and _opens(heard.reply, refusal):
        return _one("decline", 0.9, "no", refusal)
    if cant:
        return _one("reschedule", 0.8, "can't", cant)
    if any(not one.wanted for one in heard.times):
        return _one("reschedule", 0.75, "not then", [one.word for one in heard.times])
    yes = agreement(heard.reply)
    if yes and is_explained(heard.reply, yes):
        return _one("confirm", 0.9, "yes", yes)
    return Answer(missing="no answer to the notice")


def _promised(heard: Heard) -> FoundTime | None:
    """The day that is meant; None for a week or a month, which is no day."""
    time, _ = asked_time(heard.times, heard.at, (), heard.at)
    if time is None or time.end - time.start > timedelta(days=1, hours=2):
        return None
    start = time.start.replace(hour=0, minute=0, second=0, microsecond=0)
    return FoundTime(start, (start + timedelta(hours=30)).replace(hour=0, minute=0))


def _to_reminder(heard: Heard) -> Answer:
    if "promise" in heard.elsewhere:
        return Answer(time=_promised(heard))
    if heard.elsewhere:
        return Answer()
    wanted = heard.wanted
    if (
        wanted
        and (heard.words(BIT["will"]) or not heard.words(_REFUSES | _CANT_OR_NOT))
        and not heard.words(BIT["cant"])
    ):
        time = _promised(heard)
        known = all(word.roles for word in heard.reply.words if word.text[0].isalnum())
        if time is not None and known:
            return Answer(
                (("promise", 0.75, "a day, where payment was asked for", tuple(o.word for o in wanted)),), time=time
            )
        return Answer(missing="a time, and not what for")
    yes = agreement(heard.reply)
    if yes and is_explained(heard.reply, yes):
        return _one("confirm", 0.85, "acknowledged", yes)
    return Answer(missing="no answer to the reminder")


def _to_question(heard: Heard) -> Answer:
    if heard.wanted:
        time, impossible = asked_time(heard.times, heard.at, (), heard.at)
        if impossible:
            return Answer(missing="a time that is past, or that does not exist")
        if "promise" in heard.elsewhere:
            return Answer(time=_promised(heard))
        return Answer((("propose", 0.8, "a time", tuple(one.word for one in heard.wanted)),), time=time)
    if change := _changes(heard):
        return _one("reschedule", 0.85, "another time", change)
    refusal = heard.words(_REFUSES)
    if refusal and _opens(heard.reply, refusal):
        return _one("decline", 0.8, "no", refusal)
    if cant := heard.words(_CANT):
        return _one("decline", 0.75, "can't", cant)
    yes = agreement(heard.reply)
    if yes and is_explained(heard.reply, yes):
        return _one("confirm", 0.8, "yes", yes)
    return Answer(missing="no answer")


def _to_nothing(heard: Heard) -> Answer:
    if "promise" in heard.elsewhere:
        return Answer(time=_promised(heard))
    if change := _changes(heard):
        return _one("reschedule", 0.8, "another time", change)
    if heard.wanted and heard.words(_ABOUT_A_VISIT):
        time, impossible = asked_time(heard.times, heard.at, (), heard.at)
        if time is not None and not impossible:
            return Answer((("propose", 0.8, "a time for a visit", tuple(one.word for one in heard.wanted)),), time=time)
    return Answer(missing="nothing was asked")
