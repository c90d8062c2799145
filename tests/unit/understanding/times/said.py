"""A wednesday morning in New York, and mentions of time written down shortly, as the sentences expect them."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from services.notifier.understanding.times import TimeMention, TimeReading, mentions

AT = datetime(2026, 10, 14, 9, 30, tzinfo=ZoneInfo("America/New_York"))
SENTENCES = Path(__file__).parent / "sentences"


def short(text: str, at: datetime = AT, hint: str = "") -> str:
    """The best reading of each mention: 10-16, 16:00, 10-16 18:00..21:00; "none" for a day that does not exist."""
    return "; ".join(written(mention) for mention in mentions(text, at, hint)) or "-"


def written(mention: TimeMention) -> str:
    return "none" if mention.best is None else reading(mention.best)


def reading(one: TimeReading) -> str:
    if one.start is None or one.end is None:
        first, last = _hour(one.first), _hour(one.last)
        return first if one.point else f"{first}..{last}"
    day, end = f"{one.start:%m-%d}", f"{one.end:%m-%d}"
    match one.kind:
        case "date":
            return day
        case "datetime":
            return f"{day} {one.start:%H:%M}"
        case "daterange":
            return f"{day}..{end}"
        case _:
            return f"{day} {one.start:%H:%M}..{'' if day == end else end + ' '}{one.end:%H:%M}"


def _hour(one: time | None) -> str:
    return "-" if one is None else f"{one:%H:%M}"


def sentences(language: str) -> list[tuple[str, str]]:
    """What somebody writes, and what it means."""
    lines = (SENTENCES / f"{language}.txt").read_text("utf-8").splitlines()
    return [(text.strip(), meant.strip()) for text, meant in (line.split("=>") for line in lines if line)]
