"""What was asked, for tests: on Tuesday 24 November, three windows, or one visit that was agreed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from services.notifier.understanding.reader import read
from services.notifier.understanding.reading import AskedKind, OfferedWindow, OpenQuestion, ReplyReading

ZONE = ZoneInfo("Europe/London")
AT = datetime(2026, 11, 24, 14, 20, tzinfo=ZONE)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


THURSDAY = OfferedWindow(1, at(26, 10), at(26, 12))
FRIDAY = OfferedWindow(2, at(27, 14), at(27, 16))
SATURDAY = OfferedWindow(3, at(28, 9), at(28, 11))
WINDOWS: dict[AskedKind, tuple[OfferedWindow, ...]] = {"offer": (THURSDAY, FRIDAY, SATURDAY), "notice": (FRIDAY,)}


def reading(text: str, kind: AskedKind = "offer", sent: str = "") -> ReplyReading:
    return read(text, OpenQuestion(kind, WINDOWS.get(kind, ()), sent), AT)


def meanings(text: str, kind: AskedKind = "offer", sent: str = "") -> list[str]:
    return [meaning.kind for meaning in reading(text, kind, sent).meanings]


def slot(text: str) -> int | None:
    return reading(text).slot
