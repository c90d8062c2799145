"""Duckling, by the wheel pyduckling-native-phihos: told the language, the moment and the zone.

It never says whether a day is meant with an hour, so an hour stands for both; its ends go one step past the last (19:00
for "5 to 6 pm"), so the end before that counts too. Its parts of the day stand for those of the file as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.metadata import version as installed
from typing import Any
from zoneinfo import TZPATH

_duckling: Any = import_module("duckling")
CODES = {"en": "EN", "es": "ES", "fr": "FR", "pt": "PT", "zh": "ZH", "ar": "AR"}
LANGUAGES = frozenset(CODES)
DAYS = {"day": 1, "week": 7}
STEPS = {"hour": timedelta(hours=1), "minute": timedelta(minutes=1), "second": timedelta(seconds=1)}
PARTS = {
    (0, 12): ("08:00:00", "12:00:00"), (4, 12): ("08:00:00", "12:00:00"), (12, 19): ("12:00:00", "16:00:00"),
    (18, 0): ("16:00:00", "20:00:00"), (20, 0): ("20:00:00", "23:59:59"),
}  # fmt: skip
"""Its hours of a morning, an afternoon, an evening, a night, and the file's."""
_zones = _duckling.load_time_zones(TZPATH[0])
_dimensions = _duckling.parse_dimensions(["time"])
_locales: dict[str, Any] = {}


def version() -> str:
    return installed("pyduckling-native-phihos")


def warm(lang: str, now: datetime) -> None:
    code = CODES[lang]
    _locales[lang] = _duckling.parse_locale(code, _duckling.default_locale_lang(_duckling.parse_lang(code)))
    parse("9", lang, now)


def parse(text: str, lang: str, now: datetime) -> Any:
    stamp = int(now.replace(tzinfo=UTC).timestamp())
    context = _duckling.Context(_duckling.parse_ref_time(_zones, "UTC", stamp), _locales[lang])
    return _duckling.parse(text, context, _dimensions, False)


def readings(found: Any, now: datetime) -> Iterator[Any]:
    if found:
        longest = max(found, key=lambda one: one["end"] - one["start"])
        for value in longest["value"]["values"] or [longest["value"]]:
            if spelt := _value(value) if value["type"] == "value" else _interval(value):
                yield spelt


def _value(value: dict[str, Any]) -> list[dict[str, str]]:
    at, grain = _moment(value), value["grain"]
    if grain in STEPS:
        return [{"type": "datetime", "value": str(at)}, {"type": "time", "value": str(at.time())}]
    if grain == "day":
        return [{"type": "date", "value": str(at.date())}]
    if grain == "week":
        return [_days(at, at + timedelta(days=7))]
    after = (at.replace(day=1) + timedelta(days={"month": 32, "quarter": 95, "year": 370}[grain])).replace(day=1)
    return [_days(at, after)]


def _interval(value: dict[str, Any]) -> list[dict[str, str]]:
    start, end = value.get("from"), value.get("to")
    known = start or end
    assert known is not None
    if known["grain"] not in STEPS:
        if start is None or end is None:
            return [
                {
                    "type": "daterange",
                    **({"start": _day(start)} if start else {}),
                    **({"end": _day(end)} if end else {}),
                }
            ]
        first, last = _moment(start), _moment(end)
        return [_days(first, last), _days(first, last - timedelta(days=1))]
    ways: list[dict[str, str]] = []
    ends: list[datetime | None] = [None]
    if end is not None:
        ends = [_moment(end), _moment(end) - STEPS[end["grain"]], _moment(end) - STEPS["second"]]
    for until in ends:
        moments = {name: at for name, at in (("start", start and _moment(start)), ("end", until)) if at}
        ways.append({"type": "datetimerange", **{name: str(at) for name, at in moments.items()}})
        ways.append({"type": "timerange", **{name: str(at.time()) for name, at in moments.items()}})
    if start and end and (part := PARTS.get((_moment(start).hour, _moment(end).hour))):
        named = [part, PARTS[20, 0]] if part == PARTS[18, 0] else [part]
        for begins, ends_at in named:
            ways.append({"type": "timerange", "start": begins, "end": ends_at})
            ways.append(
                {"type": "datetimerange", "start": f"{_day(start)} {begins}", "end": f"{_day(start)} {ends_at}"}
            )
    if end is None:  # "in 5 minutes" is told in some languages as "from then on"
        ways.append({"type": "datetime", "value": str(_moment(known))})
    return ways


def _days(first: datetime, last: datetime) -> dict[str, str]:
    return {"type": "daterange", "start": str(first.date()), "end": str(last.date())}


def _day(value: dict[str, Any]) -> str:
    return str(_moment(value).date())


def _moment(value: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(value["value"]).replace(tzinfo=None)
