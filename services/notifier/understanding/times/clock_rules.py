"""Rules for hours: "quarter to five", "5点半", "las cinco menos cuarto", "from 4 to 6pm", "after 6"."""

from __future__ import annotations

from datetime import time

from .grammar import Found, Made, Rules, Said
from .hours import PARTS, Hours, Stretch, between, hours, of_digits, shifted, within
from .mention import CLOSES, OPENS

CLOCKS = Rules()
RANGES = Rules()
MOST = 24


def hour_of(value: object) -> Hours:
    """The hours that a number, digits or an hour already read can mean."""
    if isinstance(value, tuple):
        return value
    if isinstance(value, str):
        return of_digits(value)
    return hours(value) if isinstance(value, int) else ()


def clock(some: Hours) -> Made:
    return ("clock", some) if some else None


@CLOCKS.on("number|longnumber notime", "notime number|longnumber|ordinal", "ordinal notime")
def not_a_time(said: Said, found: Found) -> Made:
    """Amounts, and numbers of what was offered."""
    return "hole", 1


@CLOCKS.on("prefrac number|clock oclock|hour?")
def half_past(said: Said, found: Found) -> Made:
    return clock(shifted(hour_of(found.get("number", "clock")), found.get("prefrac")))


@CLOCKS.on("frac number oclock|am?")
def half_five(said: Said, found: Found) -> Made:
    """Half past five, as the British say it."""
    half, some = found.get("frac"), hour_of(found.get("number"))
    if half != 30 or not found.close():
        return None
    return clock(shifted(within(some, found.get("am")) if found.has("am") else some, half))


@CLOCKS.on("number minute? past|to number|clock oclock|hour?")
def minutes_past(said: Said, found: Found) -> Made:
    """Ten past five. "5 to 6" is a stretch unless minutes are spoken of."""
    numbers = found.all("number")
    minutes = numbers[0]
    if (
        found.has("to")
        and not found.has("minute")
        and not (getattr(minutes, "spelt", False) and minutes in (10, 20, 25))
    ):
        return None
    if not 0 < minutes < 60:
        return None
    target = hour_of(found.get("clock") or numbers[1])
    return clock(shifted(target, minutes if found.has("past") else -minutes))


@CLOCKS.on("minus number minute? number oclock|hour", "minus number minute? at number")
def minutes_before(said: Said, found: Found) -> Made:
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
def hour_and_minutes(said: Said, found: Found) -> Made:
    hour, minute = found.all("number", "ordinal")
    if not 0 <= minute < 60 or (minute < 10 and found.has("plus") and not found.has("minute")):
        return None
    some = hours(hour, minute)
    part = found.get("part", "am")
    return clock(within(some, part) if part else some)


@CLOCKS.on(
    "number oclock|hour? minus number minute?", "clockpre number|ordinal minus number minute?",
)  # fmt: skip
def hour_less_minutes(said: Said, found: Found) -> Made:
    hour, minute = found.all("number", "ordinal")
    return clock(shifted(hours(hour), -minute)) if 0 < minute < 60 else None


@CLOCKS.on("clockpre? number|ordinal oclock|hour? postfrac", "clock postfrac", "number oclock frac")
def hour_and_half(said: Said, found: Found) -> Made:
    return clock(shifted(hour_of(found.get("number", "ordinal", "clock")), found.get("postfrac", "frac")))


@CLOCKS.on("number number am", "clockpre? number|ordinal|longnumber|dot|clock oclock|hour? am")
def with_am(said: Said, found: Found) -> Made:
    part = found.get("am")
    numbers = found.all("number")
    some = (
        hours(*numbers) if len(numbers) == 2 else hour_of(found.get("number", "ordinal", "longnumber", "dot", "clock"))
    )
    return clock(within(some, part))


@CLOCKS.on("am number|clock|dot oclock|hour?")
def am_first(said: Said, found: Found) -> Made:
    return clock(within(hour_of(found.get("number", "clock", "dot")), found.get("am")))


@CLOCKS.on("number|longnumber oclock", "number|longnumber|dot hour")
def full_hour(said: Said, found: Found) -> Made:
    return clock(hour_of(found[0].value))


@CLOCKS.on("clockpre number|ordinal number", "at number number")
def hour_minutes_said(said: Said, found: Found) -> Made:
    hour, minute = found.all("number", "ordinal")
    return clock(hours(hour, minute)) if 10 <= minute < 60 and Found(found[1:]).close() else None


@CLOCKS.on("clock oclock")
def clock_with_word(said: Said, found: Found) -> Made:
    return "clock", found.get("clock")


@CLOCKS.on("clockpre number|ordinal|longnumber|dot|clock")
def after_its_word(said: Said, found: Found) -> Made:
    return clock(hour_of(found[1].value))


@CLOCKS.on("at|toclock longnumber|dot")
def at_digits(said: Said, found: Found) -> Made:
    return clock(hour_of(found.get("longnumber", "dot")))


@CLOCKS.on("number number")
def spelt_out(said: Said, found: Found) -> Made:
    """Five thirty."""
    hour, minute = found.all("number")
    spelt = getattr(hour, "spelt", False) and getattr(minute, "spelt", False)
    return clock(hours(hour, minute)) if spelt and 0 < hour <= 12 and 10 <= minute < 60 else None


@CLOCKS.on("number plus number")
def spelt_out_with_and(said: Said, found: Found) -> Made:
    """Uma e trinta."""
    hour, minute = found.all("number")
    spelt = getattr(hour, "spelt", False) and getattr(minute, "spelt", False)
    return clock(hours(hour, minute)) if spelt and 0 < hour <= 12 <= minute < 60 and minute % 5 == 0 else None


@CLOCKS.on("clock postfrac")
def full_and_half(said: Said, found: Found) -> Made:
    return clock(shifted(found.get("clock"), found.get("postfrac")))


@CLOCKS.on("clock number")
def midnight_and_minutes(said: Said, found: Found) -> Made:
    """零点二十: written together."""
    hour, number = found
    close = hour.end == number.start and 10 <= number.value < 60
    return clock(shifted(hour.value, number.value)) if close else None


@CLOCKS.on("clock plus|or? number minute", "clockpre number or number minute")
def clock_and_minutes(said: Said, found: Found) -> Made:
    """Hours that stand in a table as one word, with their minutes."""
    numbers = found.all("number")
    return clock(shifted(found.get("clock") or hour_of(numbers[0]), numbers[-1]))


@CLOCKS.on("part number oclock", "part clock|number", "clock|longnumber part", "number part", loose=True)
def with_part(said: Said, found: Found) -> Made:
    value = found.get("clock", "number")
    if isinstance(value, int) and not 0 < value <= 12:
        return None
    value = value if value is not None else found.get("longnumber")
    return clock(within(hour_of(value), found.get("part")))


@RANGES.on(
    "between toclock? clock|number|dot|longnumber dash|to|until|plus|or toclock? clock|number|dot|longnumber",
    "clock|number|longnumber plus|or|dash|to clock|number|longnumber between",
    "from|of longnumber dash|to|until longnumber",
    "from? clock dash|to|until at? clock|number|dot",
    "from? clock|number|dot dash|to|until at? clock",
    "from|of number|dot dash|to|until at? number|dot",
    "at number|dot dash|to|until number|dot",
    "clock|number fromhere to? clock uptohere?",
    "clock fromhere clock|number uptohere?",
    "number ato number",
)
def from_to(said: Said, found: Found) -> Made:
    ends = [
        atom.value for atom in found if isinstance(atom.value, tuple | int) or (atom.value and atom.value[0].isdigit())
    ]
    if len(ends) != 2:
        return None
    first, last = (hour_of(end) for end in ends)
    return ("range", (between(first, last), "")) if first and last else None


@RANGES.on("at|toclock clock")
def at_clock(said: Said, found: Found) -> Made:
    return "clock", found.get("clock")


@RANGES.on("range part", "part range", loose=True)
def range_in_part(said: Said, found: Found) -> Made:
    stretches, side = found.get("range")
    part = found.get("part")
    inside = tuple(
        one for one in stretches if within((one[0],), part) and one[0] in within((one[0], _other(one[0])), part)
    )
    return "range", (inside or stretches, side)


@RANGES.on("range between")
def range_with_word(said: Said, found: Found) -> Made:
    """Where the word for "between" comes last."""
    return "range", found.get("range")


@RANGES.on("range am")
def range_with_am(said: Said, found: Found) -> Made:
    stretches, side = found.get("range")
    part = found.get("am")
    return "range", (
        tuple(one for one in stretches if within((one[1],), part) == within(one, part)[-1:]) or stretches,
        side,
    )


@RANGES.on("side part", "part side")
def half_of_part(said: Said, found: Found) -> Made:
    """Early in the morning, late in the afternoon."""
    first, last = PARTS[found.get("part")]
    middle = time((first.hour + last.hour + 1) // 2)
    match found.get("side"):
        case "start":
            return "range", (((first, middle),), "")
        case "end":
            return "range", (((middle, last),), "")
    return None


@RANGES.on("after|past part")
def after_part(said: Said, found: Found) -> Made:
    return "range", (((PARTS[found.get("part")][1], CLOSES),), "after")


@RANGES.on("part afterwards|later")
def from_part(said: Said, found: Found) -> Made:
    return "range", (((PARTS[found.get("part")][0], CLOSES),), "after")


@RANGES.on("before|until part", "part beforehand|ago")
def before_part(said: Said, found: Found) -> Made:
    return "range", (((OPENS, PARTS[found.get("part")][0]),), "before")


@RANGES.on(
    "after|past|dayafter at|toclock? clock|number|dot",
    "clock afterwards|later",
    "number afterwards",
    "from at|toclock? clock|number",
    "clock fromhere",
)
def after_hour(said: Said, found: Found) -> Made:
    some = hour_of(found.get("clock", "number", "dot"))
    stretches: tuple[Stretch, ...] = tuple((one, max(CLOSES, one)) for one in some)
    return ("range", (stretches, "after")) if some else None


@RANGES.on("before|until at|toclock? clock|number|dot", "clock beforehand|uptohere|ago", "number beforehand")
def before_hour(said: Said, found: Found) -> Made:
    some = hour_of(found.get("clock", "number", "dot"))
    stretches: tuple[Stretch, ...] = tuple((OPENS if one > OPENS else time(0), one) for one in some)
    return ("range", (stretches, "before")) if some else None


@RANGES.on("at|toclock number", "push to number")
def at_number(said: Said, found: Found) -> Made:
    """At 5."""
    number = found.get("number")
    if found.has("ato") and getattr(number, "spelt", False):
        return None
    some = hour_of(number)
    if found.has("toclock"):
        return clock(some)
    return ("bareclock", some) if some else None


def _other(one: time) -> time:
    return time((one.hour + 12) % 24, one.minute)
