"""How right readings of times are, and opt-outs: our own counting, of readings that anybody gave.

A row of a times file has `text`, `lang`, `now` and `any_of`, the readings that count as right. A reading has a `type`
(date, time, datetime, daterange, timerange, datetimerange) and a `value`, or a `start` and an `end`. The best reading
of a row counts: `first` if it is one of `any_of`, `ahead` if it is one of those that were not over when it was said. A
reading may be a list of ways to write one and the same. A `moment` is what a library says that tells no day from an
hour: it stands for whichever is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Reading = Mapping[str, str]
CLOCK = len("12:00:00")
DAY = len("2026-01-05")
HERE = ("date", "time", "datetime")


@dataclass(frozen=True, slots=True)
class Right:
    """How many of `rows` were answered at all, right, and right ahead."""

    rows: int
    answered: int
    first: int
    ahead: int


def count(rows: Sequence[Mapping[str, Any]], said: Mapping[str, Sequence[Any]]) -> Right:
    """`said`: readings by the row's id, best first. A row that it lacks counts as not answered."""
    answered = first = ahead = 0
    for row in rows:
        ways = best(said.get(row["id"], ()))
        answered += bool(ways)
        first += is_one_of(row["any_of"], ways)
        ahead += is_one_of(not_over(row), ways)
    return Right(len(rows), answered, first, ahead)


def by_language(rows: Iterable[Mapping[str, Any]], said: Mapping[str, Sequence[Any]]) -> dict[str, Right]:
    """Counts of every language, in the order of the file."""
    parts: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        parts.setdefault(row["lang"], []).append(row)
    return {lang: count(part, said) for lang, part in parts.items()}


def best(readings: Sequence[Any]) -> list[Reading]:
    """The ways in which the best reading is written."""
    for reading in readings:
        ways = reading if isinstance(reading, list) else [reading]
        if typed := [way for way in ways if way.get("type")]:
            return typed
    return []


def is_one_of(right: Iterable[Reading], ways: Sequence[Reading]) -> bool:
    return any(same(one, way) for one in right for way in ways)


def not_over(row: Mapping[str, Any]) -> Sequence[Reading]:
    """The right readings that do not begin before the day on which they were said; all, where there are none."""
    today = row["now"][:DAY]
    ahead = [one for one in row["any_of"] if len(begins(one)) == CLOCK or begins(one)[:DAY] >= today]
    return ahead or row["any_of"]


def begins(reading: Reading) -> str:
    """Its beginning, or what else is told of an open one."""
    return reading.get("value") or reading.get("start") or reading.get("end") or ""


def same(right: Reading, said: Reading) -> bool:
    if said["type"] == "moment":
        return right["type"] in HERE and stands_for(said, right)
    if right["type"] != said["type"]:
        return False
    return all(plain(right.get(part)) == plain(said.get(part)) for part in ("value", "start", "end"))


def stands_for(moment: Reading, right: Reading) -> bool:
    """A moment is the day that it is on, the hour that it is at, and midnight of a day without an hour."""
    wanted, told = plain(begins(right)), plain(begins(moment))
    if not wanted or not told:
        return False
    if right["type"] == "date":
        return told[:DAY] == wanted
    if right["type"] == "time":
        return told[-CLOCK:] == wanted
    return told == wanted or f"{told} 00:00:00" == wanted


def plain(moment: str | None) -> str | None:
    """Without fractions of a second, and with a space before the hour."""
    return None if moment is None else moment.replace("T", " ").partition(".")[0]
