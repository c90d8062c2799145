"""What is said of time in a text: where, in which language, and what it can mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal

TimeKind = Literal["date", "time", "datetime", "daterange", "timerange", "datetimerange"]
OpenEnd = Literal["", "after", "before"]
RelativeWord = Literal["later", "earlier", "same"]
TimeDoubt = Literal["no_such_date", "no_such_hour", "past"]
"""31 February; a local time that the clock skips; what is over at the moment of reading."""

POINT = timedelta(hours=1)
OPENS, CLOSES = time(8), time(21)


@dataclass(frozen=True, slots=True)
class TimeReading:
    """One thing that a mention can mean.

    Dates have `start` and `end`, both aware: a day runs from 00:00 to 00:00 of the next, a point in time one nominal
    hour. Times of day without a date (`time`, `timerange`) have `first` and `last` alone. An open end is closed at
    08:00 or 21:00 of its day, and `open` says which side was said. `named`: the last day was said itself
    ("from the 5th to the 7th"), and `end` is the midnight after it.
    """

    kind: TimeKind
    start: datetime | None = None
    end: datetime | None = None
    first: time | None = None
    last: time | None = None
    open: OpenEnd = ""
    named: bool = False
    doubts: frozenset[TimeDoubt] = frozenset()

    @property
    def point(self) -> bool:
        """An hour and not a stretch of time."""
        return self.kind in ("time", "datetime")

    @property
    def dated(self) -> bool:
        return self.start is not None

    def on(self, day: date, zone: tzinfo | None) -> tuple[datetime, datetime]:
        """The stretch of time that this means on `day`: a time of day put on it, a date as it is."""
        if self.start is not None and self.end is not None:
            return self.start, self.end
        first, last = self.first or OPENS, self.last or CLOSES
        start = datetime.combine(day, first, zone)
        end = datetime.combine(day, last, zone)
        return start, end if end > start else end + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TimeMention:
    """Words of a text that speak of time, with what they can mean, best first.

    `start` and `end` count characters of the text as it was given. `relative` is set where the words lean on
    another time ("an hour later", "same time"): `shift` is by how much (also of "two hours ago", which leans on
    nothing), and the readings are what they would mean if nothing had been said before, if anything. `part`: a part
    of the day alone. `bare`: an hour told by a preposition alone ("at 4"), or by nothing at all ("friday 4").
    `gap`: the words between a day and its hour, which are not of time ("friday works at 4"). No reading at all:
    there is no such day, and `doubts` says so.
    """

    start: int
    end: int
    language: str
    readings: tuple[TimeReading, ...]
    relative: RelativeWord | None = None
    shift: timedelta | None = None
    part: bool = False
    bare: bool = False
    gap: tuple[int, int] | None = None
    doubts: frozenset[TimeDoubt] = frozenset()

    @property
    def best(self) -> TimeReading | None:
        return self.readings[0] if self.readings else None
