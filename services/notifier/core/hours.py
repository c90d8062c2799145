"""Contact hours in the borrower's own time: when may we, until when, and when next?

Windows are wall-clock times of a zone; each local day is turned into instants once and remembered. Days on which
the clock changes are right by construction, because the instants come from the zone's rules for that very day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from shared.policy.parts import Blackout, Channel, Contact, ContactWindow

Span = tuple[datetime, datetime]
DAYS_AHEAD_MAX = 60
_FAR = timedelta(days=DAYS_AHEAD_MAX)


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """The zone of that name; the contract lets no other in."""
    return ZoneInfo(name)


@lru_cache(maxsize=1024)
def local_date(at: datetime, zone: str) -> date:
    """The day `at` falls on where the borrower is."""
    return at.astimezone(zone_of(zone)).date()


def open_span(contact: Contact, channel: Channel, zone: str, at: datetime) -> Span | None:
    """The window that `at` lies in, or None outside hours."""
    return next(
        (span for span in _spans(contact, channel, zone, local_date(at, zone)) if span[0] <= at < span[1]), None
    )


@lru_cache(maxsize=1024)
def next_open(contact: Contact, channel: Channel, zone: str, at: datetime) -> datetime | None:
    """`at` itself within hours, otherwise when they next begin; None when that is not within two months."""
    day = local_date(at, zone)
    for ahead in range(DAYS_AHEAD_MAX):
        for start, end in _spans(contact, channel, zone, day + timedelta(days=ahead)):
            if at < end:
                return max(at, start)
    return None


@lru_cache(maxsize=1024)
def open_for(contact: Contact, channel: Channel, zone: str, at: datetime, lasts: timedelta) -> datetime:
    """When it will have been open for `lasts` since `at`; after two months at the latest."""
    left, moment = lasts, at
    while (opens := next_open(contact, channel, zone, moment)) is not None and opens < at + _FAR:
        span = open_span(contact, channel, zone, opens)
        assert span is not None  # it opens then
        if opens + left <= span[1]:
            return opens + left
        left -= span[1] - opens
        moment = span[1]
    return at + _FAR


@lru_cache(maxsize=8192)
def _spans(contact: Contact, channel: Channel, zone: str, day: date) -> tuple[Span, ...]:
    windows = tuple(leaf.value for leaf in contact.windows if leaf.is_in_force(day) and channel in leaf.value.channels)
    blackouts = tuple(leaf.value for leaf in contact.blackouts if leaf.is_in_force(day))
    return _day_spans(windows, blackouts, zone, day)


@lru_cache(maxsize=8192)
def _day_spans(
    windows: tuple[ContactWindow, ...], blackouts: tuple[Blackout, ...], zone: str, day: date
) -> tuple[Span, ...]:
    place = zone_of(zone)
    blacked = any(_is_black(blackout, day) for blackout in blackouts)
    found = []
    for window in windows:
        if day.isoweekday() in window.weekdays and (window.holidays or not blacked):
            start = datetime.combine(day, window.start, place).astimezone(UTC)
            found.append((start, datetime.combine(day, window.end, place).astimezone(UTC)))
    return tuple(sorted(found))


def _is_black(blackout: Blackout, day: date) -> bool:
    if blackout.yearly is not None:
        return f"{day:%m-%d}" == blackout.yearly
    return (blackout.first or date.max) <= day <= (blackout.last or date.min)
