"""Rules for stretches of days: "monday to wednesday", "after the 5th", "until friday"."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from .days import DAY, DayStretch, day_of_month
from .grammar import Made, Neighbours, TimeContext, TimeRules
from .hours import put
from .mention import OPENS
from .roles import letter

STRETCHES = TimeRules()
_AFTER_SOMETHING = re.compile(
    r"(?:apres|habis|setelah|sesudah|despues|depois) (?!ca\b|c'|oui\b|si\b|ok\b|ya\b|bisa\b|aja\b|saja\b)[a-z]"
)
"""After what the day holds: church, work."""
_AT_THE_LATEST = re.compile(r"tard|delai|lambat|latest|later|maxim|maksim|最迟|至迟|不晚|不迟|اقصي")
"""Words for "before" with which the day still counts."""


def _is_stretch(value: tuple[Any, ...]) -> bool:
    return len(value) == 2 and isinstance(value[1], str)


def _stretches(value: tuple[Any, ...]) -> tuple[DayStretch, ...]:
    """The value of a date or of a stretch of days, as stretches."""
    return value[0] if _is_stretch(value) else tuple((day, day + DAY) for day in value)


@STRETCHES.on("before|until date at|ato|toclock? clock")
def until_hour_of_day(context: TimeContext, found: Neighbours) -> Made:
    """Au plus tard vendredi à midi."""
    some = [datetime.combine(day, hour) for day in found.get("date") for hour in found.get("clock")][:4]
    starts = [max(context.at, datetime.combine(one.date(), OPENS)) for one in some]
    return "stretch", (tuple((min(start, one), one) for start, one in zip(starts, some, strict=True)), "before")


@STRETCHES.on("part fromday date")
def part_of_day(context: TimeContext, found: Neighbours) -> Made:
    """Le matin du 15 novembre."""
    if context.text[found[1].start : found[1].end] != "du":
        return None
    first, last = context.part(found.get("part"))
    midnights = [datetime.combine(day, datetime.min.time()) for day in found.get("date")]
    return "stretch", (tuple((put(day, first), put(day, last)) for day in midnights), "")


@STRETCHES.on(
    "between date|drange plus|or|dash|to|until date|drange",
    "from? date|drange dash|to|until date|drange",
    "date|drange fromhere date|drange uptohere?",
    "date plus|dash|to date between",
)
def day_to_day(context: TimeContext, found: Neighbours) -> Made:
    values = found.all("date", "drange")
    first, last = (_stretches(value) for value in values)
    named = "" if _is_stretch(values[1]) else "named"
    stretches: list[DayStretch] = []
    for start, _ in first:
        for _, end in last:
            while end <= start and end + 7 * DAY > start:
                end += 7 * DAY
            if end > start:
                stretches.append((start, end))
                break
    return ("drange", (tuple(stretches), named)) if stretches else None


@STRETCHES.on("after|past date|drange", "date|drange later")
def after_day(context: TimeContext, found: Neighbours) -> Made:
    if found[-1].role == letter("later") and _AFTER_SOMETHING.match(context.text, found[-1].start):
        return None  # "dimanche après le culte"
    if context.text[found[-1].start : found[-1].end] == "later":
        return None  # "monday later": on that day
    value = _stretches(found.get("date", "drange"))
    return "drange", (tuple((end, end + 7 * DAY) for _, end in value), "after")


@STRETCHES.on("fromday|untilday number")
def from_numbered_day(context: TimeContext, found: Neighbours) -> Made:
    """À partir du 20, hasta el 20."""
    number = found.get("number")
    if not 1 <= number <= 31:
        return None
    some = day_of_month(context.today, number)
    if found.has("untilday"):
        return "drange", (tuple((context.today, day + DAY) for day in some), "until")
    return "drange", (tuple((day, day + 7 * DAY) for day in some), "after")


@STRETCHES.on("from date|drange", "date|drange fromhere|afterwards")
def from_day(context: TimeContext, found: Neighbours) -> Made:
    if found.has("drange") and found.get("drange")[1] == "named":
        return "drange", found.get("drange")
    value = _stretches(found.get("date", "drange"))
    return "drange", (tuple((start, start + 7 * DAY) for start, _ in value), "after")


@STRETCHES.on("before|within date|drange", "date|drange beforehand|ago")
def before_day(context: TimeContext, found: Neighbours) -> Made:
    value = _stretches(found.get("date", "drange"))
    ends = found.has("drange") and found.get("drange")[1] != "named"
    word = found[0] if found[0].role in (letter("before"), letter("within")) else found[-1]
    if not ends and _AT_THE_LATEST.search(context.text, word.start, word.end):
        return "drange", (tuple((context.today, end) for _, end in value), "until")
    return "drange", (tuple((context.today, _limit(*one) if ends else one[0]) for one in value), "before")


def _limit(start: date, end: date) -> date:
    """Before the end of the month is before it is over, before the weekend is before that begins."""
    closes_a_month = end.day == 1 and start.day > 1
    closes_a_week = end.weekday() == 0 and start.weekday() in (3, 4)
    return end if closes_a_month or closes_a_week else start


@STRETCHES.on("until date|drange", "date|drange uptohere")
def until_day(context: TimeContext, found: Neighbours) -> Made:
    if found.has("drange") and found.get("drange")[1] == "named" and found.has("uptohere"):
        return "drange", found.get("drange")  # 3 से 9 तारीख तक
    value = _stretches(found.get("date", "drange"))
    return "drange", (tuple((context.today, end) for _, end in value), "until")
