"""Rules for weeks, months and their sides: "next week", "月底", "the rest of the month", "later this evening"."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from . import days
from .days import DAY
from .grammar import Found, Made, Rules, Said
from .hours import PARTS, put

PERIODS = Rules()
LEFT_OVER = Rules()


@PERIODS.on("this part", "part this")
def this_part(said: Said, found: Found) -> Made:
    return "daypart", f"0 {found.get('part')}"


@PERIODS.on("last part", "part last")
def last_part(said: Said, found: Found) -> Made:
    return "daypart", f"-1 {found.get('part')}"


@PERIODS.on("next|this|last unit", "unit next|last|this", "next|this|last hour|minute")
def period(said: Said, found: Found) -> Made:
    offset = found.get("next")
    if offset is None:
        offset = -1 if found.has("last") else 0
    if found.has("hour", "minute") or found.get("unit") == "hour":
        far = timedelta(minutes=1 if found.has("minute") else 60)
        ends = (said.at - far, said.at) if found.has("last") else (said.at, said.at + far)
        return "stretch", ((ends,), "")
    return "period", (found.get("unit"), offset)


@PERIODS.on("side from? period", "period side", "side from? unit", "unit side")
def side_of_period(said: Said, found: Found) -> Made:
    unit, offset = found.get("period") or (found.get("unit"), 0)
    if unit not in ("week", "month", "year", "workweek"):
        return None
    return "drange", ((days.side(days.period(said.today, unit, offset), found.get("side")),), "")


@PERIODS.on("next|this|last edge", "edge next|this|last", "edge period", "period edge", "edge")
def edge(said: Said, found: Found) -> Made:
    which, unit = found.get("edge").split()
    offset = found.get("next") if found.has("next") else -1 if found.has("last") else 0
    if found.has("period"):
        if found.get("period")[0] != unit:
            return None
        offset = found.get("period")[1]
    if unit == "day":
        return "range", (((time(16), time(18)),), "")
    return "drange", ((days.side(days.period(said.today, unit, offset), which),), "")


@PERIODS.on("side month|maybemonth", "month side")
def side_of_month(said: Said, found: Found) -> Made:
    return "drange", ((days.side(days.month(said.today, found.get("month", "maybemonth")), found.get("side")),), "")


@PERIODS.on("next|this|last month|maybemonth", "month next|this|last")
def which_month(said: Said, found: Found) -> Made:
    number = found.get("month", "maybemonth")
    year = said.today.year if found.has("this") else None
    if found.has("last"):
        year = said.today.year - (number >= said.today.month)
    return "drange", ((days.month(said.today, number, year),), "")


@LEFT_OVER.on("later period", "side|later date part", "side|later daypart")
def later_in(said: Said, found: Found) -> Made:
    """Later this week; late tomorrow afternoon; later this evening."""
    which = found.get("side") or "end"
    if found.has("period"):
        unit, offset = found.get("period")
        return (
            ("drange", ((days.side(days.period(said.today, unit, offset), "end"),), ""))
            if unit in ("week", "month")
            else None
        )
    some, part = found.get("date"), found.get("part")
    if some is None:
        offset, part = found.get("daypart").split()
        some = (said.today + int(offset) * DAY,)
    first, last = PARTS[part]
    middle = first.replace(hour=(first.hour + last.hour + 1) // 2)
    ends = {"start": (first, middle), "middle": (first, last), "end": (middle, last)}[which]
    midnights = [datetime.combine(day, datetime.min.time()) for day in some]
    return "stretch", (tuple((put(day, ends[0]), put(day, ends[1])) for day in midnights), "")


@LEFT_OVER.on("unit date", "unit from on? date", "date unit")
def week_of_day(said: Said, found: Found) -> Made:
    """The week of the 18th, the week starting on monday."""
    if found.get("unit") != "week":
        return None
    return "drange", (tuple(days.period(day, "week", 0) for day in found.get("date")), "")


@LEFT_OVER.on("rest unit", "rest period")
def the_rest(said: Said, found: Found) -> Made:
    unit, offset = found.get("period") or (found.get("unit"), 0)
    if unit == "day":
        return "stretch", (((said.at, datetime.combine(said.today + DAY, datetime.min.time())),), "")
    return "drange", (((said.today, days.period(said.today, unit, offset)[1]),), "")


@LEFT_OVER.on("period")
def plain_period(said: Said, found: Found) -> Made:
    unit, offset = found.get("period")
    stretch = days.period(said.today, unit, offset)
    return ("date", (stretch[0],)) if unit == "day" else ("drange", ((stretch,), ""))


@LEFT_OVER.on("side date")
def side_of_day(said: Said, found: Found) -> Made:
    hours = {"start": (8, 12), "middle": (11, 15), "end": (16, 21)}[found.get("side")]
    moments = tuple((_at(day, hours[0]), _at(day, hours[1])) for day in found.get("date"))
    return "stretch", (moments, "")


@LEFT_OVER.on("month", "in|inside maybemonth")
def plain_month(said: Said, found: Found) -> Made:
    return "drange", ((days.month(said.today, found.get("month", "maybemonth")),), "")


@LEFT_OVER.on("unit")
def lone_unit(said: Said, found: Found) -> Made:
    """The weekend; and a word that is "week" as well as "sunday"."""
    unit = found.get("unit")
    if unit == "week" and said.words.week_is_sunday:
        return "date", days.weekday(said.today, 7)
    return ("drange", ((days.period(said.today, unit, 0),), "")) if unit == "weekend" else None


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour))
