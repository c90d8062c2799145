"""The time that a reply proposes: days and hours said apart are one, and what leans on a window is counted from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from .fitting import foremost, score
from .flipped import flipped
from .reading import FoundTime, OfferedWindow
from .times import TimeMention, TimeReading
from .times_said import Reference, with_time

_DAY = timedelta(days=1)
_SOON = timedelta(minutes=5)
FIRST_HOUR, LAST_HOUR = 8, 20
"""An hour from the first one on is in the morning, one before it in the afternoon."""


def asked_time(
    said: Sequence[Reference], at: datetime, windows: Sequence[OfferedWindow], day_of: datetime | None
) -> tuple[FoundTime | None, bool]:
    """The time that is proposed, and whether it can't be (past, or no such time). Days and hours said apart are one.

    `day_of`: the day that an hour alone belongs to, where that is known.
    """
    said = [*said, *(Reference(with_time(one.word, turned), wanted=True)
            for one in said if not one.wanted and one.word.mention is not None
            for turned in _flipped(one.word.mention))]  # fmt: skip
    wanted = [one.word.mention for one in said if one.wanted and one.word.mention is not None]
    if any(mention.best is None and mention.doubts for mention in wanted):
        return None, True
    if wanted and all(m.best is not None and bool(m.best.doubts) for m in wanted if m.best is not None):
        return None, True
    first = foremost(said)
    dated, hour = _mention(first), _mention(foremost(said, dated=False))
    shifted = next((m for m in wanted if m.relative in ("later", "earlier") and m.shift is not None), None)
    if shifted is not None and (base := _base(dated, hour, windows)) is not None:
        return _moved(base, shifted), False
    if shifted is not None and dated is None:
        dated = shifted
    reading = _meant(dated, at, windows, wanted) if dated is not None else None
    if reading is not None and reading.start is not None and reading.end is not None:
        reading = _on_the_named_day(_on_the_first_day(reading, first, said), wanted)
        assert reading.start is not None
        assert reading.end is not None
        day = reading.start.date()
        if reading.point and at <= reading.start < at + _SOON:
            return None, False  # "now" is no time for a visit; and "Ja" is a yes in one language and now in another
        if hour is not None and hour.best is not None and _refines(reading, hour.best):
            start, end = hour.best.on(day, reading.start.tzinfo)
            if hour.best.open == "after" and reading.kind != "date":
                end = reading.end  # "tonight, I'm in from 7"
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


def at_hour_of(day: FoundTime, number: int) -> FoundTime:
    """The day, or part of one, with a bare number as its hour; as it was where that is no hour of it for a visit."""
    hour = number if number >= FIRST_HOUR else number + 12
    if not FIRST_HOUR <= hour <= LAST_HOUR or day.end - day.start > _DAY:
        return day
    start = day.start.replace(hour=hour)
    if not day.start <= start < day.end:
        return day
    return FoundTime(start, start + timedelta(hours=1), point=True)


def _mention(one: Reference | None) -> TimeMention | None:
    return one.mention if one is not None else None


def _base(
    dated: TimeMention | None, hour: TimeMention | None, windows: Sequence[OfferedWindow]
) -> OfferedWindow | None:
    """The window that "an hour later" is counted from."""
    near = [w for w in windows if all(m is None or score(m, w) for m in (dated, hour))]
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
            if low and (in_it := _in_week(mention, low)) is not None:
                return in_it
    if not windows or best.start.date() != at.date() or any(w.start.date() == at.date() for w in windows):
        return best
    later = [one for one in ahead if one.start is not None and (one.start.date() - at.date()).days == 7]
    by_day = [one for one in later if one.start is not None and FIRST_HOUR <= one.start.hour <= LAST_HOUR]
    same_hour = [one for one in by_day or later if one.start is not None and one.start.time() == best.start.time()]
    return (same_hour or by_day or later or [best])[0]


def _on_the_first_day(reading: TimeReading, told: Reference | None, said: Sequence[Reference]) -> TimeReading:
    """ "Saturday or Sunday, but before eleven": the hours belong to both days, and the first is taken."""
    if told is None or told not in said or not told.joined or reading.kind not in ("datetime", "datetimerange"):
        return reading
    before = said[said.index(told) - 1]
    if not before.wanted or before.best is None or before.best.kind != "date":
        return reading
    start, end = reading.start, reading.end
    if start is None or end is None or before.best.start is None:
        return reading
    days = start.date() - before.best.start.date()
    return replace(reading, start=start - days, end=end - days) if timedelta(0) < days < 7 * _DAY else reading


def _on_the_named_day(reading: TimeReading, wanted: Sequence[TimeMention]) -> TimeReading:
    """ "Wednesday afternoon, the 17th for instance": the hours of a weekday, on its day that is named by its number."""
    if reading.kind != "datetimerange" or reading.start is None or reading.end is None:
        return reading
    for mention in wanted:
        best = mention.best
        if best is None or best.kind != "date" or best.start is None or len(mention.readings) > 1:
            continue
        days = best.start.date() - reading.start.date()
        if days > timedelta(0) and days.days % 7 == 0:
            return replace(reading, start=reading.start + days, end=reading.end + days)
    return reading


def _in_week(mention: TimeMention, monday: datetime) -> TimeReading | None:
    """A day of the week, told beside a week that begins on a later Monday, as that week's."""
    best = mention.best
    other = mention.readings[1] if len(mention.readings) > 1 else None
    if best is None or best.start is None or best.end is None or other is None or other.start is None:
        return None
    if abs(best.start - other.start) != 7 * _DAY or best.start >= monday or monday.weekday():
        return None
    by = (monday.date() - best.start.date()) + best.start.weekday() * _DAY
    return replace(best, start=best.start + by, end=best.end + by)


def _refines(reading: TimeReading, hour: TimeReading) -> bool:
    """Does an hour said apart belong to the day, or tell more of the part of the day?"""
    if reading.kind == "date":
        return True
    tells = hour.point or (hour.open == "after" and not reading.open)
    if reading.kind != "datetimerange" or not tells or reading.start is None or reading.end is None:
        return False
    start, _ = hour.on(reading.start.date(), reading.start.tzinfo)
    return reading.start <= start < reading.end


def _flipped(mention: TimeMention) -> list[TimeMention]:
    return [TimeMention(mention.start, mention.end, mention.language, (turned,)) for turned in flipped(mention)]
