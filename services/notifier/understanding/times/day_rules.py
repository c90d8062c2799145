"""Rules for days: "next friday", "5 de noviembre", "下个月5号", "in three days", "the end of the month"."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from . import days
from .days import DAY, DayStretch
from .grammar import Found, Made, Making, Rules, Said
from .holidays import holiday
from .hours import PARTS, between, hours, put
from .lexicon import Atom
from .roles import letter

NUMBERED = Rules()
DAYS = Rules()
DAY_RANGES = Rules()


class Length(NamedTuple):
    """How long, in months, days and minutes."""

    months: int = 0
    days: int = 0
    minutes: int = 0
    working: bool = False


_UNITS = {
    "minute": Length(minutes=1), "hour": Length(minutes=60), "day": Length(days=1), "week": Length(days=7),
    "fortnight": Length(days=14), "month": Length(months=1), "year": Length(months=12), "weekend": Length(days=7),
    "workday": Length(days=1, working=True), "workweek": Length(days=7), "second": Length(minutes=0),
}  # fmt: skip


def length(number: int, unit: str) -> Length:
    one = _UNITS[unit]
    return Length(one.months * number, one.days * number, one.minutes * number, one.working)


def moved(said: Said, by: Length, sign: int, start: date | None = None) -> Making:
    """A day so far from another, or a moment so far from now."""
    if by.minutes:
        return "moment", (said.at + sign * timedelta(minutes=by.minutes, days=by.days),)
    day = start or said.today
    if by.working:
        return "date", (days.working_days(day, sign * by.days),)
    return "date", (days.add_months(day, sign * by.months) + sign * timedelta(days=by.days),)


def _year(said: Said, found: Found) -> int | None:
    value = found.get("year")
    return None if value is None else int(value)


# ---------------------------------------------------------------- what stands in numbers


@NUMBERED.on("slash")
def in_digits(said: Said, found: Found) -> Made:
    """5/11, 5-11-2026, 2026-11-05."""
    parts = [int(part) for part in found.get("slash").replace("-", "/").replace(".", "/").split("/")]
    first, second = parts[0], parts[1]
    if len(parts) == 2:
        if first > 31 or second > 31 or not (first or second):
            return None
        return "date", days.two_numbers(said.today, first, second, month_first=said.words.month_first)
    if first > 31:
        return "date", days.on_date(*parts)
    year = parts[2]
    orders = ((first, second), (second, first)) if said.words.month_first else ((second, first), (first, second))
    return "date", tuple(day for month, number in orders for day in days.on_date(year, month, number))


@NUMBERED.on("longnumber yearmark")
def year_with_word(said: Said, found: Found) -> Made:
    return "year", found.get("longnumber")


@NUMBERED.on("number monthmark")
def month_in_number(said: Said, found: Found) -> Made:
    number = found.get("number")
    return ("month", number) if 1 <= number <= 12 else None


@NUMBERED.on("number|ordinal month|maybemonth from|of number dash|to|until|toclock number")
def day_of_month_and_hours(said: Said, found: Found) -> Made:
    """El tres de noviembre de 9 a 11."""
    day, first, last = found.all("number", "ordinal")
    if not hours(first) or not hours(last) or day > 31:
        return None
    some = [datetime.combine(one, datetime.min.time()) for one in days.month_day(said.today, found.get("month", "maybemonth"), day)]
    stretch = between(hours(first), hours(last))[0]
    return "stretch", (tuple((put(one, stretch[0]), put(one, stretch[1])) for one in some), "")


@NUMBERED.on(
    "from|between? number|ordinal dash|to|until|plus number|ordinal month|maybemonth",
    "month|maybemonth from|between? number|ordinal daymark? dash|to|until|plus number|ordinal daymark?",
    "from|between? number|ordinal month|maybemonth dash|to|until|plus number|ordinal month|maybemonth",
    "from|between? month|maybemonth number|ordinal daymark? dash|to|until|plus month|maybemonth number|ordinal daymark?",
    "number|ordinal fromhere number|ordinal month|maybemonth uptohere?",
)
def days_of_month(said: Said, found: Found) -> Made:
    months, numbers = found.all("month", "maybemonth"), found.all("number", "ordinal")
    starts = days.month_day(said.today, months[0], numbers[0])
    stretches: list[DayStretch] = []
    for start in starts:
        ends = days.on_date(start.year, months[-1], numbers[1])
        stretches += [(start, end + DAY) for end in ends if end > start]
    return ("drange", (tuple(stretches), "named")) if stretches else None


@NUMBERED.on(
    "year|longnumber month|maybemonth number|ordinal daymark?",
    "number|ordinal month|maybemonth year|longnumber",
    "number dash month dash? year|longnumber",
    "month|maybemonth number|ordinal daymark? year|longnumber",
    loose=True,
)
def date_with_year(said: Said, found: Found) -> Made:
    year = int(found.get("year", "longnumber"))
    if not 1990 <= year < 2100:
        return None
    return "date", days.on_date(year, found.get("month", "maybemonth"), found.get("number", "ordinal"))


@NUMBERED.on("ordinal|last unit month|maybemonth", "month ordinal|last unit", "ordinal|last unit this|next|last unit")
def week_of_month(said: Said, found: Found) -> Made:
    """The first week of november: its days from the 1st to the 7th."""
    units, number = found.all("unit"), found.get("month", "maybemonth")
    if units[0] != "week" or (number is None and units[1] not in ("month", "year")):
        return None
    if number is not None:
        first, last = days.month(said.today, number)
    else:
        first, last = days.period(said.today, units[1], found.get("next") or -found.has("last", "this") + found.has("this"))
    if found.has("ordinal"):
        first += 7 * (found.get("ordinal") - 1) * DAY
        last = min(last, first + 7 * DAY)
    else:
        first = last - 7 * DAY
    return ("drange", (((first, last),), "")) if first < last else None


@NUMBERED.on(
    "number|ordinal dash|to|until|fromhere number|ordinal daymark? next|this unit",
    "number|ordinal dash|to|until|fromhere number|ordinal daymark? unit next|this",
    "next|this unit number daymark? dash|to|until|fromhere number daymark?",
    "period number daymark? dash|to|until|fromhere number daymark?",
    "number dash|to|until|fromhere number daymark? period",
)
def days_of_period(said: Said, found: Found) -> Made:
    """From the 4th to the 23rd of next month."""
    unit, offset = found.get("period") or (found.get("unit"), found.get("next") or 0)
    if unit != "month":
        return None
    first = days.period(said.today, "month", offset)[0]
    start, end = (days.on_date(first.year, first.month, number) for number in found.all("number", "ordinal"))
    return ("drange", (((start[0], end[0] + DAY),), "named")) if start and end and start < end else None


@NUMBERED.on("the|on|daypre number of number")
def month_by_number(said: Said, found: Found) -> Made:
    """El 21 del 3."""
    day, month = found.all("number")
    spelt = getattr(day, "spelt", False) or getattr(month, "spelt", False)
    return ("date", days.month_day(said.today, month, day)) if not spelt and 1 <= month <= 12 and day <= 31 else None


@NUMBERED.on("ordinal|last weekday month|maybemonth", "ordinal|last weekday this|next unit", "ordinal|last weekday unit next|this")
def nth_weekday(said: Said, found: Found) -> Made:
    """The first monday of november, of next month."""
    number = found.get("month", "maybemonth")
    if number is None and found.get("unit") != "month":
        return None
    first, last = days.period(said.today, "month", found.get("next") or 0) if number is None else days.month(said.today, number)
    if found.has("ordinal"):
        day = days.weekday(first, found.get("weekday"))[0] + 7 * (found.get("ordinal") - 1) * DAY
    else:
        day = days.weekday(last - 7 * DAY, found.get("weekday"))[0]
    return ("date", (day,)) if first <= day < last else None


@NUMBERED.on(
    "daypre number|ordinal month|maybemonth",
    "number|ordinal daymark? from? month|maybemonth daymark?",
    "month|maybemonth number|ordinal daymark?",
    "number|ordinal daymark month|maybemonth",
)
def date_of_month(said: Said, found: Found) -> Made:
    number = found.get("number", "ordinal")
    if number > 31 or number < 1:
        return None
    return "date", days.month_day(said.today, found.get("month", "maybemonth"), number)


@NUMBERED.on("month year|longnumber")
def month_of_year(said: Said, found: Found) -> Made:
    year = int(found.get("year", "longnumber"))
    return ("drange", ((days.month(said.today, found.get("month"), year),), "")) if 1990 <= year < 2100 else None


# ---------------------------------------------------------------- lengths


@NUMBERED.on("in|within number hour postfrac?", "in|within frac hour", "number hour later|after", "number hour ago", "ago number hour",
    "in number clockpre", "number|frac clockpre later|ago", "number hour inside", "frac hour later")
def hours_from_now(said: Said, found: Found) -> Made:
    """Where one word is both "hours" and "o'clock", the words around it tell."""
    minutes = found.get("frac") or found.get("number") * 60 + (found.get("postfrac") or 0)
    if found.has("within"):
        return "stretch", (((said.at, said.at + timedelta(minutes=minutes)),), "")
    by = Length(minutes=minutes)
    if found.has("later", "after"):
        return "shift", (by, 1)
    return moved(said, by, -1 if found.has("ago") else 1)


@NUMBERED.on("number next unit|minute|hour", "within unit|hour")
def number_of_next(said: Said, found: Found) -> Made:
    """The 3 next days, within the hour."""
    number = found.get("number") or 1
    if found.has("next") and said.words.plural and said.text[found[-1].end - 1] != said.words.plural:
        return None  # "only 3 next week"
    unit = found.get("unit") or ("minute" if found.has("minute") else "hour")
    return in_the_next(said, Found([Atom(letter("length"), length(number, unit), 0, 0)]))


@DAYS.on("this part", "part this")
def this_part(said: Said, found: Found) -> Made:
    return "daypart", f"0 {found.get('part')}"


@DAYS.on("last part", "part last")
def last_part(said: Said, found: Found) -> Made:
    return "daypart", f"-1 {found.get('part')}"


@DAYS.on("number frac unit", "number unit|minute postfrac?", "frac unit")
def how_long(said: Said, found: Found) -> Made:
    number = found.get("number")
    if number is not None and found[1].start - found[0].end > 1:
        return None  # "only 3 the next week"
    unit = found.get("unit") or "minute"
    extra = found.get("frac", "postfrac") or 0
    if extra and unit != "hour":
        return None
    by = length(number or 0, unit)
    return "length", by._replace(minutes=by.minutes + extra)


@DAYS.on("number length", "length plus? length")
def sum_of_lengths(said: Said, found: Found) -> Made:
    lengths = found.all("length")
    if len(lengths) != 2:
        return None
    a, b = lengths
    return "length", Length(a.months + b.months, a.days + b.days, a.minutes + b.minutes)


@DAYS.on("within length", "next length", "length next", "in next length")
def in_the_next(said: Said, found: Found) -> Made:
    by = found.get("length")
    if by.minutes:
        return "stretch", (((said.at, said.at + timedelta(minutes=by.minutes)),), "")
    end: date = moved(said, by, 1)[1][0]
    return "drange", (((said.today + DAY, max(end + DAY, said.today + 2 * DAY)),), "")


@DAYS.on("last length", "length last")
def in_the_last(said: Said, found: Found) -> Made:
    made = moved(said, found.get("length"), -1)
    return None if made[0] == "moment" else ("drange", (((made[1][0], said.today),), ""))


@DAYS.on("push length", "push number hour", "length later that", "length past|after that")
def shifted_by(said: Said, found: Found) -> Made:
    return "shift", (found.get("length") or Length(minutes=60 * found.get("number")), 1)


@DAYS.on("weekday length later|past", "weekday in length")
def weekday_after_length(said: Said, found: Found) -> Made:
    """Monday two weeks from now."""
    name, value = moved(said, found.get("length"), 1)
    return ("date", days.weekday(value[0], found.get("weekday"), 0)) if name == "date" else None


@DAYS.on("later length")
def later_first(said: Said, found: Found) -> Made:
    return moved(said, found.get("length"), 1)


@DAYS.on("length ago", "ago|before|beforehand length", "length before|beforehand that")
def ago(said: Said, found: Found) -> Made:
    return moved(said, found.get("length"), -1)


# ---------------------------------------------------------------- weekdays, weeks, months


@DAYS.on("next|this|last unit", "unit next|last|this", "next|this|last hour|minute")
def period(said: Said, found: Found) -> Made:
    offset = found.get("next")
    if offset is None:
        offset = -1 if found.has("last") else 0
    if found.has("hour", "minute") or found.get("unit") == "hour":
        far = timedelta(minutes=1 if found.has("minute") else 60)
        ends = (said.at - far, said.at) if found.has("last") else (said.at, said.at + far)
        return "stretch", ((ends,), "")
    return "period", (found.get("unit"), offset)


@DAYS.on("this|next|last? weekday date", "date weekday", loose=True)
def weekday_and_date(said: Said, found: Found) -> Made:
    """Friday, 5 November: the date counts, and the one that is a friday first."""
    number = found.get("weekday")
    return "date", tuple(sorted(found.get("date"), key=lambda day: (day < said.today, day.isoweekday() != number)))


@DAYS.on("this|next? weekday dot")
def weekday_and_date_in_digits(said: Said, found: Found) -> Made:
    """Friday 7.6, where that is no hour."""
    first, second = (int(part) for part in found.get("dot").split("."))
    if len(found.get("dot").split(".")[1]) > 1:
        return None
    return "date", days.two_numbers(said.today, first, second, month_first=said.words.month_first)


@DAYS.on("weekday number dash number")
def weekday_and_hours(said: Said, found: Found) -> Made:
    """Monday 3-8."""
    first, last = (hours(number) for number in found.all("number"))
    if not first or not last or found.has("toclock", "ato"):
        return None
    some = [datetime.combine(day, datetime.min.time()) for day in days.weekday(said.today, found.get("weekday"))[:1]]
    pairs = ((put(day, a), put(day, b)) for day in some for a, b in between(first, last))
    ahead = tuple(pair for pair in pairs if pair[0] < pair[1])
    return ("stretch", (ahead, "")) if ahead else None


@DAYS.on("this|next? weekday daypre? number|ordinal daymark?")
def weekday_and_number(said: Said, found: Found) -> Made:
    """Friday the 5th; "friday 5" where the language means a day of the month by it."""
    weekday, number = found.get("weekday"), found.get("number", "ordinal")
    if not 1 <= number <= 31:
        return None
    if not (said.words.day_after_weekday or found.has("ordinal", "daymark", "daypre") or number > 12):
        return None
    first = said.today.replace(day=1)
    for months in range(4):
        start = days.add_months(first, months)
        for day in days.on_date(start.year, start.month, number):
            if day >= said.today and day.isoweekday() == weekday:
                return "date", (day,)
    return ("date", days.day_of_month(said.today, number)) if found.has("ordinal", "daymark", "daypre") else None


@DAYS.on("next weekday", "weekday next")
def next_weekday(said: Said, found: Found) -> Made:
    is_week = said.words.next_is_week
    return "date", days.next_weekday(said.today, found.get("weekday"), found.get("next"), is_week=is_week)


@DAYS.on("this weekday", "weekday this")
def this_weekday(said: Said, found: Found) -> Made:
    day = days.weekday(said.today, found.get("weekday"), 0)
    return "date", day if day[0] >= said.today else (day[0] + 7 * DAY, *day)


@DAYS.on("last weekday", "weekday last")
def last_weekday(said: Said, found: Found) -> Made:
    before = days.weekday(said.today - 7 * DAY, found.get("weekday"))[0]
    return "date", (before,)


@DAYS.on("side from? period", "period side", "side from? unit", "unit side")
def side_of_period(said: Said, found: Found) -> Made:
    unit, offset = found.get("period") or (found.get("unit"), 0)
    if unit not in ("week", "month", "year", "workweek"):
        return None
    return "drange", ((days.side(days.period(said.today, unit, offset), found.get("side")),), "")


@DAYS.on("next|this|last edge", "edge next|this|last", "edge period", "period edge", "edge")
def edge(said: Said, found: Found) -> Made:
    which, unit = found.get("edge").split()
    offset = found.get("next") if found.has("next") else -1 if found.has("last") else 0
    if found.has("period"):
        if found.get("period")[0] != unit:
            return None
        offset = found.get("period")[1]
    if unit == "day":
        return "range", (((datetime(1, 1, 1, 16).time(), datetime(1, 1, 1, 18).time()),), "")
    return "drange", ((days.side(days.period(said.today, unit, offset), which),), "")


@DAYS.on("side month|maybemonth", "month side")
def side_of_month(said: Said, found: Found) -> Made:
    return "drange", ((days.side(days.month(said.today, found.get("month", "maybemonth")), found.get("side")),), "")


@DAYS.on("next|this|last month|maybemonth", "month next|this|last")
def which_month(said: Said, found: Found) -> Made:
    number = found.get("month", "maybemonth")
    year = said.today.year if found.has("this") else None
    if found.has("last"):
        year = said.today.year - (number >= said.today.month)
    return "drange", ((days.month(said.today, number, year),), "")


@DAYS.on("weekday part|clock period", "period weekday part|clock", loose=True)
def weekday_of_week_with_hour(said: Said, found: Found) -> Made:
    """Wednesday evening next week."""
    unit, offset = found.get("period")
    if unit != "week":
        return None
    day = datetime.combine(days.weekday(said.today, found.get("weekday"), offset)[0], datetime.min.time())
    if found.has("clock"):
        return "moment", tuple(put(day, one) for one in found.get("clock"))
    first, last = PARTS[found.get("part")]
    return "stretch", (((put(day, first), put(day, last)),), "")


@DAYS.on("period weekday", "weekday period", loose=True)
def weekday_of_week(said: Said, found: Found) -> Made:
    unit, offset = found.get("period")
    number = found.get("weekday")
    if unit in ("week", "workweek") or (unit == "weekend" and number > 5):
        return "date", days.weekday(said.today, number, offset)
    return None


@DAYS.on("period number|ordinal daymark?", "number|ordinal daymark? period", "daypre number|ordinal period")
def day_of_period(said: Said, found: Found) -> Made:
    unit, offset = found.get("period")
    number = found.get("number", "ordinal")
    if unit != "month" or number > 31:
        return None
    first = days.period(said.today, unit, offset)[0]
    return "date", days.on_date(first.year, first.month, number)


@DAYS.on("number weekday")
def number_and_weekday(said: Said, found: Found) -> Made:
    """21 सोमवार, where the 21st is a monday."""
    number = found.get("number")
    day = days.day_of_month(said.today, number) if 12 < number <= 31 else ()
    return ("date", day) if day and day[0].isoweekday() == found.get("weekday") else None


@DAYS.on("daypre number|ordinal", "number daymark", "ordinal daymark")
def day_with_word(said: Said, found: Found) -> Made:
    number = found.get("number", "ordinal")
    return ("date", days.day_of_month(said.today, number)) if 1 <= number <= 31 else None


@DAYS.on("the|on number", "on the number")
def the_number(said: Said, found: Found) -> Made:
    """El 15, le 15; low ones are places in our list."""
    number = found.get("number")
    if (said.words.day_after_weekday or (found.has("on") and found.has("the"))) and 3 < number <= 31 and not getattr(number, "spelt", False):
        return "date", days.day_of_month(said.today, number)
    return None


@DAYS.on("the|on|before|after ordinal", "on the ordinal")
def the_ordinal(said: Said, found: Found) -> Made:
    number = found.get("ordinal")
    if not 3 < number <= 31 and not found.has("on", "before", "after"):
        return None
    day = days.day_of_month(said.today, number)
    if found.has("before"):
        return "drange", (tuple((said.today, one) for one in day), "before")
    if found.has("after"):
        return "drange", (tuple((one + DAY, one + 31 * DAY) for one in day), "after")
    return ("date", day) if number <= 31 else None


@DAYS.on("next|this|last holiday", "holiday next|this|last", "holiday year|longnumber", "holiday")
def named_day(said: Said, found: Found) -> Made:
    found_days = holiday(found.get("holiday"), said.today)
    year = found.get("year", "longnumber")
    if year is not None:
        found_days = holiday(found.get("holiday"), date(int(year), 1, 1)) if 1990 <= int(year) < 2100 else ()
        return "date", found_days[:1]
    if found.has("last"):
        return "date", found_days[1:]
    return ("date", found_days) if found_days else None


@DAYS.on("weekday past|after date", "weekday before date")
def weekday_after(said: Said, found: Found) -> Made:
    number, near = found.get("weekday"), found.get("date")
    if found.has("before"):
        return "date", tuple(days.weekday(day - 7 * DAY, number)[0] for day in near)
    return "date", tuple(days.weekday(day + DAY, number)[0] for day in near)


@DAYS.on("weekday")
def plain_weekday(said: Said, found: Found) -> Made:
    return "date", days.weekday(said.today, found.get("weekday"))


@DAYS.on("day")
def relative_day(said: Said, found: Found) -> Made:
    """Some languages have one word for tomorrow and yesterday; an appointment is ahead."""
    return "date", tuple(said.today + int(offset) * DAY for offset in found.get("day").split("/"))


@DAYS.on("later period", "side|later date part", "side|later daypart")
def later_in(said: Said, found: Found) -> Made:
    """Later this week; late tomorrow afternoon; later this evening."""
    which = found.get("side") or "end"
    if found.has("period"):
        unit, offset = found.get("period")
        return ("drange", ((days.side(days.period(said.today, unit, offset), "end"),), "")) if unit in ("week", "month") else None
    some, part = found.get("date"), found.get("part")
    if some is None:
        offset, part = found.get("daypart").split()
        some = (said.today + int(offset) * DAY,)
    first, last = PARTS[part]
    middle = first.replace(hour=(first.hour + last.hour + 1) // 2)
    ends = {"start": (first, middle), "middle": (first, last), "end": (middle, last)}[which]
    midnights = [datetime.combine(day, datetime.min.time()) for day in some]
    return "stretch", (tuple((put(day, ends[0]), put(day, ends[1])) for day in midnights), "")


@DAYS.on("dayafter|daybefore date")
def day_beside(said: Said, found: Found) -> Made:
    step = DAY if found.has("dayafter") else -DAY
    return "date", tuple(day + step for day in found.get("date"))


@DAYS.on("length past|after|from|later date", "date fromhere? length later|afterwards|inside")
def length_from_day(said: Said, found: Found) -> Made:
    made = moved(said, found.get("length"), 1, found.get("date")[0])
    return made if made[0] == "date" else None


@DAYS.on("length before date", "date length beforehand")
def length_before_day(said: Said, found: Found) -> Made:
    made = moved(said, found.get("length"), -1, found.get("date")[0])
    return made if made[0] == "date" else None


@DAYS.on("unit date", "unit from on? date", "date unit")
def week_of_day(said: Said, found: Found) -> Made:
    """The week of the 18th, the week starting on monday."""
    if found.get("unit") != "week":
        return None
    return "drange", (tuple(days.period(day, "week", 0) for day in found.get("date")), "")


@DAYS.on("in|after unit", "unit later", "in|after clockpre")
def from_now_by_one(said: Said, found: Found) -> Made:
    """بعد أسبوع."""
    return moved(said, length(1, found.get("unit") or "hour"), 1)


@DAYS.on("in|inside length", "past|after length", "length later|after|inside")
def from_now(said: Said, found: Found) -> Made:
    if found[0].role == letter("length"):
        return "shift", (found.get("length"), 1)
    return moved(said, found.get("length"), 1)


@DAYS.on("rest unit", "rest period")
def the_rest(said: Said, found: Found) -> Made:
    unit, offset = found.get("period") or (found.get("unit"), 0)
    if unit == "day":
        return "stretch", (((said.at, datetime.combine(said.today + DAY, datetime.min.time())),), "")
    return "drange", (((said.today, days.period(said.today, unit, offset)[1]),), "")


@DAYS.on("period")
def plain_period(said: Said, found: Found) -> Made:
    unit, offset = found.get("period")
    stretch = days.period(said.today, unit, offset)
    return ("date", (stretch[0],)) if unit == "day" else ("drange", ((stretch,), ""))


@DAYS.on("side date")
def side_of_day(said: Said, found: Found) -> Made:
    hours = {"start": (8, 12), "middle": (11, 15), "end": (16, 21)}[found.get("side")]
    moments = tuple((_at(day, hours[0]), _at(day, hours[1])) for day in found.get("date"))
    return "stretch", (moments, "")


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour)


@DAYS.on("month", "in|inside maybemonth")
def plain_month(said: Said, found: Found) -> Made:
    return "drange", ((days.month(said.today, found.get("month", "maybemonth")),), "")


@DAYS.on("unit")
def lone_unit(said: Said, found: Found) -> Made:
    """The weekend."""
    unit = found.get("unit")
    return ("drange", ((days.period(said.today, unit, 0),), "")) if unit == "weekend" else None


# ---------------------------------------------------------------- stretches of days


def _is_stretch(value: tuple[Any, ...]) -> bool:
    return len(value) == 2 and isinstance(value[1], str)


def _stretches(value: tuple[Any, ...]) -> tuple[DayStretch, ...]:
    """The value of a date or of a stretch of days, as stretches."""
    return value[0] if _is_stretch(value) else tuple((day, day + DAY) for day in value)


@DAY_RANGES.on(
    "between date|drange plus|or|dash|to|until date|drange",
    "from? date|drange dash|to|until date|drange",
    "date|drange fromhere date|drange uptohere?",
    "date plus|dash|to date between",
)
def day_to_day(said: Said, found: Found) -> Made:
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


@DAY_RANGES.on("after|past date|drange", "date|drange later")
def after_day(said: Said, found: Found) -> Made:
    value = _stretches(found.get("date", "drange"))
    return "drange", (tuple((end, end + 7 * DAY) for _, end in value), "after")


@DAY_RANGES.on("from date|drange", "date|drange fromhere|afterwards")
def from_day(said: Said, found: Found) -> Made:
    if found.has("drange") and found.get("drange")[1] == "named":
        return "drange", found.get("drange")
    value = _stretches(found.get("date", "drange"))
    return "drange", (tuple((start, start + 7 * DAY) for start, _ in value), "after")


@DAY_RANGES.on("before|within date|drange", "date|drange beforehand|ago")
def before_day(said: Said, found: Found) -> Made:
    value = _stretches(found.get("date", "drange"))
    return "drange", (tuple((said.today, start) for start, _ in value), "before")


@DAY_RANGES.on("until date|drange", "date|drange uptohere")
def until_day(said: Said, found: Found) -> Made:
    value = _stretches(found.get("date", "drange"))
    return "drange", (tuple((said.today, end) for _, end in value), "before")
