"""Our reader by the parts of the day that the sets of the libraries are made in (see ADR 0039)."""

from __future__ import annotations

from datetime import UTC, datetime

from services.notifier.understanding.times import RECOGNIZERS, TimeMention, mentions
from tests.benchmarks.replies.engines.of_ours import LANGUAGES, readings, version, warm

__all__ = ["LANGUAGES", "parse", "readings", "version", "warm"]


def parse(text: str, lang: str, now: datetime) -> tuple[TimeMention, ...]:
    return mentions(text, now if now.tzinfo else now.replace(tzinfo=UTC), lang, RECOGNIZERS)
