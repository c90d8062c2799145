"""Rules for shares of a month or year: "the first two weeks of december", "the last day of the month"."""

from __future__ import annotations

from datetime import date

from . import days
from .days import DAY
from .grammar import Made, Neighbours, TimeContext, TimeRules
from .lengths import Length, length
from .lexicon import Atom
from .roles import letter

SHARES = TimeRules()
SHARES_TOLD = TimeRules()
"""Those that a length stands in: tried among the lengths."""


@SHARES_TOLD.on(
    "last|ordinal length of? this|next unit",
    "last|ordinal length of? unit next|this",
    "last|ordinal length of|from unit",
    "last|ordinal length of|in|inside? month|maybemonth",
    "this|next unit of? last|ordinal length",
    "period of? last|ordinal length",
    "month of? side length",
    "edge length",
    "month|maybemonth of? last|ordinal|ago|beforehand length",
)
def edge_of_period(context: TimeContext, found: Neighbours) -> Made:
    """The last three weeks of this year, the first two days of december."""
    if found.has("edge"):  # महीने के आखिरी तीन दिन
        if found.get("edge") != "end month":
            return None
        return _edge(context, Neighbours([Atom(letter("unit"), "month", 0, 0)]), found.get("length"))
    return _edge(context, found, found.get("length"))


@SHARES.on(
    "clockpre? ordinal|last number unit of? month|maybemonth",
    "clockpre? ordinal|last number unit of? this|next unit",
    "clockpre? ordinal|last number unit of unit next|this",
    "clockpre? ordinal|last number unit of unit",
    "number ordinal|last unit of? month|maybemonth",
    "number ordinal|last unit of? this|next unit",
    "number ordinal|last unit of unit next|this",
    "number ordinal|last unit of|from unit",
)
def edge_of_period_number_first(context: TimeContext, found: Neighbours) -> Made:
    """Les deux premières semaines de décembre."""
    units = [atom for atom in found if atom.role == letter("unit")]
    rest = Neighbours(atom for atom in found if atom is not units[0])
    return _edge(context, rest, length(found.get("number"), units[0].value))


@SHARES.on("unit of month|maybemonth", "month of? unit", "unit month")
def month_called_so(context: TimeContext, found: Neighbours) -> Made:
    """El mes de diciembre."""
    return ("month", found.get("month", "maybemonth")) if found.get("unit") == "month" else None


@SHARES.on(
    "ordinal|last|side unit|daypre of|in|inside|from? month|maybemonth",
    "ordinal|last|side unit|daypre of|in|inside|from? this|next unit",
    "ordinal|last|side unit|daypre of|in|inside|from unit next|this",
    "ordinal|last|side unit|daypre of|in|inside|from? period",
    "ordinal|last|side unit|daypre of|in|inside|from unit",
    "unit of ordinal|last unit|daypre",
    "period|month of? ordinal|last unit|daypre",
)
def day_of_period_told(context: TimeContext, found: Neighbours) -> Made:
    """The last day of the month, the first day of december, los últimos días de noviembre."""
    units, month = found.all("unit"), found.get("month", "maybemonth")
    unit, offset = found.get("period") or (next((one for one in units if "day" not in one), ""), found.get("next") or 0)
    working = "workday" in units and found.get("side") is None
    if not (found.has("daypre") or "day" in units or working) or found.get("side") == "middle":
        return None
    if month is None and unit not in ("week", "month", "year"):
        return None
    stretch = days.month(context.today, month) if month else days.period(context.today, unit, offset)
    if working:
        at = found.get("ordinal") or 1
        day = days.working_days(stretch[1], -1) if found.has("last") else days.working_days(stretch[0] - DAY, at)
        return ("date", (day,)) if stretch[0] <= day < stretch[1] else None
    days_word = next(atom for atom in found if atom.role == letter("daypre") or atom.value == "day")
    said = context.text[days_word.start : days_word.end]
    at_end = found.has("last") or found.get("side") == "end"
    which = found.get("ordinal") or 1
    if said in ("dias", "jours", "days") and (at_end or which == 1):
        return "drange", ((days.side(stretch, "end" if at_end else "start"),), "")
    day = stretch[1] - DAY if at_end else stretch[0] + (which - 1) * DAY
    return ("date", (day,)) if stretch[0] <= day < stretch[1] else None


def _edge(context: TimeContext, found: Neighbours, by: Length) -> Made:
    month, which = found.get("month", "maybemonth"), found.get("ordinal")
    unit, offset = found.get("period") or (found.get("unit"), found.get("next") or 0)
    if by.minutes or by.months or by.days < 1 or which not in (None, 1):
        return None
    if month is None and unit not in ("month", "year"):
        return None
    first, last = days.month(context.today, month) if month else days.period(context.today, unit, offset)
    if by.days % 7 == 0 and unit == "year":  # whole weeks, as calendars count them
        first, last = (date.fromisocalendar(one.year, 1, 1) for one in (first, last))
    starts = which == 1 or found.has("ago", "beforehand") or found.get("side") == "start"
    if found.get("side") == "middle":
        return None
    return "drange", (((first, first + by.days * DAY) if starts else (last - by.days * DAY, last),), "")
