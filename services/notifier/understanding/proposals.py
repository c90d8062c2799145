"""Numbers, positions and times in a reply: which windows they take, which they rule out, what else they propose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from .languages.shape import BIT, bits
from .lexicon import BACKWARDS
from .reading import FoundTime, OfferedWindow
from .times import TimeMention, TimeReading
from .times.hours import PARTS
from .words import ReplyWords, Word

_LIGHT = bits("light", "polite", "me", "i", "you", "hedge", "only", "laugh")
_DENIES = bits("not", "dont", "didnt", "cant", "except", "pas", "misfit", "never")
_AGAINST = bits("misfit", "cant", "busy", "none", "nobody")
_PAST = bits("complaint", "die", "paid")
"""What is told of has been: its days are no appointments."""
_FOR = bits("fits", "yes", "either")
_ANSWERS = _FOR | bits("option", "come", "visit", "instead", "polite", "question", "rest", "except", "misfit", "no")
_REASONS = bits("life", "busy", "because", "money", "lostjob", "complaint")
_SPECIFIC = {"datetime": 3, "datetimerange": 3, "date": 2, "daterange": 1, "time": 3, "timerange": 2}
_DAY = timedelta(days=1)
_PARTS = frozenset(PARTS.values())
EARLIEST = 7
"""Nobody who says "after 6" means the morning."""
_BEFORE_DENIES = bits("not", "except", "dont", "pas", "didnt", "never")
_BEHIND_DENIES = bits("post_not", "misfit", "no", "except")
_AGREES = bits("yes", "ack")
_COUNTED = bits("hour_word", "life", "people")
_NAMES_ONE = bits("option", "fits", "yes")
_BESIDE_NUMBERS = bits(
    "option", "fits", "yes", "either", "or", "instead", "no", "num", "except", "misfit", "rest", "ack"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A time or a place in our list, and whether it is wanted."""

    word: Word
    wanted: bool


def times_said(reply: ReplyWords) -> list[Reference]:
    """Every time in the reply with its polarity; what a correction took back is left out, and what is over if more
    than that was said.
    """
    said = _all_said(reply)
    ahead = [
        one
        for one in said
        if not (one.word.mention and one.word.mention.best and "past" in one.word.mention.best.doubts)
    ]
    said = ahead or said
    return _without_reasons(reply, said) if len(said) > 1 else said


def _without_reasons(reply: ReplyWords, said: list[Reference]) -> list[Reference]:
    """Times without those of clauses that tell why: "Friday afternoon, the kids swim till 2". The only day stays."""
    reasons = {clause[0].clause for clause in reply.clauses if clause and _tells_why(clause)}
    answers = [one for one in said if one.word.clause not in reasons]
    if not answers:
        return said
    dated = any(_is_dated(one) for one in answers)
    return [one for one in said if one.word.clause not in reasons or not one.wanted or (_is_dated(one) and not dated)]


def _tells_why(clause: Sequence[Word]) -> bool:
    """Does a clause speak of the borrower's day, and answer nothing?"""
    if any(word.roles & _ANSWERS for word in clause):
        return False
    return any(word.roles & _REASONS or (not word.roles and word.text[0].isalnum()) for word in clause)


def _is_dated(one: Reference) -> bool:
    return one.word.mention is not None and one.word.mention.best is not None and one.word.mention.best.dated


def _all_said(reply: ReplyWords) -> list[Reference]:
    said: list[Reference] = []
    for clause in reply.clauses:
        for place, word in enumerate(clause):
            if (word.roles & BIT["wait_word"] and said and any(w.mention for w in clause[place:])) or (
                word.roles & BIT["wait_word"] and said and _time_follows(reply, word)
            ):
                said = [one for one in said if not one.wanted]
            if word.mention is not None and not any(other.roles & _PAST for other in clause):
                wanted = _wanted(clause, place)
                if wanted and said and not said[-1].wanted and _joined(clause, said[-1].word, place):
                    wanted = False
                said.append(Reference(word, wanted))
    return said


def _joined(clause: Sequence[Word], before: Word, place: int) -> bool:
    """Does a time stand with `before` in one breath: "any but Thursday and Friday"?"""
    if before not in clause:
        return False
    between = clause[clause.index(before) + 1 : place]
    return all(word.roles & (_LIGHT | BIT["or"]) for word in between)


def _time_follows(reply: ReplyWords, word: Word) -> bool:
    return any(other.mention is not None and other.start > word.start for other in reply.words)


def _wanted(clause: Sequence[Word], place: int) -> bool:
    clause, place = _up_to_a_reason(clause, place)
    before = place - 1
    while before >= 0 and clause[before].roles & _LIGHT and not clause[before].roles & _DENIES:
        before -= 1
    if before >= 0 and clause[before].roles & _BEFORE_DENIES:
        backwards = clause[before].language >= 0 and BACKWARDS >> clause[before].language & 1
        if not backwards:
            return False
    if before >= 0 and clause[before].roles & BIT["no"] and not any(word.roles & _FOR for word in clause[place + 1 :]):
        return False
    after = place + 1
    while after < len(clause) and clause[after].roles & _LIGHT and not clause[after].roles & _DENIES:
        after += 1
    if after < len(clause) and clause[after].roles & _BEHIND_DENIES:
        return False
    against = [word for word in clause if word.roles & _AGAINST]
    if not against:
        return True
    return any(
        word.roles & _FOR and not word.negated and not word.roles & _AGAINST for word in clause[place + 1 :]
    ) and (all(word.start < clause[place].start for word in against))


def _up_to_a_reason(clause: Sequence[Word], place: int) -> tuple[Sequence[Word], int]:
    """The part of a clause that a word stands in, where "because" parts it."""
    first, last = 0, len(clause)
    for at, word in enumerate(clause):
        if word.roles & BIT["because"]:
            if at < place:
                first = at + 1
            elif at > place:
                last = at
                break
    return clause[first:last], place - first


def numbers_said(reply: ReplyWords, highest: int) -> tuple[list[Reference], list[int]]:
    """Places in our list, and numbers that are none."""
    said: list[Reference] = []
    others: list[int] = []
    num, option, amount = BIT["num"], BIT["option"], BIT["amount"]
    for clause in reply.clauses:
        plain = all(word.roles for word in clause)
        for place, word in enumerate(clause):
            number = _place_in_list(word, highest, bool(reply.roles & BIT["time"]))
            if number is None:
                continue
            after = clause[place + 1] if place + 1 < len(clause) else None
            before = clause[place - 1] if place else None
            if (after is not None and after.roles & amount and not after.roles & _AGREES) or (
                before is not None and before.roles & amount and not before.roles & option
            ):
                continue
            named = (before is not None and before.roles & option) or (after is not None and after.roles & option)
            if not word.text.isdigit() and word.roles & num and not named and not _alone(clause, word):
                continue
            if after is not None and " " not in word.text and after.roles & _COUNTED and not after.roles & _NAMES_ONE:
                continue
            if not plain and not named:
                others.append(number)
                continue
            if word.text.isdigit() and not named and after is not None and after.roles == 0:
                others.append(number)
                continue
            if not 1 <= number <= highest:
                others.append(number)
                continue
            if before is not None and before.roles & BIT["no"] and not named:
                others.append(number)
                continue
            word.number = number
            said.append(Reference(word, _wanted(clause, place)))
    return said, others


def _alone(clause: Sequence[Word], word: Word) -> bool:
    """A number in words counts where its clause says little else: "one" and "uno" are words of many uses."""
    plain = _LIGHT | _BESIDE_NUMBERS
    return all(
        other is word
        or (
            other.roles & plain
            and (" " in word.text or other.roles & BIT["option"] or not other.roles & BIT["hour_word"])
        )
        for other in clause
    )


def _place_in_list(word: Word, highest: int, timed: bool) -> int | None:
    if word.roles & BIT["num"]:
        return word.number
    if word.roles & BIT["first"]:
        return 1
    if timed:
        return None  # "the later one on Friday" is about Friday
    if word.roles & (BIT["last"] | BIT["later_one"]):
        return highest
    if word.roles & BIT["earlier_one"]:
        return 1
    return None


def fitting(said: Sequence[Reference], windows: Sequence[OfferedWindow]) -> list[OfferedWindow]:
    """The windows that every wanted time fits, best first; else those that any fits."""
    wanted = [one.word.mention for one in said if one.wanted and one.word.mention is not None]
    if not wanted:
        return []
    scores = [[_score(mention, window) for mention in wanted] for window in windows]
    every = [sum(scores[place]) if all(scores[place]) else 0.0 for place in range(len(windows))]
    if any(every):
        best = max(every)
        return [window for window, score in zip(windows, every, strict=True) if score >= best - 0.01]
    found: list[OfferedWindow] = []
    if len(wanted) > 1 and all(mention.best is not None and mention.best.dated for mention in wanted):
        for column in range(len(wanted)):
            hit = [window for place, window in enumerate(windows) if scores[place][column]]
            if hit and hit[0] not in found:
                found += hit
        return found
    first = _foremost(said)
    if first is not None and first.best is not None and first.best.kind == "datetime":
        return [window for window in windows if _score(first, window)]
    return []


def _foremost(said: Sequence[Reference], *, dated: bool = True) -> TimeMention | None:
    """The time that tells most; of equals the last, but the first of one clause ("Monday or Tuesday")."""
    best: Reference | None = None
    for one in said:
        if not one.wanted or one.word.mention is None or one.word.mention.best is None:
            continue
        if one.word.mention.best.dated != dated or one.word.mention.relative is not None:
            continue
        if (
            best is None
            or _rank(one) > _rank(best)
            or (_rank(one) == _rank(best) and one.word.clause != best.word.clause)
        ):
            best = one
    return best.word.mention if best is not None else None


def is_told_exactly(wanted: Sequence[Reference]) -> bool:
    """A day with its hour or part of the day, said once."""
    first = _foremost(wanted)
    return first is not None and first.best is not None and first.best.kind in ("datetime", "datetimerange")


def _rank(one: Reference) -> int:
    mention = one.word.mention
    return 0 if mention is None or mention.best is None else _SPECIFIC[mention.best.kind]


def ruled_out(said: Sequence[Reference], windows: Sequence[OfferedWindow]) -> list[OfferedWindow]:
    """The windows that a time which isn't wanted covers."""
    unwanted = [one.word.mention for one in said if not one.wanted and one.word.mention is not None]
    return [window for window in windows if any(_score(mention, window) for mention in unwanted)]


def _score(mention: TimeMention, window: OfferedWindow) -> float:
    """How well a time fits a window, 0 to 2. Other readings count for less than the best."""
    best = 0.0
    for rank, reading in enumerate(mention.readings[:4]):
        score = _reading_score(reading, window) - 0.1 * rank
        best = max(best, score)
    return best


def _reading_score(reading: TimeReading, window: OfferedWindow) -> float:
    if "no_such_date" in reading.doubts or "no_such_hour" in reading.doubts:
        return 0.0
    zone = window.start.tzinfo
    start, end = reading.on(window.start.date(), zone)
    if reading.kind in ("date", "daterange"):
        return 1.0 if start <= window.start < end else 0.0
    if reading.point:
        if window.start <= start < window.end:
            return 2.0 if start == window.start else 1.8
        return 0.0
    low, high = max(start, window.start), min(end, window.end)
    if high < low or (high == low and reading.open):
        return 0.0
    if high == low:
        if (start.time(), end.time()) not in _PARTS:
            return 0.0
        return 0.6  # "evening" begins when the afternoon's window ends: people don't look at the clock
    if reading.open == "after":
        if (start.hour < EARLIEST and reading.start is None) or (start.time() > time(0) and start.hour < EARLIEST):
            return 0.0
        return 1.6 if window.start >= start else (1.2 if window.end > start + timedelta(minutes=29) else 0.0)
    if reading.open == "before":
        return 1.6 if window.end <= end else (1.2 if window.start < end - timedelta(minutes=29) else 0.0)
    share = (high - low) / (window.end - window.start)
    inside = start >= window.start and end <= window.end
    return 1.7 if inside else (1.0 + share / 2 if share >= 0.5 else 0.0)


def asked_time(
    said: Sequence[Reference], at: datetime, windows: Sequence[OfferedWindow], day_of: datetime | None
) -> tuple[FoundTime | None, bool]:
    """The time that is proposed, and whether it can't be (past, or no such time). Days and hours said apart are one.

    `day_of`: the day that an hour alone belongs to, where that is known.
    """
    said = [*said, *(Reference(_copied(one.word, flipped), wanted=True)
            for one in said if not one.wanted and one.word.mention is not None
            for flipped in _flipped(one.word.mention))]  # fmt: skip
    wanted = [one.word.mention for one in said if one.wanted and one.word.mention is not None]
    if wanted and all(m.best is not None and bool(m.best.doubts) for m in wanted if m.best is not None):
        return None, True
    dated, hour = _foremost(said), _foremost(said, dated=False)
    shifted = next((m for m in wanted if m.relative in ("later", "earlier") and m.shift is not None), None)
    if shifted is not None and (base := _base(dated, hour, windows)) is not None:
        return _moved(base, shifted), False
    if shifted is not None and dated is None:
        dated = shifted
    reading = _meant(dated, at, windows, wanted) if dated is not None else None
    if reading is not None and reading.start is not None and reading.end is not None:
        day = reading.start.date()
        if hour is not None and hour.best is not None and _refines(reading, hour.best):
            start, end = hour.best.on(day, reading.start.tzinfo)
            return FoundTime(start, end, hour.best.point), False
        if reading.kind == "date" and any(m.relative == "same" for m in wanted) and windows:
            start = datetime.combine(day, windows[0].start.timetz())
            return FoundTime(start, start + (windows[0].end - windows[0].start)), False
        return FoundTime(reading.start, reading.end, reading.point), False
    if hour is not None and hour.best is not None:
        days = {window.start.date() for window in windows}
        only = day_of.date() if day_of is not None else (next(iter(days)) if len(days) == 1 else None)
        if only is None:
            return None, False
        start, end = hour.best.on(only, at.tzinfo)
        return FoundTime(start, end, hour.best.point), start < at
    return None, False


def _copied(word: Word, mention: TimeMention) -> Word:
    """The same word, with another time."""
    copy = Word(word.text, word.start, word.end, word.roles, word.language)
    copy.clause, copy.mention = word.clause, mention
    return copy


def _base(
    dated: TimeMention | None, hour: TimeMention | None, windows: Sequence[OfferedWindow]
) -> OfferedWindow | None:
    """The window that "an hour later" is counted from."""
    near = [w for w in windows if all(m is None or _score(m, w) for m in (dated, hour))]
    return near[0] if len(near) == 1 else None


def _moved(window: OfferedWindow, shifted: TimeMention) -> FoundTime:
    by = shifted.shift or timedelta(0)
    start = window.start + by
    if by % _DAY == timedelta(0):
        start = datetime.combine(start.date(), window.start.timetz())
    return FoundTime(start, start + (window.end - window.start))


def _meant(
    mention: TimeMention, at: datetime, windows: Sequence[OfferedWindow], wanted: Sequence[TimeMention]
) -> TimeReading | None:
    """The reading that is meant. A day within a week that was named lies in it; and who names today's weekday in
    answer to later days means the one that was offered, or next week's.
    """
    best = mention.best
    if best is None or best.start is None:
        return best
    ahead = [one for one in mention.readings if one.start is not None and not one.doubts]
    for week in wanted:
        if week.best is not None and week.best.kind == "daterange" and week is not mention:
            low, high = week.best.start, week.best.end
            inside = [one for one in ahead if one.start is not None and low and high and low <= one.start < high]
            if inside:
                return inside[0]
    if not windows or best.start.date() != at.date() or any(w.start.date() == at.date() for w in windows):
        return best
    later = [one for one in ahead if one.start is not None and (one.start.date() - at.date()).days == 7]
    same_hour = [one for one in later if one.start is not None and one.start.time() == best.start.time()]
    return (same_hour or later or [best])[0]


def _refines(reading: TimeReading, hour: TimeReading) -> bool:
    """Does an hour said apart belong to the day, or tell more of the part of the day?"""
    if reading.kind == "date":
        return True
    if reading.kind != "datetimerange" or not hour.point or reading.start is None or reading.end is None:
        return False
    start, _ = hour.on(reading.start.date(), reading.start.tzinfo)
    return reading.start <= start < reading.end


def _flipped(mention: TimeMention) -> list[TimeMention]:
    """ "not before 6" is after 6."""
    best = mention.best
    if best is None or not best.open:
        return []
    if best.dated and best.start is not None and best.end is not None:
        return []
    if best.open == "before":
        turned = TimeReading("timerange", first=best.last, last=time(21), open="after")
    else:
        turned = TimeReading("timerange", first=time(8), last=best.first, open="before")
    return [TimeMention(mention.start, mention.end, mention.language, (turned,))]
