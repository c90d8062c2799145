"""Rules for dates that numbers stand in: "5/11", "5 de noviembre", "下个月5号", "the first monday of november"."""

from __future__ import annotations

import re
from datetime import datetime

from . import days
from .days import DAY, DayStretch
from .grammar import Made, Neighbours, TimeContext, TimeRules
from .hours import between, hours, put

NUMBERED = TimeRules()
_ENDS = re.compile(r" *(?:$|[.,;!?]|(?:at|a las|as|vers|को|के|पर|ko) )")
"""What may stand behind a day of a month."""
_ONE_DAY = ("el", "le", "o")
"""Articles of a day, and of no hour."""


@NUMBERED.on("slash")
def in_digits(context: TimeContext, found: Neighbours) -> Made:
    """5/11, 5-11-2026, 2026-11-05."""
    parts = [int(part) for part in found.get("slash").replace("-", "/").replace(".", "/").split("/")]
    first, second = parts[0], parts[1]
    if parts == [24, 7]:
        return "hole", 1  # round the clock
    if len(parts) == 2:
        if first > 31 or second > 31 or not (first or second):
            return None
        return "date", days.two_numbers(context.today, first, second, month_first=context.words.month_first)
    if first > 31:
        return "date", days.on_date(*parts)
    year = parts[2]
    orders = ((first, second), (second, first)) if context.words.month_first else ((second, first), (first, second))
    return "date", tuple(day for month, number in orders for day in days.on_date(year, month, number))


@NUMBERED.on("the|daypre dot")
def in_digits_with_a_dot(context: TimeContext, found: Neighbours) -> Made:
    """Le 22.12, el 5.12: an hour has no such article."""
    day, month = (int(part) for part in found.get("dot").split("."))
    if context.words.month_first or not found.close() or not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    several = context.text[found[0].start : found[0].end] in ("les", "los", "las", "os", "as")
    if several or context.text[found[-1].end :].lstrip().startswith(("eur", "€", "peso", "sol", "dol", "rea")):
        return None
    return "date", days.month_day(context.today, month, day)


@NUMBERED.on("number edge")
def side_of_numbered_month(context: TimeContext, found: Neighbours) -> Made:
    """11月底: the word for the month and its end are one."""
    number, (which, unit) = found.get("number"), found.get("edge").split()
    if unit != "month" or not found.close() or not 1 <= number <= 12:
        return None
    return "drange", ((days.side(days.month(context.today, number), which),), "")


@NUMBERED.on("longnumber yearmark")
def year_with_word(context: TimeContext, found: Neighbours) -> Made:
    return "year", found.get("longnumber")


@NUMBERED.on("number monthmark")
def month_in_number(context: TimeContext, found: Neighbours) -> Made:
    number = found.get("number")
    return ("month", number) if 1 <= number <= 12 else None


@NUMBERED.on("number|ordinal month|maybemonth from|of number dash|to|until|toclock number")
def day_of_month_and_hours(context: TimeContext, found: Neighbours) -> Made:
    """El tres de noviembre de 9 a 11."""
    day, first, last = found.all("number", "ordinal")
    if not hours(first) or not hours(last) or day > 31:
        return None
    some = [
        datetime.combine(one, datetime.min.time())
        for one in days.month_day(context.today, found.get("month", "maybemonth"), day)
    ]
    stretch = between(hours(first), hours(last))[0]
    return "stretch", (tuple((put(one, stretch[0]), put(one, stretch[1])) for one in some), "")


@NUMBERED.on(
    "from|between? number|ordinal dash|to|until|plus number|ordinal month|maybemonth",
    "between number|ordinal or number|ordinal month|maybemonth",
    "month|maybemonth from|between? number|ordinal daymark? dash|to|until|plus number|ordinal daymark?",
    "from|between? number|ordinal month|maybemonth dash|to|until|plus number|ordinal month|maybemonth",
    "from|between? month|maybemonth number|ordinal daymark? dash|to|until|plus month number|ordinal daymark?",
    "number|ordinal fromhere number|ordinal month|maybemonth uptohere?",
    "from? daypre number|ordinal dash|to|until daypre? number|ordinal month|maybemonth",
)
def days_of_month(context: TimeContext, found: Neighbours) -> Made:
    months, numbers = found.all("month", "maybemonth"), found.all("number", "ordinal")
    starts = days.month_day(context.today, months[0], numbers[0])
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
def date_with_year(context: TimeContext, found: Neighbours) -> Made:
    year = int(found.get("year", "longnumber"))
    if not 1990 <= year < 2100:
        return None
    return "date", days.on_date(year, found.get("month", "maybemonth"), found.get("number", "ordinal"))


@NUMBERED.on("number|ordinal month number")
def date_with_short_year(context: TimeContext, found: Neighbours) -> Made:
    """22 Dec 26: this year's number or the next one's, where no hour is told with it."""
    day, year = found.all("number", "ordinal")
    behind = context.text[found[-1].end :].lstrip()[:1]
    if year not in (context.today.year % 100, context.today.year % 100 + 1) or year <= 12 or behind.isalpha():
        return None
    if getattr(year, "spelt", False) or (behind != "" and behind in ":.-"):
        return None
    return "date", days.on_date(2000 + year, found.get("month"), day)


@NUMBERED.on("ordinal|last unit month|maybemonth", "month ordinal|last unit", "unit ordinal|last from month",
    "ordinal|last unit this|next|last unit",
    "month beforehand|ago unit", "ordinal|last unit period", "period ordinal|last unit",
    "next|this unit ordinal|last unit",
)  # fmt: skip
def week_of_month(context: TimeContext, found: Neighbours) -> Made:
    """The first week of november: its days from the 1st to the 7th."""
    units, month = found.all("unit"), found.get("month", "maybemonth")
    offset = found.get("next") or (0 if found.has("this") else -1)
    if month is not None:
        first, last = days.month(context.today, month)
    elif found.has("period"):
        first, last = days.period(context.today, *found.get("period"))
    else:
        first, last = days.period(context.today, next((unit for unit in units if unit != "week"), "week"), offset)
    if "week" not in units or (last - first).days < 28:
        return None
    if found.has("ordinal", "beforehand", "ago"):  # अप्रैल के पहले हफ्ते
        first += 7 * ((found.get("ordinal") or 1) - 1) * DAY
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
    "number|ordinal dash|to|until number|ordinal from unit next|this",
    "between number|ordinal plus|or number|ordinal from? next|this unit",
    "between number|ordinal plus|or number|ordinal from? unit next|this",
    "between number|ordinal plus|or number|ordinal from? period",
    "from? daypre number dash|to|until daypre? number next|this unit",
    "from? daypre number dash|to|until daypre? number unit next|this",
    "from? daypre number dash|to|until daypre? number period",
)
def days_of_period(context: TimeContext, found: Neighbours) -> Made:
    """From the 4th to the 23rd of next month."""
    unit, offset = found.get("period") or (found.get("unit"), found.get("next") or 0)
    if unit != "month":
        return None
    first = days.period(context.today, "month", offset)[0]
    start, end = (days.on_date(first.year, first.month, number) for number in found.all("number", "ordinal"))
    return ("drange", (((start[0], end[0] + DAY),), "named")) if start and end and start < end else None


@NUMBERED.on("the|on|daypre number of number")
def month_by_number(context: TimeContext, found: Neighbours) -> Made:
    """El 21 del 3."""
    day, month = found.all("number")
    spelt = getattr(day, "spelt", False) or getattr(month, "spelt", False)
    return ("date", days.month_day(context.today, month, day)) if not spelt and 1 <= month <= 12 and day <= 31 else None


@NUMBERED.on(
    "ordinal|last weekday in|of? month year|longnumber",
    "month year|longnumber of? ordinal|last weekday",
    "ordinal|last weekday in? month|maybemonth",
    "month ordinal|last weekday",
    "period ordinal|last weekday",
    "ordinal|last weekday this|next unit",
    "ordinal|last weekday unit next|this",
    "ordinal|last|side weekday of|inside unit",
    "side weekday of|from|in? month",
    "unit of ordinal|last weekday",
    "weekday ordinal|last from? month",
    "ordinal|last weekday from unit next|this",
    "ordinal|last weekday from unit",
    "weekday weekday of? month",
    "weekday weekday of unit next|this",
    "weekday weekday this|next unit",
    "edge weekday",
    "month|period beforehand|ago weekday",
    "next|this unit beforehand|ago weekday",
)
def nth_weekday(context: TimeContext, found: Neighbours) -> Made:
    """The first monday of november, of next month."""
    number = found.get("month", "maybemonth")
    if found.has("period"):
        unit, offset = found.get("period")
    else:
        unit, offset = found.get("unit"), found.get("next") or 0
    if found.has("edge"):  # महीने के आखिरी शुक्रवार
        if found.get("edge") != "end month":
            return None
        unit = "month"
    if (number is None and unit != "month") or (found.has("side") and found.get("side") != "end"):
        return None
    which = 1 if found.has("beforehand", "ago") else found.get("ordinal")  # अगले महीने के पहले सोमवार
    if len(found.all("weekday")) > 1:  # segunda terça-feira de dezembro
        first_word = context.text[found[0].start : found[0].end]
        which = {"segunda": 2, "quarta": 4, "quinta": 5}.get(first_word)
        if which is None:
            return None
    year = found.get("year", "longnumber")
    if year is not None and not 1990 <= int(year) < 2100:
        return None
    if number is None:
        first, last = days.period(context.today, "month", offset)
    else:
        first, last = days.month(context.today, number, None if year is None else int(year))
    weekday = found.all("weekday")[-1]
    if which is not None:
        day = days.weekday(first, weekday)[0] + 7 * (which - 1) * DAY
    else:
        day = days.weekday(last - 7 * DAY, weekday)[0]
    return ("date", (day,)) if first <= day < last else None


@NUMBERED.on("daypre number unit next|this", "number|ordinal of unit next|this", "number|ordinal of unit")
def numbered_day_of_month(context: TimeContext, found: Neighbours) -> Made:
    """Tanggal 5 bulan depan, the 1st of the month."""
    number, offset = found.get("number", "ordinal"), found.get("next") or 0
    if found.get("unit") != "month" or not 1 <= number <= 31:
        return None
    if not found.has("next", "this"):
        return "date", days.day_of_month(context.today, number)
    first = days.period(context.today, "month", offset)[0]
    return "date", days.on_date(first.year, first.month, number)


@NUMBERED.on("daypre number|ordinal at? part", "the number dash|ato? part", "number of part")
def numbered_day_and_part(context: TimeContext, found: Neighbours) -> Made:
    """Dia 1 à noite; le 12 au matin, el 12 por la mañana."""
    number = found.get("number", "ordinal")
    said = context.text[found[0].start : found[0].end]
    if found.has("the") and (not context.words.day_after_weekday or said not in _ONE_DAY or number > 31):
        return None  # "las 3 de la tarde" is an hour
    if not found.has("daypre") and getattr(number, "spelt", False):
        return None
    if found.has("of") and (context.words.language != "hi" or number > 31):
        return None  # 20 ki shaam; of an hour its word is told
    some = days.day_of_month(context.today, number)
    hours_ = context.part(found.get("part"))
    midnights = [datetime.combine(day, datetime.min.time()) for day in some]
    return "stretch", (tuple((put(day, hours_[0]), put(day, hours_[1])) for day in midnights), "")


@NUMBERED.on(
    "daypre number|ordinal month|maybemonth",
    "number|ordinal daymark? from? month|maybemonth daymark?",
    "month|maybemonth number|ordinal daymark?",
    "number|ordinal daymark month|maybemonth",
)
def date_of_month(context: TimeContext, found: Neighbours) -> Made:
    number = found.get("number", "ordinal")
    if number > 31 or number < 1:
        return None
    return "date", days.month_day(context.today, found.get("month", "maybemonth"), number)


@NUMBERED.on("month comma number|ordinal")
def date_with_comma(context: TimeContext, found: Neighbours) -> Made:
    """November, 18: nothing behind it makes an hour of the number."""
    number = found.get("number", "ordinal")
    if not 1 <= number <= 31 or getattr(number, "spelt", False) or not _ENDS.match(context.text, found[-1].end):
        return None
    return "date", days.month_day(context.today, found.get("month"), number)


@NUMBERED.on("month year|longnumber")
def month_of_year(context: TimeContext, found: Neighbours) -> Made:
    year = int(found.get("year", "longnumber"))
    return ("drange", ((days.month(context.today, found.get("month"), year),), "")) if 1990 <= year < 2100 else None
