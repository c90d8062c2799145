"""A record's timestamp, which a producer may have filled with anything."""

from __future__ import annotations

from datetime import UTC, datetime

from shared.contracts.times import LATEST

STAMP_MAX_MS = int(LATEST.timestamp() * 1000)


def moment(stamp: int, now: datetime) -> datetime:
    """Milliseconds since 1970 as a moment; `now` where they are none: -1 says so, and some write microseconds."""
    if not 0 <= stamp < STAMP_MAX_MS:
        return now
    return datetime.fromtimestamp(stamp / 1000, UTC)
