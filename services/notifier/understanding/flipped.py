"""A limit that is denied: "not before 6" is after 6."""

from __future__ import annotations

from datetime import time

from .times import TimeMention, TimeReading


def flipped(mention: TimeMention) -> list[TimeReading]:
    """What is left when an open stretch of hours is denied; nothing where it is none, or on a date."""
    best = mention.best
    if best is None or not best.open:
        return []
    if best.dated and best.start is not None and best.end is not None:
        return []
    if best.open == "before":
        return [TimeReading("timerange", first=best.last, last=time(21), open="after")]
    return [TimeReading("timerange", first=time(8), last=best.first, open="before")]
