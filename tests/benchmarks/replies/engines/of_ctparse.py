"""ctparse: English; told the moment, without a time limit, hours without a day left as they are.

A part of the day has no hours with it; those of the file that it is counted on are put in.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import import_module
from importlib.metadata import version as installed
from typing import Any

logging.disable(logging.CRITICAL)
_library: Any = import_module("ctparse")
LANGUAGES = frozenset({"en"})
PARTS = {"morning": (8, 12), "forenoon": (8, 12), "afternoon": (12, 16), "evening": (16, 20), "night": (20, 24)}
UNITS = {"minutes": 1, "hours": 60, "days": 24 * 60, "nights": 24 * 60, "weeks": 7 * 24 * 60, "months": 30 * 24 * 60}


def version() -> str:
    return installed("ctparse")


def warm(lang: str, now: datetime) -> None:
    parse("tomorrow", lang, now)


def parse(text: str, lang: str, now: datetime) -> Any:
    return _library.ctparse(text, ts=now.replace(tzinfo=None), timeout=0, latent_time=False)


def readings(found: Any, now: datetime) -> Iterator[Any]:
    if found is None:
        return
    what = found.resolution
    match type(what).__name__:
        case "Time":
            yield from _time(what)
        case "Interval":
            yield from _interval(what)
        case "Duration":
            yield from _duration(what, now.replace(tzinfo=None))


def _time(time: Any) -> Iterator[dict[str, str]]:
    day, hour = _day(time), _hour(time)
    if hour:
        yield {"type": "datetime", "value": f"{day} {hour}"} if day else {"type": "time", "value": hour}
    elif time.POD in PARTS:
        first, last = (f"{one:02}:00:00" if one < 24 else "23:59:59" for one in PARTS[time.POD])
        if day:
            yield {"type": "datetimerange", "start": f"{day} {first}", "end": f"{day} {last}"}
        else:
            yield {"type": "timerange", "start": first, "end": last}
    elif day:
        yield {"type": "date", "value": day}


def _interval(interval: Any) -> Iterator[dict[str, str]]:
    ends = {name: one for name, one in (("start", interval.t_from), ("end", interval.t_to)) if one is not None}
    days = {name: _day(one) for name, one in ends.items()}
    hours = {name: _hour(one) for name, one in ends.items()}
    if all(hours.values()) and all(days.values()):
        yield {"type": "datetimerange", **{name: f"{days[name]} {hours[name]}" for name in ends}}
    elif all(hours.values()):
        yield {"type": "timerange", **{name: hours[name] or "" for name in ends}}
    elif all(days.values()):
        yield {"type": "daterange", **{name: days[name] or "" for name in ends}}


def _duration(duration: Any, now: datetime) -> Iterator[dict[str, str]]:
    """It drops "in" and "next": counted as a moment from now, the more frequent of the two."""
    minutes = duration.value * UNITS[duration.unit.value]
    yield {"type": "moment", "value": str(now + timedelta(minutes=minutes))}


def _day(time: Any) -> str | None:
    return f"{time.year}-{time.month:02}-{time.day:02}" if time.year and time.month and time.day else None


def _hour(time: Any) -> str | None:
    return None if time.hour is None else f"{time.hour:02}:{time.minute or 0:02}:00"
