"""The day and the hours that a proposal names, as the borrower's clock shows them.

`asked_time` settles on the one time to look around. Here is only what was said, with every hour that it may mean, so
that nobody is told that a time is none of ours which they did not ask for. Several days name none, and what is counted
from a window of ours ("an hour later") names neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta

from .reading import FoundTime, SpokenTime
from .times import TimeMention, TimeReading
from .times_said import Reference

_DAY, _MIDNIGHT = timedelta(days=1), time(0)


def named_time(found: FoundTime | None, wanted: Sequence[Reference]) -> SpokenTime | None:
    """What `wanted` names, of which `found` was made; None where that is nothing."""
    mentions = [one.mention for one in wanted if one.mention is not None]
    if any(mention.relative in ("later", "earlier") for mention in mentions):
        return None
    readings = [mention.best for mention in mentions if mention.best is not None]
    days = {reading.start.date() for reading in readings if reading.start is not None and _is_short(reading)}
    if len(days) > 1:
        return None
    day = found.start.date() if days and found is not None else None
    hours = tuple(dict.fromkeys(hours for mention in mentions for hours in _hours(mention)))
    return SpokenTime(day, hours) if day is not None or hours else None


def _is_short(reading: TimeReading) -> bool:
    """Is it no longer than a day, whatever the clocks do on it?"""
    start, end = reading.start, reading.end
    return start is None or end is None or end.replace(tzinfo=None) - start.replace(tzinfo=None) <= _DAY


def _hours(mention: TimeMention) -> list[tuple[time, time]]:
    """Every stretch of hours that it may mean; what is past is meant by nobody."""
    ahead = [reading for reading in mention.readings if not reading.doubts]
    return [_clock(reading) for reading in ahead if reading.kind not in ("date", "daterange") and _is_short(reading)]


def _clock(reading: TimeReading) -> tuple[time, time]:
    """From when until when; an hour alone begins and ends with itself. An open end is open until midnight."""
    first, last = reading.first, reading.last
    if reading.start is not None and reading.end is not None:
        first, last = reading.start.time(), reading.end.time()
    first, last = first or _MIDNIGHT, last or _MIDNIGHT
    if reading.open == "before":
        return _MIDNIGHT, last
    return (first, first) if reading.point else (first, _MIDNIGHT if reading.open == "after" else last)
