"""Does a stretch of text ask to stop, whatever else it says? In any language and wording that the reader knows."""

from __future__ import annotations

from datetime import UTC, datetime

from services.notifier.understanding.reader import read
from services.notifier.understanding.reading import OpenQuestion

ALONE_WORDS_MAX, ALONE_CHARS_MAX = 2, 24
_ANY_DAY = datetime(2026, 1, 1, 12, tzinfo=UTC)
"""Who asks to stop does so on any day."""


def asks_to_stop(text: str) -> bool:
    return any(meaning.kind == "stop" for meaning in read(text, OpenQuestion(), _ANY_DAY).meanings)


def is_stop_alone(text: str) -> bool:
    """A word or two, and a stop."""
    return len(text) <= ALONE_CHARS_MAX and len(text.split()) <= ALONE_WORDS_MAX and asks_to_stop(text)
