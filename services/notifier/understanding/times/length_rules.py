"""Rules for lengths of time, and how far something is: "in two hours", "3 days ago", "the next 3 weeks"."""

from __future__ import annotations

from datetime import date, timedelta

from . import days
from .days import DAY
from .grammar import Made, Neighbours, TimeContext, TimeRules
from .holidays import holiday
from .lengths import Length, length, moved
from .lexicon import Atom
from .roles import letter
from .share_rules import SHARES_TOLD

DOUBLE = TimeRules()
LENGTHS = TimeRules()


@DOUBLE.on(
    "in|within number hour postfrac?",
    "in|within frac hour",
    "number hour later|after",
    "number hour ago",
    "ago number hour",
    "in number clockpre",
    "number|frac clockpre later|ago",
    "number hour inside",
    "frac hour later",
    "in hour postfrac",
    "in|after clockpre postfrac",
)
def hours_from_now(context: TimeContext, found: Neighbours) -> Made:
    """Where one word is both "hours" and "o'clock", the words around it tell."""
    minutes = found.get("frac") or (found.get("number") or 1) * 60 + (found.get("postfrac") or 0)
    if found.has("within"):
        return "stretch", (((context.at, context.at + timedelta(minutes=minutes)),), "")
    by = Length(minutes=minutes)
    if found.has("later", "after"):
        return "shift", (by, 1)
    return moved(context, by, -1 if found.has("ago") else 1)


@DOUBLE.on("before number hour", "before number unit|minute")
def by_then(context: TimeContext, found: Neighbours) -> Made:
    """D'ici deux heures: the word for "before" that counts from now."""
    if not context.text.startswith("d'ici", found[0].start):
        return None
    unit = found.get("unit") or ("minute" if found.has("minute") else "hour")
    return in_the_next(context, Neighbours([Atom(letter("length"), length(found.get("number"), unit), 0, 0)]))


@DOUBLE.on("in|within less number hour", "less number hour inside|later")
def in_less_than_hours(context: TimeContext, found: Neighbours) -> Made:
    """Dans moins de deux heures."""
    return in_the_next(context, Neighbours([Atom(letter("length"), length(found.get("number"), "hour"), 0, 0)]))


@DOUBLE.on("clock unit", "prefrac number unit", "prefrac unit", "number postfrac unit")
def hours_and_half(context: TimeContext, found: Neighbours) -> Made:
    """डेढ़ घंटे, साढ़े तीन घंटे."""
    if found.get("unit") != "hour" or context.text[found[0].start].isdigit():
        return None
    if found.has("clock"):
        said = found.get("clock")[0]
        return ("length", Length(minutes=said.hour % 12 * 60 + said.minute)) if said.minute else None
    return "length", Length(minutes=60 * (found.get("number") or 1) + found.get("prefrac", "postfrac"))


@DOUBLE.on(
    "within number next unit",
    "number next unit|minute|hour",
    "unit number next",
    "in? clockpre? next number hour|minute",
    "within unit|hour",
)
def number_of_next(context: TimeContext, found: Neighbours) -> Made:
    """The 3 next days, within the hour."""
    number = found.get("number") or 1
    plain = found[-1].role == letter("unit") and found[0].role == letter("number")
    if plain and found.has("next") and context.words.plural and context.text[found[-1].end - 1] != context.words.plural:
        return None  # "only 3 next week"
    if plain and not found.close():
        return None  # "o dia 23 do próximo mês"
    unit = found.get("unit") or ("minute" if found.has("minute") else "hour")
    return in_the_next(context, Neighbours([Atom(letter("length"), length(number, unit), 0, 0)]))


@LENGTHS.on("number frac unit", "number unit|minute postfrac?", "frac unit")
def how_long(context: TimeContext, found: Neighbours) -> Made:
    number = found.get("number")
    if number is not None and found[1].start - found[0].end > 1:
        return None  # "only 3 the next week"
    unit = found.get("unit") or "minute"
    extra = found.get("frac", "postfrac") or 0
    if extra and unit != "hour":
        return None
    by = length(number or 0, unit)
    return "length", by._replace(minutes=by.minutes + extra)


@LENGTHS.on("in? dot unit|hour")
def decimal_hours(context: TimeContext, found: Neighbours) -> Made:
    """In 1.5 hours."""
    if found.get("unit") not in (None, "hour"):
        return None
    by = Length(minutes=round(float(found.get("dot")) * 60))
    return moved(context, by, 1) if found.has("in") else ("length", by)


@LENGTHS.on("length or length")
def joined_by_and(context: TimeContext, found: Neighbours) -> Made:
    """An hour and twenty minutes."""
    if context.text[found[1].start : found[1].end] != "and":
        return None
    return sum_of_lengths(context, found)


@LENGTHS.on("number length", "length plus? length")
def sum_of_lengths(context: TimeContext, found: Neighbours) -> Made:
    lengths = found.all("length")
    if len(lengths) != 2:
        return None
    a, b = lengths
    return "length", Length(a.months + b.months, a.days + b.days, a.minutes + b.minutes)


@LENGTHS.on("length postfrac")
def length_and_half(context: TimeContext, found: Neighbours) -> Made:
    """ساعتين ونصف."""
    by = found.get("length")
    return ("length", by._replace(minutes=by.minutes + found.get("postfrac"))) if by.minutes else None


@LENGTHS.on("postfrac later")
def quarter_later(context: TimeContext, found: Neighbours) -> Made:
    """一刻钟后, where no hour stands before it."""
    minutes = found.get("postfrac")
    return ("shift", (Length(minutes=minutes), 1)) if context.words.inside_is_within and minutes > 0 else None


@LENGTHS.on("length inside")
def inside_a_length(context: TimeContext, found: Neighbours) -> Made:
    """三天之内."""
    return in_the_next(context, found) if context.words.inside_is_within else None


@LENGTHS.on("in|within? less length inside|later?")
def in_less_than(context: TimeContext, found: Neighbours) -> Made:
    """In less than two hours. Alone it is a length only."""
    return in_the_next(context, found) if found.has("in", "within", "inside", "later") else None


@LENGTHS.on("within length", "next length", "length next", "in next length")
def in_the_next(context: TimeContext, found: Neighbours) -> Made:
    by = found.get("length")
    if by.minutes:
        return "stretch", (((context.at, context.at + timedelta(minutes=by.minutes)),), "")
    end: date = moved(context, by, 1)[1][0]
    return "drange", (((context.today + DAY, max(end + DAY, context.today + 2 * DAY)),), "")


LENGTHS.extend(SHARES_TOLD)  # before "the last two weeks" is read as those behind us


@LENGTHS.on("last length")
def in_the_last(context: TimeContext, found: Neighbours) -> Made:
    made = moved(context, found.get("length"), -1)
    return None if made[0] == "moment" else ("drange", (((made[1][0], context.today),), ""))


@DOUBLE.on("number unit later")
def units_later(context: TimeContext, found: Neighbours) -> Made:
    """2 days from now: before "in the afternoon 2" can be an hour."""
    return "shift", (length(found.get("number"), found.get("unit")), 1)


@DOUBLE.on("number weekday later")
def weekdays_later(context: TimeContext, found: Neighbours) -> Made:
    """Two sundays from now."""
    first = days.weekday(context.today + DAY, found.get("weekday"))[0]
    return "date", (first + 7 * (found.get("number") - 1) * DAY,) if found.get("number") > 0 else ()


@DOUBLE.on("push number hour|clockpre", "pull number hour|clockpre", "number hour|clockpre earlier")
def hours_pushed(context: TimeContext, found: Neighbours) -> Made:
    """Retrasar una hora, una hora antes."""
    return "shift", (Length(minutes=60 * found.get("number")), 1 if found.has("push") else -1)


@DOUBLE.on("part number unit|minute", "part frac unit")
def later_by(context: TimeContext, found: Neighbours) -> Made:
    """晚一小时, 早两个钟: the words for evening and morning are those for late and early."""
    word = context.text[found[0].start : found[0].end]
    if word not in ("晚", "早"):
        return None
    by = length(found.get("number") or 0, found.get("unit") or "minute")
    return "shift", (by._replace(minutes=by.minutes + (found.get("frac") or 0)), 1 if word == "晚" else -1)


@LENGTHS.on("pull length", "length earlier")
def shifted_back(context: TimeContext, found: Neighbours) -> Made:
    """An hour earlier; 提前半小时."""
    return "shift", (found.get("length"), -1)


@LENGTHS.on("push length", "length later that", "length past|after that", "past|after length from|of? that")
def shifted_by(context: TimeContext, found: Neighbours) -> Made:
    return "shift", (found.get("length"), 1)


@LENGTHS.on("weekday length later|past", "weekday in length", "weekday shift")
def weekday_after_length(context: TimeContext, found: Neighbours) -> Made:
    """Monday two weeks from now."""
    by, sign = found.get("shift") or (found.get("length"), 1)
    name, value = moved(context, by, sign)
    return ("date", days.weekday(value[0], found.get("weekday"), 0)) if name == "date" else None


@LENGTHS.on("weekday length")
def weekday_and_weeks(context: TimeContext, found: Neighbours) -> Made:
    """Lundi en huit: a week after the monday that comes."""
    by = found.get("length")
    if by.minutes or by.months or by.days % 7:
        return None
    coming = days.weekday(context.today, found.get("weekday"))[0]
    return moved(context, by, 1, coming)


@LENGTHS.on("weekday|date later length")
def length_after_day(context: TimeContext, found: Neighbours) -> Made:
    """周五后三天."""
    if not context.words.inside_is_within or not found.close():
        return None
    day = found.get("date")[0] if found.has("date") else days.weekday(context.today, found.get("weekday"))[0]
    made = moved(context, found.get("length"), 1, day)
    return made if made[0] == "date" else None


@LENGTHS.on("later length")
def later_first(context: TimeContext, found: Neighbours) -> Made:
    """之后5分钟: the five minutes that follow."""
    by = found.get("length")
    return (
        ("stretch", (((context.at, context.at + timedelta(minutes=by.minutes)),), ""))
        if by.minutes
        else moved(context, by, 1)
    )


@LENGTHS.on("holiday|day|weekday fromhere length ago|beforehand", "holiday ago length")
def before_named_day(context: TimeContext, found: Neighbours) -> Made:
    """क्रिसमस से तीन दिन पहले, 圣诞节前三天."""
    if not found.has("fromhere") and not (context.words.inside_is_within and found.close()):
        return None
    if found.has("holiday"):
        some = holiday(found.get("holiday"), context.today)
    elif found.has("weekday"):
        some = days.weekday(context.today, found.get("weekday"))
    else:
        some = (context.today + int(found.get("day").split("/")[0]) * DAY,)
    made = moved(context, found.get("length"), -1, some[0])
    return made if made[0] == "date" else None


@LENGTHS.on("length ago|last", "ago|before|beforehand length", "length before|beforehand that")
def ago(context: TimeContext, found: Neighbours) -> Made:
    by: Length = found.get("length")
    if by.minutes and not by.days and context.words.inside_is_within and found[0].role != letter("length"):
        return "stretch", (((context.at - timedelta(minutes=by.minutes), context.at),), "")  # 之前3小时, as 之后5分钟
    if by.minutes and not by.days:
        return "gone", by
    return moved(context, found.get("length"), -1)
