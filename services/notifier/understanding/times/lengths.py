"""How long something takes, and what is so far from now."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from . import days
from .grammar import Making, TimeContext


class Length(NamedTuple):
    """How long, in months, days and minutes. `working`: the days are working days."""

    months: int = 0
    days: int = 0
    minutes: int = 0
    working: bool = False


_UNITS = {
    "minute": Length(minutes=1), "hour": Length(minutes=60), "day": Length(days=1), "week": Length(days=7),
    "fortnight": Length(days=14), "month": Length(months=1), "year": Length(months=12), "weekend": Length(days=7),
    "workday": Length(days=1, working=True), "workweek": Length(days=7),
}  # fmt: skip


def length(number: int, unit: str) -> Length:
    """So many of a unit."""
    one = _UNITS[unit]
    return Length(one.months * number, one.days * number, one.minutes * number, one.working)


def moved(context: TimeContext, by: Length, sign: int, start: date | None = None) -> Making:
    """A day so far from another, or a moment so far from now."""
    if by.minutes:
        return "moment", (context.at + sign * timedelta(minutes=by.minutes, days=by.days),)
    day = start or context.today
    if by.working:
        return "date", (days.working_days(day, sign * by.days),)
    return "date", (days.add_months(day, sign * by.months) + sign * timedelta(days=by.days),)
