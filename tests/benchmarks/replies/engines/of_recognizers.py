"""Microsoft's Recognizers for Python: told the culture and the moment. Of its readings the future ones come first.

The package named after the project, recognizers-text-date-time 1.0.2a2, has no Portuguese and does not load with an
`emoji` newer than 1; what its makers published later as ms-recognizers-text-date-time is measured instead. It compiles
more patterns than `regex` keeps, so it gets a larger cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from importlib.metadata import version as installed
from typing import Any

_patterns: Any = import_module("regex._main")
_patterns._MAXCACHE = _patterns._MAXREPCACHE = 50_000
_recognizers: Any = import_module("ms_recognizers_date_time")
CULTURES = {"en": "en-us", "es": "es-es", "fr": "fr-fr", "pt": "pt-br", "zh": "zh-cn"}
LANGUAGES = frozenset(CULTURES)
KINDS = ("date", "time", "datetime", "daterange", "timerange", "datetimerange")
_models: dict[str, Any] = {}


def version() -> str:
    return installed("ms-recognizers-text-date-time")


def warm(lang: str, now: datetime) -> None:
    culture = CULTURES[lang]
    _models[lang] = _recognizers.DateTimeRecognizer(culture).get_datetime_model(culture, False)
    parse("9", lang, now)


def parse(text: str, lang: str, now: datetime) -> Any:
    return _models[lang].parse(text, now.replace(tzinfo=None))


def readings(found: Any, now: datetime) -> Iterator[Any]:
    found = [one for one in found if one.resolution and _typed(one.resolution["values"])]
    if found:
        longest = max(found, key=lambda one: len(one.text))
        yield from future_first(_typed(longest.resolution["values"]), now)


def future_first(values: list[dict[str, str]], now: datetime) -> list[dict[str, str]]:
    """In the library's order, but what has begun before today after what has not."""
    today = now.date().isoformat()

    def past(value: dict[str, str]) -> bool:
        begins = value.get("value") or value.get("start") or value.get("end") or ""
        return len(begins) > 8 and begins[:10] < today

    return sorted(values, key=past)


def _typed(values: list[dict[str, str]]) -> list[dict[str, str]]:
    kept = ("type", "value", "start", "end")
    return [{key: value[key] for key in kept if value.get(key)} for value in values if value.get("type") in KINDS]
