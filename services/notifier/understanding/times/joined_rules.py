"""Rules that put days and hours together: "friday after 6", "明天下午三点", "tomorrow 9-11", "tonight at 8"."""

from __future__ import annotations

from datetime import datetime, time

from .clock_rules import hour_of
from .days import DAY, Days, day_of_month
from .grammar import Made, Neighbours, TimeContext, TimeRules
from .hours import Hours, Stretch, between, within
from .lengths import Length, moved

JOINED = TimeRules()
MOST_CANDIDATES = 4


def moments(some: Days, hours: Hours) -> tuple[datetime, ...]:
    return tuple(datetime.combine(day, one) for day in some for one in hours)[:MOST_CANDIDATES]


def stretches(some: Days, hours: tuple[Stretch, ...]) -> tuple[tuple[datetime, datetime], ...]:
    """Hours of a day from one to the other; an end before the beginning is the next day's."""
    found = []
    for day in some:
        for first, last in hours:
            end = datetime.combine(day, last)
            start = datetime.combine(day, first)
            found.append((start, end if end > start else end + DAY))
    return tuple(found[:MOST_CANDIDATES])


@JOINED.on("shift clock|part|range", "clock|part|range shift", loose=True)
def day_of_shift(context: TimeContext, found: Neighbours) -> Made:
    """两天后晚上八点."""
    by, sign = found.get("shift")
    if by.minutes:
        return None
    day = moved(context, by, sign)[1]
    if found.has("clock"):
        return "moment", moments(day, found.get("clock"))
    hours, side = found.get("range") or ((context.part(found.get("part")),), "")
    return "stretch", (stretches(day, hours), side)


@JOINED.on("date daypart", "daypart date", loose=True)
def date_and_daypart(context: TimeContext, found: Neighbours) -> Made:
    """ "Tomorrow tonight" counts as tomorrow's evening."""
    _, part = found.get("daypart").split()
    return "stretch", (stretches(found.get("date"), (context.part(part),)), "")


@JOINED.on("daypart clock|number", "clock|number daypart", "daypart range", "range daypart", loose=True)
def daypart_and_hour(context: TimeContext, found: Neighbours) -> Made:
    offset, part = found.get("daypart").split()
    day = (context.today + int(offset) * DAY,)
    if found.has("range"):
        inside = tuple(one for one in found.get("range")[0] if within((one[0],), part) == (one[0],))
        return "stretch", (stretches(day, inside), found.get("range")[1])
    value = found.get("clock", "number")
    if isinstance(value, int) and not 0 < value <= 12:
        return None
    return "moment", moments(day, within(hour_of(value), part))


@JOINED.on("daypart")
def daypart(context: TimeContext, found: Neighbours) -> Made:
    offset, part = found.get("daypart").split()
    return "stretch", (stretches((context.today + int(offset) * DAY,), (context.part(part),)), "")


@JOINED.on(
    "date from|at? number|clock|dot dash|to|until number|clock|dot",
    "number|clock|dot dash|to|until number|clock|dot date",
    loose=True,
)
def day_and_two_numbers(context: TimeContext, found: Neighbours) -> Made:
    """Friday 4-6."""
    first, last = (hour_of(value) for value in found.all("number", "clock", "dot"))
    return ("stretch", (stretches(found.get("date"), between(first, last)), "")) if first and last else None


@JOINED.on("range|clock|number|dot date part", "date part range|clock|number|dot", loose=True)
def day_part_and_hour(context: TimeContext, found: Neighbours) -> Made:
    """By 5 tomorrow evening."""
    part, some = found.get("part"), found.get("date")
    if getattr(found[-1].value, "spelt", False) and found[-1].value == 1 and not _at(context, found):
        return None  # "the friday afternoon one"
    if found.has("range"):
        hours, side = found.get("range")
        inside = tuple(one for one in hours if within((one[0],), part) == within(one, part)[:1]) or hours
        return "stretch", (stretches(some, inside), side)
    return "moment", moments(some, within(hour_of(found.get("clock", "number", "dot")), part))


def _at(context: TimeContext, found: Neighbours) -> bool:
    """Does a word stand between the last two?"""
    return bool(context.text[found[-2].end : found[-1].start].strip())


@JOINED.on("date clock|dot", "clock|dot date", loose=True)
def day_and_hour(context: TimeContext, found: Neighbours) -> Made:
    some = hour_of(found.get("clock", "dot"))
    return ("moment", moments(found.get("date"), some)) if some else None


@JOINED.on("date range", "range date", loose=True)
def day_and_range(context: TimeContext, found: Neighbours) -> Made:
    hours, side = found.get("range")
    return "stretch", (stretches(found.get("date"), hours), side)


@JOINED.on("part on|at? date")  # without a comma: "no mornings, friday then"
@JOINED.on("part date part", "date part", loose=True)
def day_and_part(context: TimeContext, found: Neighbours) -> Made:
    part = found.all("part")[-1]
    if part == "noon":
        return "moment", moments(found.get("date"), (time(12),))
    return "stretch", (stretches(found.get("date"), (context.part(part),)), "")


@JOINED.on("clock of|on the? number")
def hour_of_numbered_day(context: TimeContext, found: Neighbours) -> Made:
    """A las siete del 15."""
    number = found.get("number")
    if not context.words.day_after_weekday or getattr(number, "spelt", False):
        return None
    return "moment", moments(day_of_month(context.today, number), found.get("clock"))


@JOINED.on("date number", "number date")
def day_and_number(context: TimeContext, found: Neighbours) -> Made:
    """Tomorrow 5."""
    number = found.get("number")
    unlikely = number == 0 or (number == 1 and getattr(number, "spelt", False))  # "one tuesday"
    some = () if unlikely else hour_of(number)
    return ("baremoment", moments(found.get("date"), some)) if some else None


@JOINED.on("drange part|range", "part|range drange", loose=True)
def days_and_part(context: TimeContext, found: Neighbours) -> Made:
    """Mornings of next week: the days count, and the hours of the first."""
    value, side = found.get("drange")
    if side == "after" and context.text.startswith("من ", found[-1].start) and found.has("range"):
        return "stretch", (stretches((value[0][0],), found.get("range")[0]), "")  # من 5 إلى 6 من 22 نوفمبر
    first = value[0][0] if value else context.today
    hours = found.get("range")[0] if found.has("range") else (context.part(found.get("part")),)
    return ("stretch", (stretches((first,), hours), side)) if value and (value[0][1] - first).days <= 2 else None


@JOINED.on(
    "between moment|clock dash|to|until|plus|or moment",
    "from? moment|clock dash|to|until moment",
    "moment plus|or|dash moment between",
    "from? moment dash|to|until clock|number",
    "between moment plus|or clock|number",
)
def moment_to_moment(context: TimeContext, found: Neighbours) -> Made:
    """Monday 3pm to tuesday 5pm; tomorrow at 3 to 5."""
    first, last = found.all("moment", "clock", "number")
    starts = first if isinstance(first[0], datetime) else moments((last[0].date(),), first)
    pairs = []
    for start in starts:
        ends = (
            last
            if isinstance(last, tuple) and isinstance(last[0], datetime)
            else moments((start.date(),), hour_of(last))
        )
        pairs += [(start, end) for end in sorted(ends) if end > start][:1]
    return ("stretch", (tuple(pairs), "")) if pairs else None


@JOINED.on("after|past|from moment", "moment afterwards|fromhere|later")
def after_moment(context: TimeContext, found: Neighbours) -> Made:
    closes = time(21)
    some = found.get("moment")
    return "stretch", (tuple((one, max(datetime.combine(one.date(), closes), one)) for one in some), "after")


@JOINED.on("before|until moment", "moment beforehand|uptohere|ago")
def before_moment(context: TimeContext, found: Neighbours) -> Made:
    some = found.get("moment")
    return "stretch", (tuple((min(max(context.at, _opening(one)), one), one) for one in some), "before")


def _opening(one: datetime) -> datetime:
    return datetime.combine(one.date(), time(8))


@JOINED.on("date after|past")
def the_one_after(context: TimeContext, found: Neighbours) -> Made:
    """ "The friday after", with nothing behind it."""
    behind = context.text[found[-1].end :].lstrip()
    if not context.words.month_first:
        if behind[:1].isalpha():
            return None  # "dimanche après la messe": on that day, after what it holds
        return "drange", (tuple((day + DAY, day + 8 * DAY) for day in found.get("date")), "after")
    return ("date", (found.get("date")[0] + 7 * DAY,)) if behind[:1] in "?!.,;)" else None


@JOINED.on(
    "from? now|later range|stretch|drange",
    "from? now fromhere range|stretch|drange",
    "from? now dash|to|until clock|moment|date",
)
def from_now_until(context: TimeContext, found: Neighbours) -> Made:
    """From now until friday, desde ahora hasta las 6."""
    value = found[-1].value
    if found.has("range", "stretch", "drange"):
        word = context.text[found[0].start : found[0].end]
        if value[1] not in ("before", "until") or (found.has("later") and word not in ("from now", "من الان")):
            return None
        ends = [last for _, last in value[0]]
    else:
        ends = [one + DAY if found.has("date") else one for one in value]
    if found.has("drange", "date"):
        return "drange", (tuple((context.today, end) for end in ends if end > context.today), "")
    moments_ = (datetime.combine(context.today, one) if isinstance(one, time) else one for one in ends)
    return "stretch", (tuple((context.at, end) for end in moments_ if end > context.at), "")


@JOINED.on("now")
def now(context: TimeContext, found: Neighbours) -> Made:
    return "moment", (context.at,)


@JOINED.on("nextday at? clock", "clock on? nextday")
def hour_of_the_next_day(context: TimeContext, found: Neighbours) -> Made:
    return "moment", moments((context.today + DAY,), found.get("clock"))


@JOINED.on("nextday in? part", "part of? nextday")
def part_of_the_next_day(context: TimeContext, found: Neighbours) -> Made:
    return "stretch", (stretches((context.today + DAY,), (context.part(found.get("part")),)), "")


@JOINED.on("dayafter|daybefore|nextday")
def day_beside_another(context: TimeContext, found: Neighbours) -> Made:
    """ "The next day", beside a day that was told before, in the reply or in what it answers."""
    return "shift", (Length(days=1), -1 if found.has("daybefore") else 1)
