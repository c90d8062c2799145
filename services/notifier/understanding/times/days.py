"""Days and stretches of days, counted from the day a text was written on."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

DAY = timedelta(days=1)
Days = tuple[date, ...]
"""What a day can mean, best first."""
DayStretch = tuple[date, date]
"""From the first day up to, and without, the last."""
SOON = timedelta(days=120)
FIRST_YEAR, LAST_YEAR = 1900, 2199


def is_near(day: date) -> bool:
    """Does a day lie in the years that anybody means? Rules may count a few years on from it."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def weekday(today: date, number: int, weeks: int | None = None) -> Days:
    """The day 1 (Monday) to 7 that comes next; or, with `weeks`, that of this week or so many weeks on."""
    monday = today - timedelta(days=today.weekday())
    if weeks is not None:
        return (monday + timedelta(days=number - 1, weeks=weeks),)
    ahead = (number - 1 - today.weekday()) % 7
    coming = today + timedelta(days=ahead)
    return (coming, coming + 7 * DAY) if ahead == 0 else (coming, coming - 7 * DAY)


def next_weekday(today: date, number: int, weeks: int, *, is_week: bool) -> Days:
    """ "Next friday": of next week, or the first that comes; the other one is second where people may differ."""
    later = weekday(today, number, weeks)
    if weeks != 1:
        return later if weeks else (_coming(today, number),)
    coming = _coming(today, number)
    if is_week and later[0] - today <= DAY:
        later = (later[0] + 7 * DAY,)  # who means tomorrow says so
    both = (*later, coming) if is_week else (coming, *later)
    doubt = (coming - today).days >= 4 if is_week else (coming - today).days <= 2
    return both if doubt and both[0] != both[1] else both[:1]


def _coming(today: date, number: int) -> date:
    """The first after today."""
    return today + timedelta(days=(number - 2 - today.weekday()) % 7 + 1)


def on_date(year: int, month: int, day: int) -> Days:
    """That one day; nothing where the calendar has no such day."""
    year = year + 2000 if year < 100 else year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ()
    try:
        return (date(year, month, day),)
    except ValueError:
        return ()


def month_day(today: date, month: int, day: int) -> Days:
    """The next such day, then the last one."""
    found = [one for year in (today.year, today.year + 1, today.year - 1) for one in on_date(year, month, day)]
    ahead = [one for one in found if one >= today]
    return (*ahead[:1], *sorted((one for one in found if one < today), reverse=True)[:1])


def day_of_month(today: date, day: int) -> Days:
    """The next such day of a month, this month's or the one after's that has it."""
    found: list[date] = []
    first = today.replace(day=1)
    for months in range(4):
        start = add_months(first, months)
        found += on_date(start.year, start.month, day)
    return tuple(one for one in found if one >= today)[:1]


def two_numbers(today: date, first: int, second: int, *, month_first: bool) -> Days:
    """ "5/11" in the language's order, unless only the other order lies within the next months."""
    orders = ((first, second), (second, first)) if month_first else ((second, first), (first, second))
    found: list[date] = []
    for month, day in orders:
        found += [one for one in month_day(today, month, day) if one not in found] if 1 <= month <= 12 else []
    return tuple(sorted(found, key=lambda one: (one < today, one > today + SOON)))


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or that month's last."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def period(today: date, unit: str, offset: int) -> DayStretch:
    """This (0), the next (1) or the last (-1) day, week, weekend, month or year."""
    monday = today - timedelta(days=today.weekday())
    match unit:
        case "week" | "fortnight":
            start = monday + timedelta(weeks=offset)
            return start, start + 7 * DAY
        case "workweek":
            start = monday + timedelta(weeks=offset)
            return start, start + 5 * DAY
        case "weekend":
            start = monday + timedelta(weeks=offset, days=5)
            return start, start + 2 * DAY
        case "month":
            first = add_months(today.replace(day=1), offset)
            return first, add_months(first, 1)
        case "year":
            return date(today.year + offset, 1, 1), date(today.year + offset + 1, 1, 1)
        case _:
            return today + offset * DAY, today + (offset + 1) * DAY


def side(stretch: DayStretch, which: str) -> DayStretch:
    """The start, middle or end of a week or month: two or three days of a week, a third of a month."""
    first, last = stretch
    length = (last - first).days
    if which == "last":
        return last - DAY, last
    if length <= 7:
        cuts = {"start": (0, 3), "middle": (1, 4), "end": (3, length)}[which]
        return first + cuts[0] * DAY, first + min(cuts[1], length) * DAY
    third = 10 if length < 32 else length // 3
    if which == "start":
        return first, first + third * DAY
    if which == "middle":
        return first + third * DAY, first + 2 * third * DAY
    return first + 2 * third * DAY, last


def month(today: date, number: int, year: int | None = None) -> DayStretch:
    """A month, the one that runs or comes next unless a year is said."""
    when = year if year is not None else today.year + (number < today.month)
    first = date(when, number, 1)
    return first, add_months(first, 1)


def working_days(day: date, many: int) -> date:
    """So many working days on."""
    step = DAY if many > 0 else -DAY
    left = abs(many)
    while left:
        day += step
        left -= day.weekday() < 5
    return day
