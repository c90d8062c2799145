"""Times in borrowers' own words: which words of a text speak of time, and what each can mean."""

from __future__ import annotations

from datetime import datetime

from .day_parts import CONVENTIONS, OURS, RECOGNIZERS, DayParts
from .days import is_near
from .mention import TimeMention, TimeReading
from .reader import read

__all__ = ["CONVENTIONS", "OURS", "RECOGNIZERS", "DayParts", "TimeMention", "TimeReading", "is_near", "mentions"]


def mentions(text: str, at: datetime, hint: str = "", day_parts: DayParts = OURS) -> tuple[TimeMention, ...]:
    """Every mention of time in `text`, in order, as somebody means it who writes at `at` (aware, in their own zone).

    `hint` is the language they are known to write; every language is tried. Readings ahead come before those past. A
    day and an hour of one clause are one mention; alternatives are separate ones. A bare number is none. `day_parts`:
    when the parts of a day are taken to be.
    """
    return read(text, at, hint, day_parts) if is_near(at) else ()
