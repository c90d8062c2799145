"""When a visit may be made at all: the arrival windows that could be offered, before crews are asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from shared.contracts.values import Window
from shared.policy import ContactCalendar
from shared.policy.local_time import local_day, zone_of

DAYS_MAX = 31
"""No more days than this are looked at for one question, however far apart its ends are."""


def arrival_windows(
    calendar: ContactCalendar,
    zone: str,
    earliest: datetime,
    latest: datetime,
    *,
    lasts: timedelta,
    visit: timedelta,
    every: timedelta,
) -> list[Window]:
    """Arrival windows between two instants, each followed by time for the visit itself within the hours.

    They start at the opening and `every` so often after it; ascending, also where hours overlap.
    """
    found: dict[datetime, Window] = {}
    for on in _days(local_day(earliest, zone), local_day(latest, zone)):
        for window in _of_day(calendar, zone, on, lasts, visit, every):
            if earliest <= window.start and window.end <= latest:
                found[window.start] = window
    return [found[at] for at in sorted(found)]


@lru_cache(512)
def _of_day(
    calendar: ContactCalendar, zone: str, on: date, lasts: timedelta, visit: timedelta, every: timedelta
) -> tuple[Window, ...]:
    """All that a day has: questions ask for the same days again and again."""
    place, found = zone_of(zone), list[Window]()
    for hours in calendar.hours("visit", on):
        start, close = datetime.combine(on, hours.value.start), datetime.combine(on, hours.value.end)
        while start + lasts + visit <= close:
            at = start.replace(tzinfo=place).astimezone(UTC)
            # A local time that the clocks skip is none: the instant it is taken for has another.
            if at.astimezone(place).replace(tzinfo=None) == start:
                found.append(Window(start=at, end=at + lasts, zone=zone, local=start.isoformat(timespec="minutes")))
            start += every
    return tuple(found)


def _days(first: date, last: date) -> Iterator[date]:
    for number in range(min((last - first).days + 1, DAYS_MAX)):
        yield first + timedelta(days=number)
