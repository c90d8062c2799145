"""dateparser: told the language, the moment, to prefer the future and to return the ends of a span.

What it finds is a moment and does not say whether a day or an hour is meant: it may stand for either. A part of the day
is told as its first hour; it stands for the part's hours in the file as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from importlib.metadata import version as installed
from typing import Any

_search: Any = import_module("dateparser.search").search_dates
LANGUAGES = frozenset({"en", "es", "fr", "pt", "zh", "hi", "ar", "id"})
PARTS = (
    (12, "08:00:00", "12:00:00"), (17, "12:00:00", "16:00:00"), (20, "16:00:00", "20:00:00"),
    (24, "20:00:00", "23:59:59"),
)  # fmt: skip
"""Up to which hour of its own a part of the day is, and the file's hours for it."""
STRATEGIES = {"zh": "split"}
"""Of its two ways to search a text the one that found more; another where a language is written without spaces."""
START, END = " (start)", " (end)"


def version() -> str:
    return installed("dateparser")


def warm(lang: str, now: datetime) -> None:
    parse("9", lang, now)


def parse(text: str, lang: str, now: datetime) -> Any:
    settings = {"PREFER_DATES_FROM": "future", "RELATIVE_BASE": now.replace(tzinfo=None), "RETURN_TIME_SPAN": True}
    settings |= {"RETURN_TIME_AS_PERIOD": True}
    return _search(text, languages=[lang], settings=settings, strategy=STRATEGIES.get(lang, "ngram"), add_period=True)


def readings(found: Any, now: datetime) -> Iterator[Any]:
    found = found or []
    ends = [moment for text, moment, _ in found if text.endswith(END)]
    starts = [moment for text, moment, _ in found if text.endswith(START)]
    for start, end in zip(starts, ends, strict=False):
        yield {"type": "daterange", "start": start.date().isoformat(), "end": end.date().isoformat()}
    plain = [one for one in found if not one[0].endswith((START, END))]
    if plain:
        _, moment, period = max(plain, key=lambda one: len(one[0]))
        ways = [{"type": "moment", "value": moment.strftime("%Y-%m-%d %H:%M:%S")}]
        if period == "part_of_day":
            first, last = next((first, last) for until, first, last in PARTS if moment.hour < until)
            ways.append({"type": "timerange", "start": first, "end": last})
            ways.append(
                {"type": "datetimerange", "start": f"{moment.date()} {first}", "end": f"{moment.date()} {last}"}
            )
        yield ways
