"""Rules for single days: "the 20th", "tomorrow", "christmas eve", "the monday after thanksgiving"."""

from __future__ import annotations

from datetime import date

from . import days
from .days import DAY
from .grammar import Made, Neighbours, TimeContext, TimeRules
from .holidays import holiday

DAYS = TimeRules()


@DAYS.on(
    "period on the? ordinal",
    "period number|ordinal daymark?",
    "number|ordinal daymark? from? period",
    "daypre number|ordinal from? period",
)
def day_of_period(context: TimeContext, found: Neighbours) -> Made:
    unit, offset = found.get("period")
    number = found.get("number", "ordinal")
    if unit != "month" or number > 31:
        return None
    first = days.period(context.today, unit, offset)[0]
    return "date", days.on_date(first.year, first.month, number)


@DAYS.on("daypre number|ordinal", "number daymark", "ordinal daymark")
def day_with_word(context: TimeContext, found: Neighbours) -> Made:
    number = found.get("number", "ordinal")
    return ("date", days.day_of_month(context.today, number)) if 1 <= number <= 31 else None


@DAYS.on("the|on number", "on the number")
def the_number(context: TimeContext, found: Neighbours) -> Made:
    """El 15, le 15; low ones are places in our list."""
    number = found.get("number")
    if (
        (context.words.day_after_weekday or (found.has("on") and found.has("the")))
        and 3 < number <= 31
        and not getattr(number, "spelt", False)
    ):
        return "date", days.day_of_month(context.today, number)
    return None


@DAYS.on("ordinal")
def ordinal_in_digits(context: TimeContext, found: Neighbours) -> Made:
    """14th; low ones and those in words are places in our list."""
    number = found.get("ordinal")
    if getattr(number, "spelt", False) or not 3 < number <= 31:
        return None
    return "date", days.day_of_month(context.today, number)


@DAYS.on("the|on|before|after ordinal", "on the ordinal")
def the_ordinal(context: TimeContext, found: Neighbours) -> Made:
    number = found.get("ordinal")
    if not 3 < number <= 31 and not found.has("on", "before", "after"):
        return None
    day = days.day_of_month(context.today, number)
    if found.has("before"):
        return "drange", (tuple((context.today, one) for one in day), "before")
    if found.has("after"):
        return "drange", (tuple((one + DAY, one + 31 * DAY) for one in day), "after")
    return ("date", day) if number <= 31 else None


@DAYS.on("next|this|last holiday", "holiday next|this|last", "holiday year|longnumber", "holiday")
def named_day(context: TimeContext, found: Neighbours) -> Made:
    found_days = holiday(found.get("holiday"), context.today)
    year = found.get("year", "longnumber")
    if year is not None:
        found_days = holiday(found.get("holiday"), date(int(year), 1, 1)) if 1990 <= int(year) < 2100 else ()
        return "date", found_days[:1]
    if found.has("last"):
        return "date", found_days[1:]
    return ("date", found_days) if found_days else None


@DAYS.on("weekday past|after date", "weekday before date")
def weekday_after(context: TimeContext, found: Neighbours) -> Made:
    number, near = found.get("weekday"), found.get("date")
    if found.has("before"):
        return "date", tuple(days.weekday(day - 7 * DAY, number)[0] for day in near)
    return "date", tuple(days.weekday(day + DAY, number)[0] for day in near)


@DAYS.on("weekday")
def plain_weekday(context: TimeContext, found: Neighbours) -> Made:
    return "date", days.weekday(context.today, found.get("weekday"))


@DAYS.on("ordinal|last unit|daypre unit|period", "period|unit ordinal|last unit", "ordinal|last unit this|next unit")
def day_of_stretch(context: TimeContext, found: Neighbours) -> Made:
    """The last day of the month, the first day of next week."""
    units = found.all("unit")
    unit, offset = found.get("period") or (next((one for one in units if one != "day"), ""), found.get("next") or 0)
    if ("day" not in units and not found.has("daypre")) or unit not in ("week", "month", "year"):
        return None
    first, last = days.period(context.today, unit, offset)
    day = last - DAY if found.has("last") else first + (found.get("ordinal") - 1) * DAY
    return ("date", (day,)) if first <= day < last else None


@DAYS.on("day")
def relative_day(context: TimeContext, found: Neighbours) -> Made:
    """Some languages have one word for tomorrow and yesterday; an appointment is ahead."""
    return "date", tuple(context.today + int(offset) * DAY for offset in found.get("day").split("/"))


@DAYS.on("date later ordinal unit|clockpre", "date later ordinal day")
def first_day_after(context: TimeContext, found: Neighbours) -> Made:
    """清明节后的第一天."""
    which = found.get("ordinal")
    if found.get("unit") != "day" or which > 9:
        return None
    return "date", tuple(day + which * DAY for day in found.get("date"))


@DAYS.on("dayafter|daybefore date", "nextday of date", "date dayafter|daybefore|nextday")
def day_beside(context: TimeContext, found: Neighbours) -> Made:
    step = DAY if found.has("dayafter", "nextday") else -DAY
    return "date", tuple(day + step for day in found.get("date"))
