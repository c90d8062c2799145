"""Where it is what time. Zones are known by name; the contract lets in only those of places."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=1024)
def known_zone(name: str) -> ZoneInfo | None:
    """The IANA zone of that name, or None."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def zone_of(name: str) -> tzinfo:
    """The zone of that name; UTC for one that left the database after we had accepted it."""
    return known_zone(name) or UTC


@lru_cache(maxsize=4096)
def local_day(at: datetime, zone: str) -> date:
    """The day that `at` falls on in that zone."""
    return at.astimezone(zone_of(zone)).date()


def local_moment(at: datetime, zone: str) -> str:
    """`2026-12-19 09:00 (Europe/Lisbon)`: a moment in a sentence about a case of that zone, by the clocks there."""
    there = known_zone(zone)
    return f"{at.astimezone(there or UTC):%Y-%m-%d %H:%M} ({zone if there is not None else 'UTC'})"
