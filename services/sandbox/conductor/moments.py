"""Where the clock begins and where it goes next. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

# A Monday, 09:00 in Lisbon: contact hours have just begun, and summer time begins within the horizon.
BEGINS = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def rounded_up(at: datetime, quantum: timedelta) -> datetime:
    """The first multiple of `quantum` since 1970 that is not before `at`."""
    return EPOCH + -((EPOCH - at) // quantum) * quantum


def next_moment(now: datetime, due: Iterable[datetime | None], quantum: timedelta, ends: datetime) -> datetime:
    """The next due moment rounded up, never before `now` and never past `ends`; `ends` when nothing is due."""
    known = [at for at in due if at is not None]
    return min(max(rounded_up(min(known), quantum), now), ends) if known else ends
