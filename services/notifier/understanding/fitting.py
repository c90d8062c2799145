"""Which of the offered windows a time fits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta

from .reading import OfferedWindow
from .times import TimeMention, TimeReading
from .times.hours import PARTS
from .times_said import Reference, is_a_week, is_dated

_SPECIFIC = {"datetime": 3, "datetimerange": 3, "date": 2, "daterange": 1, "time": 3, "timerange": 2}
_PARTS = frozenset(PARTS.values())
TOUCHES = 0.6
"""How well a part of the day fits a window that begins when it ends."""
EARLIEST = 7
"""Nobody who says "after 6" means the morning."""
LATEST = 20
EVENING = time(18)
"""From here on parts of the day are taken loosely: who says evening may mean the window that ends when it begins."""
INSIDE = 1.6
"""How well an open end fits a window that is on its side as a whole."""


def fitting(said: Sequence[Reference], windows: Sequence[OfferedWindow]) -> list[OfferedWindow]:
    """The windows that every wanted time fits, best first; else those that fit the time that tells most, or one of
    those in one breath with it ("Monday or Tuesday").
    """
    wanted = [one for one in said if one.wanted and one.mention is not None]
    if not wanted:
        return []
    scores = [[score(one.mention, window) for one in wanted if one.mention] for window in windows]
    every = [sum(scores[place]) if all(scores[place]) else 0.0 for place in range(len(windows))]
    if any(every):
        best = max(every)
        return [window for window, total in zip(windows, every, strict=True) if total >= best - 0.01]
    first = foremost(wanted)
    if first is None or first.best is None:
        return []
    if not all(is_dated(one) for one in wanted) and first.best.kind not in ("datetime", "datetimerange"):
        return []
    found: list[OfferedWindow] = []
    for one in (other for other in _breath(wanted, first) if is_dated(other)):
        hit = [window for window in windows if one.mention is not None and score(one.mention, window)]
        found += hit if one is first else [window for window in hit[:1] if window not in found]
    weeks = [one.mention for one in wanted if is_a_week(one) and one.mention is not None]
    return [w for w in windows if w in found and all(score(week, w) for week in weeks)]


def _breath(said: Sequence[Reference], one: Reference) -> list[Reference]:
    """The times that are told together with `one`."""
    first = last = said.index(one)
    while first > 0 and said[first].joined:
        first -= 1
    while last + 1 < len(said) and said[last + 1].joined:
        last += 1
    return list(said[first : last + 1])


def foremost(said: Sequence[Reference], *, dated: bool = True) -> Reference | None:
    """The time that tells most; of equals the last, but the first of one clause ("Monday or Tuesday")."""
    best: Reference | None = None
    for one in said:
        if not one.wanted or one.mention is None or one.best is None:
            continue
        if one.best.dated != dated or one.mention.relative is not None:
            continue
        if (
            best is None
            or _rank(one) > _rank(best)
            or (_rank(one) == _rank(best) and one.word.clause != best.word.clause)
        ):
            best = one
    return best


def is_told_exactly(wanted: Sequence[Reference]) -> bool:
    """A day with its hour or part of the day, said once."""
    first = foremost(wanted)
    return first is not None and first.best is not None and first.best.kind in ("datetime", "datetimerange")


def _rank(one: Reference) -> int:
    return 0 if one.best is None else _SPECIFIC[one.best.kind]


def ruled_out(said: Sequence[Reference], windows: Sequence[OfferedWindow]) -> list[OfferedWindow]:
    """The windows that a time which isn't wanted covers."""
    unwanted = [one.mention for one in said if not one.wanted and one.mention is not None]
    return [window for window in windows if any(score(mention, window) > TOUCHES for mention in unwanted)]


def is_hour_of(number: int, window: OfferedWindow) -> bool:
    """May a bare number mean an hour within the window: 9, 14, 530?"""
    hour, minute = divmod(number, 100) if number >= 100 else (number, 0)
    if not (1 <= hour <= 23 and minute < 60):
        return False
    hours = {hour, hour + 12} if hour < 12 else {hour}
    return any(window.start <= window.start.replace(hour=one, minute=minute) < window.end for one in hours if one < 24)


def score(mention: TimeMention, window: OfferedWindow) -> float:
    """How well a time fits a window, 0 to 2. Other readings count for less than the best."""
    best = 0.0
    readings = mention.readings[:1] if _is_a_limit(mention) else mention.readings[:4]
    for rank, reading in enumerate(readings):
        score = _reading_score(reading, window) - 0.1 * rank
        best = max(best, score)
    return best


def _is_a_limit(mention: TimeMention) -> bool:
    """Does it begin or end at an hour at which people come? Then nobody means that of the other half of the day:
    "from 11" is not from 23:00 on, "by 9" not by 21:00.
    """
    best = mention.best
    if best is None or best.kind not in ("datetimerange", "timerange") or not best.open:
        return False
    first, last = (best.start, best.end) if best.dated else (best.first, best.last)
    limit = first if best.open == "after" else last
    return limit is not None and EARLIEST <= limit.hour <= LATEST


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
        if (start.time(), end.time()) not in _PARTS or (window.end <= start and start.time() < EVENING):
            return 0.0  # nobody who says "afternoon" means the window that ends at noon
        return TOUCHES  # "evening" begins when the afternoon's window ends: people don't look at the clock
    if reading.open == "after":
        if (start.hour < EARLIEST and reading.start is None) or (start.time() > time(0) and start.hour < EARLIEST):
            return 0.0
        return INSIDE if window.start >= start else (1.2 if window.end > start + timedelta(minutes=29) else 0.0)
    if reading.open == "before":
        return INSIDE if window.end <= end else (1.2 if window.start < end - timedelta(minutes=29) else 0.0)
    share = (high - low) / (window.end - window.start)
    inside = start >= window.start and end <= window.end
    return 1.7 if inside else (1.0 + share / 2 if share >= 0.5 else 0.0)
