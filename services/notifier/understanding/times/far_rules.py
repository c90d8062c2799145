"""Lengths that are counted from a day which is told: "two weeks after the 3rd"."""

from __future__ import annotations

from .grammar import Made, Neighbours, TimeContext, TimeRules
from .length_rules import in_the_next
from .lengths import length, moved
from .lexicon import Atom
from .roles import letter

FAR = TimeRules()


@FAR.on("now|later until length later", "now|later until shift")
def from_now_until(context: TimeContext, found: Neighbours) -> Made:
    """From now until three minutes later."""
    by, sign = found.get("shift") or (found.get("length"), 1)
    return in_the_next(context, Neighbours([Atom(letter("length"), by, 0, 0)])) if sign > 0 and by.minutes else None


@FAR.on("date fromhere shift", "shift date", "date shift", "from date afterwards? shift")
def shift_from_day(context: TimeContext, found: Neighbours) -> Made:
    """आज से दो सप्ताह बाद."""
    by, sign = found.get("shift")
    counts_back = (
        found.has("from") or context.words.counts_back or (context.words.inside_is_within and found.close())
    )  # 3月10日两周后
    if found[-1].role == letter("shift") and not found.has("fromhere") and not counts_back:
        return None
    name, value = moved(context, by, sign, found.get("date")[0])
    return (name, value) if name == "date" else None


@FAR.on("length fromday date")
def length_beginning(context: TimeContext, found: Neighbours) -> Made:
    """A week starting tomorrow."""
    by, day = found.get("length"), found.get("date")[0]
    name, value = moved(context, by, 1, day)
    return ("drange", (((day, value[0]),), "")) if name == "date" else None


@FAR.on("less shift")
def less_than_from_now(context: TimeContext, found: Neighbours) -> Made:
    """Less than four days from now."""
    by, sign = found.get("shift")
    return in_the_next(context, Neighbours([Atom(letter("length"), by, 0, 0)])) if sign > 0 else None


@FAR.on("less length past|after|from|later date")
def less_than_from_day(context: TimeContext, found: Neighbours) -> Made:
    """Less than three days after tomorrow."""
    day = found.get("date")[0]
    name, value = moved(context, found.get("length"), 1, day)
    return ("drange", (((day, value[0]),), "")) if name == "date" else None


@FAR.on(
    "after|past length from date",
    "length past|after|from|later|on date",
    "date fromhere? length later|afterwards|inside",
    "date in length",
)
def length_from_day(context: TimeContext, found: Neighbours) -> Made:
    made = moved(context, found.get("length"), 1, found.get("date")[0])
    return made if made[0] == "date" else None


@FAR.on("length before date", "date length beforehand")
def length_before_day(context: TimeContext, found: Neighbours) -> Made:
    made = moved(context, found.get("length"), -1, found.get("date")[0])
    return made if made[0] == "date" else None


@FAR.on("in|after unit", "unit later", "in|after clockpre")
def from_now_by_one(context: TimeContext, found: Neighbours) -> Made:
    """بعد أسبوع."""
    return moved(context, length(1, found.get("unit") or "hour"), 1)


@FAR.on("in|inside length", "past|after length", "length later|after|inside")
def from_now(context: TimeContext, found: Neighbours) -> Made:
    if found[0].role == letter("length"):
        return "shift", (found.get("length"), 1)
    return moved(context, found.get("length"), 1)
