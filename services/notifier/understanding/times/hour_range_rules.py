"""Rules for stretches of hours: "from 4 to 6pm", "下午3点到5点", "after 6", "before noon", "early in the morning"."""

from __future__ import annotations

from datetime import time

from .clock_rules import clock, hour_of
from .grammar import Made, Neighbours, TimeContext, TimeRules
from .hours import Hours, Stretch, between, within
from .mention import CLOSES, OPENS

RANGES = TimeRules()


@RANGES.on(
    "between ordinal or clock",
    "from ordinal dash|until clock",
    "between toclock? clock|number|dot|longnumber dash|to|until|plus|or toclock? clock|number|dot|longnumber",
    "clock|number|longnumber plus|or|dash|to clock|number|longnumber between",
    "from|of longnumber dash|to|until longnumber",
    "from? clock dash|to|until at? clock|number|dot",
    "from? clock|number|dot dash|to|until at? clock",
    "from|of number|dot dash|to|until at? number|dot",
    "at number|dot dash|to|until number|dot",
    "clock|number fromhere to? clock uptohere?",
    "clock fromhere clock|number uptohere?",
    "clock|number fromhere clock|number between",
    "number ato number",
)
def from_to(context: TimeContext, found: Neighbours) -> Made:
    ends = [
        atom.value for atom in found if isinstance(atom.value, tuple | int) or (atom.value and atom.value[0].isdigit())
    ]
    if len(ends) != 2:
        return None
    first, last = (hour_of(end) for end in ends)
    return ("range", (between(first, last), "")) if first and last else None


@RANGES.on("from? part dash|to|until clock")
def noon_to_hour(context: TimeContext, found: Neighbours) -> Made:
    """中午到下午三点."""
    return ("range", (between((time(12),), found.get("clock")), "")) if found.get("part") == "noon" else None


@RANGES.on("from|of? clock|number clock")
def from_to_noon(context: TimeContext, found: Neighbours) -> Made:
    """Das 10 ao meio-dia: the word for "to" is one with the hour."""
    if not found.has("from", "of") or not context.text.startswith(("ao ", "al ", "a ", "as "), found[-1].start):
        return None
    first, last = found.all("clock", "number")
    firsts = hour_of(first)
    return ("range", (between(firsts, last), "")) if firsts and last else None


@RANGES.on("longnumber dash longnumber")
def hours_in_digits(context: TimeContext, found: Neighbours) -> Made:
    """0930-1130; years and telephone numbers aside."""
    ends = found.all("longnumber")
    if not found.close() or any(len(end) != 4 or end[-1] not in "05" or 1950 <= int(end) < 2100 for end in ends):
        return None
    first, last = (hour_of(end) for end in ends)
    return ("range", (between(first, last), "")) if first and last else None


@RANGES.on("at|toclock clock")
def at_clock(context: TimeContext, found: Neighbours) -> Made:
    return "clock", found.get("clock")


@RANGES.on("range part", "part range", loose=True)
def range_in_part(context: TimeContext, found: Neighbours) -> Made:
    stretches, side = found.get("range")
    part = found.get("part")
    inside = tuple(
        one for one in stretches if within((one[0],), part) and one[0] in within((one[0], _other(one[0])), part)
    )
    return "range", (inside or stretches, side)


@RANGES.on("range between")
def range_with_word(context: TimeContext, found: Neighbours) -> Made:
    """Where the word for "between" comes last."""
    return "range", found.get("range")


@RANGES.on("range am")
def range_with_am(context: TimeContext, found: Neighbours) -> Made:
    stretches, side = found.get("range")
    part = found.get("am")
    return "range", (
        tuple(one for one in stretches if within((one[1],), part) == within(one, part)[-1:]) or stretches,
        side,
    )


@RANGES.on("side dash? part", "part side")
def half_of_part(context: TimeContext, found: Neighbours) -> Made:
    """Early in the morning, late in the afternoon."""
    first, last = context.part(found.get("part"))
    middle = time((first.hour + last.hour + 1) // 2)
    match found.get("side"):
        case "start":
            return "range", (((first, middle),), "")
        case "end":
            return "range", (((middle, last),), "")
    return None


@RANGES.on("after|past part")
def after_part(context: TimeContext, found: Neighbours) -> Made:
    return "range", (((context.part(found.get("part"))[1], CLOSES),), "after")


@RANGES.on("part afterwards|later")
def from_part(context: TimeContext, found: Neighbours) -> Made:
    return "range", (((context.part(found.get("part"))[0], CLOSES),), "after")


@RANGES.on("before|until part", "part beforehand|ago")
def before_part(context: TimeContext, found: Neighbours) -> Made:
    return "range", (((OPENS, context.part(found.get("part"))[0]),), "before")


@RANGES.on(
    "after|past|dayafter at|toclock? clock|number|dot|longnumber",
    "clock|dot afterwards",
    "clock later",
    "number afterwards",
    "from at|toclock? clock|number|longnumber",
    "clock fromhere",
)
def after_hour(context: TimeContext, found: Neighbours) -> Made:
    some = _hour(found)
    stretches: tuple[Stretch, ...] = tuple((one, max(CLOSES, one)) for one in some)
    return ("range", (stretches, "after")) if some else None


@RANGES.on("before|until at|toclock? clock|number|dot|longnumber", "clock beforehand|uptohere|ago", "number beforehand")
def before_hour(context: TimeContext, found: Neighbours) -> Made:
    some = _hour(found)
    stretches: tuple[Stretch, ...] = tuple((OPENS if one > OPENS else time(0), one) for one in some)
    return ("range", (stretches, "before")) if some else None


@RANGES.on("at|toclock number", "push to number")
def at_number(context: TimeContext, found: Neighbours) -> Made:
    """At 5."""
    number = found.get("number")
    if found.has("ato") and getattr(number, "spelt", False):
        return None
    some = hour_of(number)
    if found.has("toclock"):
        return clock(some)
    return ("bareclock", some) if some else None


def _hour(found: Neighbours) -> Hours:
    """The hour in a clock, a number, or digits without a colon ("after 630"), years aside."""
    digits = found.get("longnumber")
    if digits is None:
        return hour_of(found.get("clock", "number", "dot"))
    return () if len(digits) > 4 or 1950 <= int(digits) < 2100 else hour_of(digits)


def _other(one: time) -> time:
    return time((one.hour + 12) % 24, one.minute)
