"""A window that somebody asks about, as clocks show at the door: a day, and two times of it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time

FIRST_YEAR, LAST_YEAR = 2000, 2199
"""Beyond them nobody has an appointment, and clocks of a zone can't be told."""
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TIME = re.compile(r"[0-9]{2}:[0-9]{2}")


class NotAsked(ValueError):
    """What is asked is no day or no window. The sentence says what is wrong, and repeats nothing of it."""


@dataclass(frozen=True, slots=True)
class AskedWindow:
    """`first` and `last` are times of that day, the last behind the first."""

    day: date
    first: time
    last: time

    @classmethod
    def read(cls, day: str, first: str, last: str) -> AskedWindow:
        """Raises `NotAsked`."""
        window = cls(asked_date(day, "day"), _time(first, "from"), _time(last, "to"))
        if window.last <= window.first:
            raise NotAsked("The window has to end after it begins: to is later than from, on the same day.")
        return window


def asked_date(text: str, name: str) -> date:
    """Of what is called `name`. Raises `NotAsked`."""
    if not DAY.fullmatch(text):
        raise NotAsked(f"What is given as {name} is no day: one is written 2026-12-01.")
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise NotAsked(f"What is given as {name} is not in the calendar.") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise NotAsked(f"What is given as {name} has to lie in the years {FIRST_YEAR} to {LAST_YEAR}.")
    return found


def _time(text: str, name: str) -> time:
    if not TIME.fullmatch(text):
        raise NotAsked(f"What is given as {name} is no time of day: one is written 14:00.")
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise NotAsked(f"What is given as {name} is no time that a clock shows.") from None
