"""Rules for weeks, months and their sides: "next week", "月底", "the rest of the month", "later this evening"."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from . import days
from .days import DAY
from .grammar import Made, Neighbours, TimeContext, TimeRules
from .hours import put
from .roles import letter

_HAVE_SIDES = ("week", "month", "year", "workweek")
PERIODS = TimeRules()
LEFT_OVER = TimeRules()


@PERIODS.on("this part", "part this")
def this_part(context: TimeContext, found: Neighbours) -> Made:
    if found[0].role != letter("this") and context.words.language not in ("id", "ar"):
        return None  # "le matin ce serait mieux"
    return "daypart", f"0 {found.get('part')}"


@PERIODS.on("last part", "part last")
def last_part(context: TimeContext, found: Neighbours) -> Made:
    return "daypart", f"-1 {found.get('part')}"


@PERIODS.on("this unit next", "period next")
def this_coming(context: TimeContext, found: Neighbours) -> Made:
    """Esta semana que entra."""
    unit, offset = found.get("period") or (found.get("unit"), 0)
    return ("period", (unit, found.get("next"))) if context.words.day_after_weekday and offset == 0 else None


@PERIODS.on("next|this|last unit", "unit next|last|this", "next|this|last hour|minute", "clockpre next")
def period(context: TimeContext, found: Neighbours) -> Made:
    offset = found.get("next")
    if found.has("clockpre") and context.words.language != "ar":
        return None  # الساعة القادمة: the word for "o'clock" is the one for an hour
    if offset is None:
        offset = -1 if found.has("last") else 0
    if found.has("hour", "minute", "clockpre") or found.get("unit") == "hour":
        far = timedelta(minutes=1 if found.has("minute") else 60)
        ends = (context.at - far, context.at) if found.has("last") else (context.at, context.at + far)
        return "stretch", ((ends,), "")
    return "period", (found.get("unit"), offset)


@PERIODS.on("period month|maybemonth", "month|maybemonth period", "period date", "date period")
def of_a_year(context: TimeContext, found: Neighbours) -> Made:
    """December of this year, 明年一月五号."""
    unit, offset = found.get("period")
    if unit != "year":
        return None
    year = context.today.year + offset
    if found.has("date"):
        said = found.get("date")[0]
        return "date", days.on_date(year, said.month, said.day)
    return "drange", ((days.month(context.today, found.get("month", "maybemonth"), year),), "")


@PERIODS.on("side from? period", "period side", "side from? unit", "unit side")
def side_of_period(context: TimeContext, found: Neighbours) -> Made:
    which = found.get("side")
    if not found.has("period"):
        unit = found.get("unit")
        return ("drange", (_coming_side(context, unit, which), "")) if unit in _HAVE_SIDES else None
    unit, offset = found.get("period")
    return ("drange", (_side(context, unit, offset, which), "")) if unit in _HAVE_SIDES else None


@PERIODS.on("month|maybemonth edge", "edge month|maybemonth")
def edge_of_month(context: TimeContext, found: Neighbours) -> Made:
    """十二月中旬, fin de mes de diciembre."""
    which, unit = found.get("edge").split()
    if unit != "month":
        return None
    return "drange", ((days.side(days.month(context.today, found.get("month", "maybemonth")), which),), "")


@PERIODS.on("next|this|last edge", "edge next|this|last", "edge period", "period edge", "edge")
def edge(context: TimeContext, found: Neighbours) -> Made:
    which, unit = found.get("edge").split()
    offset = found.get("next") if found.has("next") else -1 if found.has("last") else 0
    if found.has("period"):
        if found.get("period")[0] != unit:
            return None
        offset = found.get("period")[1]
    if unit == "day":
        first, last = context.part("closing")
        if first == last:
            return "moment", (datetime.combine(context.today + offset * DAY, last),)
        return "range", (((first, last),), "")
    named = offset or found.has("this", "last", "period")
    return "drange", (_side(context, unit, offset, which) if named else _coming_side(context, unit, which), "")


def _side(context: TimeContext, unit: str, offset: int, which: str) -> tuple[days.DayStretch, ...]:
    return (days.side(days.period(context.today, unit, offset), which),)


def _coming_side(context: TimeContext, unit: str, which: str) -> tuple[days.DayStretch, ...]:
    """The next one, where this one is over: who pays at the start of the month says so on the 24th."""
    now = _side(context, unit, 0, which)
    return now if now[0][1] > context.today else (*_side(context, unit, 1, which), *now)


@PERIODS.on("side month|maybemonth", "month side")
def side_of_month(context: TimeContext, found: Neighbours) -> Made:
    return "drange", ((days.side(days.month(context.today, found.get("month", "maybemonth")), found.get("side")),), "")


@PERIODS.on("next|this|last month|maybemonth", "month next|this|last")
def which_month(context: TimeContext, found: Neighbours) -> Made:
    number = found.get("month", "maybemonth")
    year = context.today.year if found.has("this") else None
    if found.has("last"):
        year = context.today.year - (number >= context.today.month)
    return "drange", ((days.month(context.today, number, year),), "")


@LEFT_OVER.on("later period", "side|later date part", "side|later daypart")
def later_in(context: TimeContext, found: Neighbours) -> Made:
    """Later this week; late tomorrow afternoon; later this evening."""
    which = found.get("side") or "end"
    if found.has("period"):
        unit, offset = found.get("period")
        return (
            ("drange", ((days.side(days.period(context.today, unit, offset), "end"),), ""))
            if unit in ("week", "month")
            else None
        )
    some, part = found.get("date"), found.get("part")
    if some is None:
        offset, part = found.get("daypart").split()
        some = (context.today + int(offset) * DAY,)
    first, last = context.part(part)
    middle = first.replace(hour=(first.hour + last.hour + 1) // 2)
    ends = {"start": (first, middle), "middle": (first, last), "end": (middle, last)}[which]
    midnights = [datetime.combine(day, datetime.min.time()) for day in some]
    return "stretch", (tuple((put(day, ends[0]), put(day, ends[1])) for day in midnights), "")


@LEFT_OVER.on("unit number")
def week_by_number(context: TimeContext, found: Neighbours) -> Made:
    """Week 31 of the year, this one or, when that is over, the next."""
    number = found.get("number", "ordinal")
    if found.get("unit") != "week" or getattr(number, "spelt", False) or not 6 <= number <= 53 or not found.close():
        return None
    weeks = []
    for year in (context.today.year, context.today.year + 1):
        first = date.fromisocalendar(year, 1, 1) + 7 * (number - 1) * DAY
        weeks.append((first, first + 7 * DAY))
    return "drange", (tuple(week for week in weeks if week[1] > context.today)[:1], "")


@LEFT_OVER.on("last length this|next unit", "last length period", "period last length", "last length from period")
def last_weeks(context: TimeContext, found: Neighbours) -> Made:
    """The last three weeks of this year."""
    unit, offset = found.get("period") or (found.get("unit"), found.get("next") or 0)
    by = found.get("length")
    if by.minutes or by.months or unit not in ("month", "year"):
        return None
    last = days.period(context.today, unit, offset)[1]
    return "drange", (((last - by.days * DAY, last),), "")


@LEFT_OVER.on("unit of ordinal|number")
def week_of_numbered_day(context: TimeContext, found: Neighbours) -> Made:
    """La semana del 18."""
    number = found.get("ordinal", "number")
    if found.get("unit") != "week" or getattr(number, "spelt", False) or not 1 <= number <= 31:
        return None
    some = days.day_of_month(context.today, number)
    return "drange", (tuple(days.period(day, "week", 0) for day in some), "")


@LEFT_OVER.on("unit date", "unit from on? date", "date unit")
def week_of_day(context: TimeContext, found: Neighbours) -> Made:
    """The week of the 18th, the week starting on monday."""
    if found.get("unit") != "week":
        return None
    return "drange", (tuple(days.period(day, "week", 0) for day in found.get("date")), "")


@LEFT_OVER.on("rest unit", "rest period", "period rest")
def the_rest(context: TimeContext, found: Neighbours) -> Made:
    unit, offset = found.get("period") or (found.get("unit"), 0)
    if unit == "day":
        return "stretch", (((context.at, datetime.combine(context.today + DAY, datetime.min.time())),), "")
    return "drange", (((context.today, days.period(context.today, unit, offset)[1]),), "")


@LEFT_OVER.on("period")
def plain_period(context: TimeContext, found: Neighbours) -> Made:
    unit, offset = found.get("period")
    stretch = days.period(context.today, unit, offset)
    return ("date", (stretch[0],)) if unit == "day" else ("drange", ((stretch,), ""))


@LEFT_OVER.on("side date")
def side_of_day(context: TimeContext, found: Neighbours) -> Made:
    """The end of a day can be its last moment."""
    first, last = context.part(f"day_{found.get('side')}")
    if first == last:
        return "moment", tuple(datetime.combine(day, last) for day in found.get("date"))
    some = ((datetime.combine(day, first), datetime.combine(day, last)) for day in found.get("date"))
    return "stretch", (tuple(some), "")


@LEFT_OVER.on("month", "in|inside maybemonth")
def plain_month(context: TimeContext, found: Neighbours) -> Made:
    return "drange", ((days.month(context.today, found.get("month", "maybemonth")),), "")


@LEFT_OVER.on("unit")
def lone_unit(context: TimeContext, found: Neighbours) -> Made:
    """The weekend; and a word that is "week" as well as "sunday"."""
    unit = found.get("unit")
    if unit == "week" and context.words.week_is_sunday:
        return "date", days.weekday(context.today, 7)
    return ("drange", ((days.period(context.today, unit, 0),), "")) if unit == "weekend" else None
