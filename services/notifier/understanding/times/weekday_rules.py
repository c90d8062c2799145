"""Rules for days of the week: "next friday", "viernes 15", "wednesday evening next week", "monday 3-8"."""

from __future__ import annotations

import re
from datetime import datetime

from . import days
from .days import DAY
from .grammar import Made, Neighbours, TimeContext, TimeRules
from .hours import between, hours, put
from .lengths import Length, length, moved

WEEKDAYS = TimeRules()
_OF_THE_NEXT = re.compile(r" (?:de la|da|de) ")
"""El miércoles de la próxima: the week is meant, and not named."""


@WEEKDAYS.on("this|next|last? weekday date", "date weekday", loose=True)
def weekday_and_date(context: TimeContext, found: Neighbours) -> Made:
    """Friday, 5 November: the date counts, and the one that is a friday first."""
    number = found.get("weekday")
    return "date", tuple(sorted(found.get("date"), key=lambda day: (day < context.today, day.isoweekday() != number)))


@WEEKDAYS.on("this|next? weekday dot")
def weekday_and_date_in_digits(context: TimeContext, found: Neighbours) -> Made:
    """Friday 7.6, where that is no hour."""
    first, second = (int(part) for part in found.get("dot").split("."))
    if len(found.get("dot").split(".")[1]) > 1:
        return None
    return "date", days.two_numbers(context.today, first, second, month_first=context.words.month_first)


@WEEKDAYS.on("weekday number dash number")
def weekday_and_hours(context: TimeContext, found: Neighbours) -> Made:
    """Monday 3-8."""
    a, b = found.all("number")
    first, last = hours(a), hours(b)
    if not first or not last or found.has("toclock", "ato"):
        return None
    dates = days.two_numbers(context.today, a, b, month_first=context.words.month_first)
    if dates and a > b and dates[0] >= context.today and dates[0].isoweekday() == found.get("weekday"):
        return "date", dates[:1]  # Friday 7-6, where the 6th of July is one
    some = [datetime.combine(day, datetime.min.time()) for day in days.weekday(context.today, found.get("weekday"))[:1]]
    pairs = ((put(day, a), put(day, b)) for day in some for a, b in between(first, last))
    ahead = tuple(pair for pair in pairs if pair[0] < pair[1])
    return ("stretch", (ahead, "")) if ahead else None


@WEEKDAYS.on("weekday the ordinal", loose=True)
@WEEKDAYS.on("this|next? weekday daypre? number|ordinal daymark?", "number|ordinal daymark weekday")
def weekday_and_number(context: TimeContext, found: Neighbours) -> Made:
    """Friday the 5th; "friday 5" where the language means a day of the month by it."""
    weekday, number = found.get("weekday"), found.get("number", "ordinal")
    if not 1 <= number <= 31:
        return None
    if not (context.words.day_after_weekday or found.has("ordinal", "daymark", "daypre") or number > 12):
        return None
    first = context.today.replace(day=1)
    for months in range(4):
        start = days.add_months(first, months)
        for day in days.on_date(start.year, start.month, number):
            if day >= context.today and day.isoweekday() == weekday:
                return "date", (day,)
    return ("date", days.day_of_month(context.today, number)) if found.has("ordinal", "daymark", "daypre") else None


@WEEKDAYS.on("this? next weekday", "weekday next")
def next_weekday(context: TimeContext, found: Neighbours) -> Made:
    if _OF_THE_NEXT.match(context.text[found[0].end : found[-1].end]):
        return "date", days.weekday(context.today, found.get("weekday"), 1)
    is_week = context.words.next_is_week
    coming = days.weekday(context.today + DAY, found.get("weekday"))[0]
    if context.words.tomorrow_is_named and found.get("next") == 1 and coming - context.today == DAY:
        return "date", (coming + 7 * DAY, coming)
    return "date", days.next_weekday(context.today, found.get("weekday"), found.get("next"), is_week=is_week)


@WEEKDAYS.on("weekday past|after next")
def weekday_after_next(context: TimeContext, found: Neighbours) -> Made:
    """The friday after next."""
    if not context.words.month_first or found.get("next") != 1 or not found.close():
        return None
    coming = days.weekday(context.today + DAY, found.get("weekday"))[0]
    return "date", (coming + 7 * DAY, coming + 14 * DAY)


@WEEKDAYS.on("unit|length day")
def week_from_a_day(context: TimeContext, found: Neighbours) -> Made:
    """A week today, fortnight tomorrow, as the British say."""
    by: Length = found.get("length") or length(1, found.get("unit"))
    if not context.words.month_first or not found.close() or by.months or by.minutes or by.days % 7 or not by.days:
        return None
    return "date", tuple(context.today + (int(offset) + by.days) * DAY for offset in found.get("day").split("/")[:1])


@WEEKDAYS.on("length day")
def length_after_tomorrow(context: TimeContext, found: Neighbours) -> Made:
    """Três dias depois de amanhã: counted from tomorrow, where it says "after tomorrow"."""
    by: Length = found.get("length")
    if not context.words.tomorrow_is_after or found.get("day") != "2" or not found.close() or by.minutes:
        return None
    return moved(context, by, 1, context.today + DAY)


@WEEKDAYS.on("weekday comma number")
def weekday_comma_number(context: TimeContext, found: Neighbours) -> Made:
    """Quarta-feira, 23: a day of the month, where the next such day is that weekday. Low ones are hours."""
    number = found.get("number")
    if not context.words.day_after_weekday or getattr(number, "spelt", False) or not 12 < number <= 31:
        return None
    some = days.day_of_month(context.today, number)
    return ("date", some) if some and some[0].isoweekday() == found.get("weekday") else None


@WEEKDAYS.on("this? weekday|day in number")
def weekday_and_eight(context: TimeContext, found: Neighbours) -> Made:
    """El viernes en ocho, de hoy en ocho: the days of a week are counted as eight."""
    number = found.get("number")
    if context.words.language != "es" or number not in (8, 15) or not getattr(number, "spelt", False):
        return None
    start = context.today + int(found.get("day").split("/")[0]) * DAY if found.has("day") else None
    start = start or days.weekday(context.today, found.get("weekday"))[0]
    return "date", (start + (7 if number == 8 else 14) * DAY,)


@WEEKDAYS.on("weekday|day unit")
def weekday_week(context: TimeContext, found: Neighbours) -> Made:
    """Friday week, tomorrow week, wednesday fortnight, as the British say for a week or two after that day."""
    weeks = {"week": 1, "fortnight": 2}.get(found.get("unit"))
    if weeks is None or not context.words.month_first or not found.close():
        return None
    if found.has("day"):
        day = context.today + int(found.get("day").split("/")[0]) * DAY
    else:
        day = days.weekday(context.today, found.get("weekday"))[0]
    return "date", (day + weeks * 7 * DAY,)


@WEEKDAYS.on("this weekday", "weekday this", "weekday now")
def this_weekday(context: TimeContext, found: Neighbours) -> Made:
    if found.has("now") and (context.words.language != "pt" or not found.close()):
        return None  # sexta agora
    day = days.weekday(context.today, found.get("weekday"), 0)
    return "date", day if day[0] >= context.today else (day[0] + 7 * DAY, *day)


@WEEKDAYS.on("last weekday", "weekday last")
def last_weekday(context: TimeContext, found: Neighbours) -> Made:
    before = days.weekday(context.today - 7 * DAY, found.get("weekday"))[0]
    return "date", (before,)


@WEEKDAYS.on("weekday part|clock period", "period weekday part|clock", loose=True)
def weekday_of_week_with_hour(context: TimeContext, found: Neighbours) -> Made:
    """Wednesday evening next week."""
    unit, offset = found.get("period")
    if unit != "week":
        return None
    day = datetime.combine(days.weekday(context.today, found.get("weekday"), offset)[0], datetime.min.time())
    if found.has("clock"):
        return "moment", tuple(put(day, one) for one in found.get("clock"))
    first, last = context.part(found.get("part"))
    return "stretch", (((put(day, first), put(day, last)),), "")


@WEEKDAYS.on("from|between? weekday dash|to|until|plus weekday period")
def weekdays_of_week(context: TimeContext, found: Neighbours) -> Made:
    """Monday to thursday next week."""
    unit, offset = found.get("period")
    first, last = (days.weekday(context.today, number, offset)[0] for number in found.all("weekday"))
    if unit != "week" or first >= last or (found.has("plus") and not found.has("between")):
        return None
    return "drange", (((first, last + DAY),), "named")


@WEEKDAYS.on("period weekday", "weekday from? period", loose=True)
def weekday_of_week(context: TimeContext, found: Neighbours) -> Made:
    unit, offset = found.get("period")
    number = found.get("weekday")
    if unit in ("week", "workweek") or (unit == "weekend" and number > 5):
        return "date", days.weekday(context.today, number, offset)
    return None


@WEEKDAYS.on("number weekday")
def number_and_weekday(context: TimeContext, found: Neighbours) -> Made:
    """21 सोमवार, where the 21st is a monday."""
    number = found.get("number")
    day = days.day_of_month(context.today, number) if 12 < number <= 31 else ()
    return ("date", day) if day and day[0].isoweekday() == found.get("weekday") else None
