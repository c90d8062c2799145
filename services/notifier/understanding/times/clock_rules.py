"""Rules for hours: "quarter to five", "5点半", "las cinco menos cuarto", "from 4 to 6pm", "after 6"."""

from __future__ import annotations

import re

from .grammar import Made, Neighbours, TimeContext, TimeRules
from .hours import Hours, between, hours, of_digits, shifted, within
from .roles import letter

CLOCKS = TimeRules()
MOST = 24
_OF_A_CLOCK = re.compile(r" ?(?:[ap]\.?m\b|h\b|hs\b|hrs?\b|:\d|o'?clock|baje|बजे|点|h\d)")


def hour_of(value: object) -> Hours:
    """The hours that a number, digits or an hour already read can mean."""
    if isinstance(value, tuple):
        return value
    if isinstance(value, str):
        return of_digits(value)
    return hours(value) if isinstance(value, int) and not getattr(value, "counts", False) else ()


def clock(some: Hours) -> Made:
    return ("clock", some) if some else None


@CLOCKS.on("number|longnumber notime", "notime number|longnumber|ordinal", "ordinal notime")
def not_a_time(context: TimeContext, found: Neighbours) -> Made:
    """Amounts, numbers of what was offered, and doors ("apartment 4", but not "apartment 4pm")."""
    if found[0].role == letter("notime") and _OF_A_CLOCK.match(context.text, found[-1].end):
        return None
    if found[-1].role == letter("notime") and context.text[found[-1].start : found[-1].end] == "no":
        return None  # "after 5 no problem"
    return "hole", 1


@CLOCKS.on("prefrac number|clock oclock|hour?")
def half_past(context: TimeContext, found: Neighbours) -> Made:
    return clock(shifted(hour_of(found.get("number", "clock")), found.get("prefrac")))


@CLOCKS.on("frac number oclock|am?")
def half_five(context: TimeContext, found: Neighbours) -> Made:
    """Half past five, as the British say it; half an hour to five, as Indonesians do."""
    half, some = found.get("frac"), hour_of(found.get("number"))
    if half != 30 or not found.close():
        return None
    half = -half if context.words.language == "id" else half
    return clock(shifted(within(some, found.get("am")) if found.has("am") else some, half))


@CLOCKS.on("number to number part|am")
def five_to_three(context: TimeContext, found: Neighbours) -> Made:
    """Five to three in the afternoon: no stretch ends before it begins."""
    minutes, hour = found.all("number")
    if minutes != 5 or hour not in (1, 2, 3, 4) or not getattr(minutes, "spelt", False):
        return None
    return clock(within(shifted(hour_of(hour), -minutes), found.get("part", "am")))


@CLOCKS.on("number minute? past|to|until number|clock oclock|hour?")
def minutes_past(context: TimeContext, found: Neighbours) -> Made:
    """Ten past five. "5 to 6" is a stretch unless minutes are spoken of."""
    numbers = found.all("number")
    minutes = numbers[0]
    if (
        found.has("to", "until")
        and not found.has("minute")
        and not (getattr(minutes, "spelt", False) and minutes in (10, 20, 25))
    ):
        return None
    if not 0 < minutes < 60:
        return None
    target = hour_of(found.get("clock") or numbers[1])
    return clock(shifted(target, minutes if found.has("past") else -minutes))


@CLOCKS.on("minus number minute? number oclock|hour", "minus number minute? at number")
def minutes_before(context: TimeContext, found: Neighbours) -> Made:
    minutes, hour = found.all("number")
    return clock(shifted(hour_of(hour), -minutes))


@CLOCKS.on(
    "clockpre number|ordinal oclock|hour? plus? number minute",
    "number oclock|hour plus? number minute",
    "number oclock|hour number",
    "clockpre number|ordinal plus number",
    "at|toclock number plus number",
    "number plus number part|am",
)
def hour_and_minutes(context: TimeContext, found: Neighbours) -> Made:
    hour, minute = found.all("number", "ordinal")
    if context.words.language == "zh" and not found.has("minute", "plus", "part", "am") and 0 < minute < 12:
        minute *= 1 if context.text[found[-1].start] in "零〇0" else 5  # 八點九 is a quarter to nine
    if not 0 <= minute < 60 or (minute < 10 and found.has("plus") and not found.has("minute")):
        return None
    some = hours(hour, minute)
    part = found.get("part", "am")
    return clock(within(some, part) if part else some)


@CLOCKS.on("clock plus? number second")
def with_seconds(context: TimeContext, found: Neighbours) -> Made:
    """19点20分15秒."""
    second = found.get("number")
    return clock(tuple(one.replace(second=second) for one in found.get("clock"))) if 0 <= second < 60 else None


@CLOCKS.on(
    "number oclock|hour? minus number minute?", "clockpre number|ordinal minus number minute?",
)  # fmt: skip
def hour_less_minutes(context: TimeContext, found: Neighbours) -> Made:
    hour, minute = found.all("number", "ordinal")
    return clock(shifted(hours(hour), -minute)) if 0 < minute < 60 else None


@CLOCKS.on(
    "clockpre? number|ordinal oclock|hour? postfrac", "clock postfrac", "number oclock frac", "number oclock prefrac"
)
def hour_and_half(context: TimeContext, found: Neighbours) -> Made:
    return clock(shifted(hour_of(found.get("number", "ordinal", "clock")), found.get("postfrac", "frac", "prefrac")))


@CLOCKS.on("number number am", "clockpre? number|ordinal|longnumber|dot|clock oclock|hour? am")
def with_am(context: TimeContext, found: Neighbours) -> Made:
    part = found.get("am")
    numbers = found.all("number")
    some = (
        hours(*numbers) if len(numbers) == 2 else hour_of(found.get("number", "ordinal", "longnumber", "dot", "clock"))
    )
    return clock(within(some, part))


@CLOCKS.on("am number|clock|dot oclock|hour?")
def am_first(context: TimeContext, found: Neighbours) -> Made:
    return clock(within(hour_of(found.get("number", "clock", "dot")), found.get("am")))


@CLOCKS.on("number|longnumber oclock", "number|longnumber|dot hour")
def full_hour(context: TimeContext, found: Neighbours) -> Made:
    return clock(hour_of(found[0].value))


@CLOCKS.on("clockpre number|ordinal number", "at number number")
def hour_minutes_said(context: TimeContext, found: Neighbours) -> Made:
    hour, minute = found.all("number", "ordinal")
    return clock(hours(hour, minute)) if 10 <= minute < 60 and Neighbours(found[1:]).close() else None


@CLOCKS.on("clock oclock")
def clock_with_word(context: TimeContext, found: Neighbours) -> Made:
    return "clock", found.get("clock")


@CLOCKS.on("clockpre number|ordinal|longnumber|dot|clock")
def after_its_word(context: TimeContext, found: Neighbours) -> Made:
    return clock(hour_of(found[1].value))


@CLOCKS.on("at|toclock longnumber|dot", "dot on")
def at_digits(context: TimeContext, found: Neighbours) -> Made:
    return clock(hour_of(found.get("longnumber", "dot")))


@CLOCKS.on("number number")
def spelt_out(context: TimeContext, found: Neighbours) -> Made:
    """Five thirty."""
    hour, minute = found.all("number")
    spelt = getattr(hour, "spelt", False) and getattr(minute, "spelt", False)
    return clock(hours(hour, minute)) if spelt and 0 < hour <= 12 and 10 <= minute < 60 else None


@CLOCKS.on("number dash number")
def spelt_with_hyphen(context: TimeContext, found: Neighbours) -> Made:
    """Five-thirty."""
    return spelt_out(context, Neighbours((found[0], found[-1]))) if found.close() else None


@CLOCKS.on("number plus number")
def spelt_out_with_and(context: TimeContext, found: Neighbours) -> Made:
    """Uma e trinta."""
    hour, minute = found.all("number")
    spelt = getattr(hour, "spelt", False) and getattr(minute, "spelt", False)
    return clock(hours(hour, minute)) if spelt and 0 < hour <= 12 <= minute < 60 and minute % 5 == 0 else None


@CLOCKS.on("clock postfrac|frac")
def full_and_half(context: TimeContext, found: Neighbours) -> Made:
    if found.has("frac") and not found.close():
        return None
    return clock(shifted(found.get("clock"), found.get("postfrac", "frac")))


@CLOCKS.on("clock number")
def midnight_and_minutes(context: TimeContext, found: Neighbours) -> Made:
    """零点二十: written together."""
    hour, number = found
    close = hour.end == number.start and 10 <= number.value < 60
    return clock(shifted(hour.value, number.value)) if close else None


@CLOCKS.on("clock plus|or? number minute", "clockpre number or number minute")
def clock_and_minutes(context: TimeContext, found: Neighbours) -> Made:
    """Hours that stand in a table as one word, with their minutes."""
    numbers = found.all("number")
    return clock(shifted(found.get("clock") or hour_of(numbers[0]), numbers[-1]))


@CLOCKS.on("from|of? clock|number part dash|ato|toclock|to|until? clock|number part")
def part_to_part(context: TimeContext, found: Neighbours) -> Made:
    """De las 9 de la mañana a las 2 de la tarde: the hour before a word for "to" has a part of its own."""
    (first, second), (a, b) = found.all("clock", "number"), found.all("part")
    place = max(atom.start for atom in found if atom.role in (letter("clock"), letter("number")))
    if not found.has("dash", "ato", "toclock", "to", "until", "untilday") and not context.text.startswith("a ", place):
        return None
    firsts, lasts = within(hour_of(first), a), within(hour_of(second), b)
    return ("range", (between(firsts, lasts), "")) if firsts and lasts else None


@CLOCKS.on("part number oclock", "part clock|number", "clock|longnumber part", "number part", loose=True)
def with_part(context: TimeContext, found: Neighbours) -> Made:
    value = found.get("clock", "number")
    if isinstance(value, int) and not 0 < value <= 12:
        return None
    if found[0].role != letter("part") and "," in context.text[found[0].end : found[-1].start]:
        return None  # "at 4, in the morning I sleep"
    if value == 1 and getattr(value, "spelt", False) and found[0].role == letter("part") and len(found) == 2:
        return None  # "the morning one"; 1 o'clock has a word of its own beside it
    value = value if value is not None else found.get("longnumber")
    return clock(within(hour_of(value), found.get("part")))
