"""What an atom of the grammar says of time, as the fields of a mention."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from . import days
from .grammar import TimeContext
from .lengths import Length, moved
from .lexicon import Atom
from .mention import POINT, TimeDoubt, TimeKind, TimeReading
from .roles import letter

_TELLING = ("nodate", "date", "drange", "clock", "range", "part", "moment", "stretch", "shift", "same", "gone")
TELLING = {letter(name): name for name in _TELLING}


def told_of(atom: Atom, context: TimeContext, zone: tzinfo | None) -> dict[str, Any] | None:
    """See `_told`; None for days that are too far off."""
    try:
        told = _told(atom, context, zone)
    except OverflowError:
        return None
    far = told is not None and any(one.start and not days.is_near(one.start) for one in told["readings"])
    return None if far else told


def _told(atom: Atom, context: TimeContext, zone: tzinfo | None) -> dict[str, Any] | None:
    """What an atom says of time, as the fields of a mention; None for what says nothing."""
    name = TELLING.get(atom.role)
    if name is None:
        return None
    if name == "same":
        return {"readings": (), "relative": "same"}
    if name == "shift":
        by, sign = atom.value
        return _shift(by, sign, context, zone)
    if name == "gone":  # "two hours ago" is in some languages "two hours before" too: it leans on nothing yet
        told = _shift(atom.value, -1, context, zone)
        return {"readings": tuple(_marked(one, "past") for one in told["readings"]), "shift": told["shift"]}
    if name == "nodate":
        return {"readings": (), "doubts": frozenset({"no_such_date"})}
    ahead, past = [], []
    now = context.at.replace(tzinfo=zone)
    for reading in _readings(name, atom.value, context, zone):
        if _is_over(reading, now):
            past.append(_marked(reading, "past"))
        else:
            ahead.append(reading)
    return {"readings": (*ahead, *past), "part": name == "part", "bare": atom.bare}


def _shift(by: Length, sign: int, context: TimeContext, zone: tzinfo | None) -> dict[str, Any]:
    far = timedelta(minutes=by.minutes, days=by.days + 30 * by.months)
    name, value = moved(context, by, sign)
    reading = (
        _moment(value[0], zone) if name == "moment" else _days(value[0], value[0] + timedelta(days=1), zone, "date")
    )
    return {"readings": (reading,), "relative": "later" if sign > 0 else "earlier", "shift": sign * far}


def _is_over(reading: TimeReading, now: datetime) -> bool:
    if reading.start is None or reading.end is None:
        return False
    return reading.start < now if reading.kind == "datetime" else reading.end <= now


def _marked(reading: TimeReading, doubt: TimeDoubt) -> TimeReading:
    return replace(reading, doubts=reading.doubts | {doubt})


def _readings(name: str, value: Any, context: TimeContext, zone: tzinfo | None) -> Iterator[TimeReading]:
    match name:
        case "date":
            for day in value:
                yield _days(day, day + timedelta(days=1), zone, "date")
        case "drange":
            for first, last in value[0]:
                yield _days(first, last, zone, "daterange", value[1])
        case "clock":
            for one in value:
                end = (datetime.combine(date.min, one) + POINT).time()
                yield TimeReading("time", first=one, last=end)
        case "range":
            for begins, ends in value[0]:
                yield TimeReading("timerange", first=begins, last=ends, open=value[1])
        case "part":
            if value == "noon":
                yield TimeReading("time", first=time(12), last=time(13))
            else:
                first, last = context.part(value)
                yield TimeReading("timerange", first=first, last=last)
        case "moment":
            for moment in value:
                yield _moment(moment, zone)
        case "stretch":
            for start, end in value[0]:
                doubts: frozenset[TimeDoubt] = frozenset({"no_such_hour"}) if _skipped(start, zone) else frozenset()
                kind: TimeKind = "datetimerange"
                yield TimeReading(
                    kind, start.replace(tzinfo=zone), end.replace(tzinfo=zone), open=value[1], doubts=doubts
                )


def _days(first: date, last: date, zone: tzinfo | None, kind: TimeKind, side: Any = "") -> TimeReading:
    start, end = (datetime.combine(day, time(0), zone) for day in (first, last))
    if side in ("named", "until"):  # "until friday": friday was said, and still counts
        return TimeReading(kind, start, end, open="before" if side == "until" else "", named=True)
    return TimeReading(kind, start, end, open=side)


def _moment(moment: datetime, zone: tzinfo | None) -> TimeReading:
    doubts: frozenset[TimeDoubt] = frozenset({"no_such_hour"}) if _skipped(moment, zone) else frozenset()
    start = moment.replace(tzinfo=zone)
    return TimeReading("datetime", start, (moment + POINT).replace(tzinfo=zone), doubts=doubts)


def _skipped(local: datetime, zone: tzinfo | None) -> bool:
    """Whether the clock of the zone never shows this local time."""
    if zone is None:
        return False
    before, behind = zone.utcoffset(local), zone.utcoffset(local.replace(fold=1))
    return before is not None and behind is not None and behind > before
