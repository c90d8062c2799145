"""Rules for lengths of time, and how far something is: "in two hours", "3 days ago", "the next 3 weeks"."""

from __future__ import annotations

from datetime import date, timedelta

from . import days
from .days import DAY
from .grammar import Found, Made, Rules, Said
from .lengths import Length, length, moved
from .lexicon import Atom
from .roles import letter

DOUBLE = Rules()
LENGTHS = Rules()
FAR = Rules()


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
)
def hours_from_now(said: Said, found: Found) -> Made:
    """Where one word is both "hours" and "o'clock", the words around it tell."""
    minutes = found.get("frac") or found.get("number") * 60 + (found.get("postfrac") or 0)
    if found.has("within"):
        return "stretch", (((said.at, said.at + timedelta(minutes=minutes)),), "")
    by = Length(minutes=minutes)
    if found.has("later", "after"):
        return "shift", (by, 1)
    return moved(said, by, -1 if found.has("ago") else 1)


@DOUBLE.on("number next unit|minute|hour", "unit number next", "next number hour|minute", "within unit|hour")
def number_of_next(said: Said, found: Found) -> Made:
    """The 3 next days, within the hour."""
    number = found.get("number") or 1
    plain = found[-1].role == letter("unit") and found[0].role == letter("number")
    if plain and found.has("next") and said.words.plural and said.text[found[-1].end - 1] != said.words.plural:
        return None  # "only 3 next week"
    unit = found.get("unit") or ("minute" if found.has("minute") else "hour")
    return in_the_next(said, Found([Atom(letter("length"), length(number, unit), 0, 0)]))


@LENGTHS.on("number frac unit", "number unit|minute postfrac?", "frac unit")
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


@LENGTHS.on("number length", "length plus? length")
def sum_of_lengths(said: Said, found: Found) -> Made:
    lengths = found.all("length")
    if len(lengths) != 2:
        return None
    a, b = lengths
    return "length", Length(a.months + b.months, a.days + b.days, a.minutes + b.minutes)


@LENGTHS.on("within length", "next length", "length next", "in next length")
def in_the_next(said: Said, found: Found) -> Made:
    by = found.get("length")
    if by.minutes:
        return "stretch", (((said.at, said.at + timedelta(minutes=by.minutes)),), "")
    end: date = moved(said, by, 1)[1][0]
    return "drange", (((said.today + DAY, max(end + DAY, said.today + 2 * DAY)),), "")


@LENGTHS.on("last length", "length last")
def in_the_last(said: Said, found: Found) -> Made:
    made = moved(said, found.get("length"), -1)
    return None if made[0] == "moment" else ("drange", (((made[1][0], said.today),), ""))


@DOUBLE.on("push number hour|clockpre", "pull number hour|clockpre", "number hour|clockpre earlier")
def hours_pushed(said: Said, found: Found) -> Made:
    """Retrasar una hora, una hora antes."""
    return "shift", (Length(minutes=60 * found.get("number")), 1 if found.has("push") else -1)


@DOUBLE.on("part number unit", "part frac unit")
def later_by(said: Said, found: Found) -> Made:
    """晚一小时: the word for evening is the word for late."""
    if said.text[found[0].start : found[0].end] != "晚":
        return None
    by = length(found.get("number") or 0, found.get("unit"))
    return "shift", (by._replace(minutes=by.minutes + (found.get("frac") or 0)), 1)


@LENGTHS.on("pull length", "length earlier")
def shifted_back(said: Said, found: Found) -> Made:
    """An hour earlier; 提前半小时."""
    return "shift", (found.get("length"), -1)


@LENGTHS.on("push length", "length later that", "length past|after that")
def shifted_by(said: Said, found: Found) -> Made:
    return "shift", (found.get("length"), 1)


@LENGTHS.on("weekday length later|past", "weekday in length")
def weekday_after_length(said: Said, found: Found) -> Made:
    """Monday two weeks from now."""
    name, value = moved(said, found.get("length"), 1)
    return ("date", days.weekday(value[0], found.get("weekday"), 0)) if name == "date" else None


@LENGTHS.on("later length")
def later_first(said: Said, found: Found) -> Made:
    """之后5分钟: the five minutes that follow."""
    by = found.get("length")
    return (
        ("stretch", (((said.at, said.at + timedelta(minutes=by.minutes)),), "")) if by.minutes else moved(said, by, 1)
    )


@LENGTHS.on("length ago", "ago|before|beforehand length", "length before|beforehand that")
def ago(said: Said, found: Found) -> Made:
    return moved(said, found.get("length"), -1)


@FAR.on(
    "after|past length from date",
    "length past|after|from|later|on date",
    "date fromhere? length later|afterwards|inside",
)
def length_from_day(said: Said, found: Found) -> Made:
    made = moved(said, found.get("length"), 1, found.get("date")[0])
    return made if made[0] == "date" else None


@FAR.on("length before date", "date length beforehand")
def length_before_day(said: Said, found: Found) -> Made:
    made = moved(said, found.get("length"), -1, found.get("date")[0])
    return made if made[0] == "date" else None


@FAR.on("in|after unit", "unit later", "in|after clockpre")
def from_now_by_one(said: Said, found: Found) -> Made:
    """بعد أسبوع."""
    return moved(said, length(1, found.get("unit") or "hour"), 1)


@FAR.on("in|inside length", "past|after length", "length later|after|inside")
def from_now(said: Said, found: Found) -> Made:
    if found[0].role == letter("length"):
        return "shift", (found.get("length"), 1)
    return moved(said, found.get("length"), 1)
