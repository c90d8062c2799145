"""When may anybody be contacted, in the borrower's own time: now, until when, and when next?

Windows are wall-clock times of a zone. Each local day has those of the limits that bind on that day, and is turned
into instants once and remembered. Days on which the clocks change are right by construction, because the instants come
from the zone's rules for that very day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol

from .caps import AT_ONCE
from .leaf import Leaf
from .local_time import known_zone, local_day, zone_of
from .parts import Blackout, Channel, ContactWindow, Limits

DAYS_AHEAD_MAX = 60
_FAR = timedelta(days=DAYS_AHEAD_MAX)


class ZonedSpan(Protocol):
    """From `start` until before `end`, at a place of `zone`."""

    @property
    def start(self) -> datetime: ...

    @property
    def end(self) -> datetime: ...

    @property
    def zone(self) -> str: ...


@dataclass(frozen=True, slots=True)
class OpenSpan:
    """Contact is allowed from `start` until before `end` (UTC), under `rule`."""

    start: datetime
    end: datetime
    rule: str


@dataclass(frozen=True, eq=False)
class ContactCalendar:
    """The contact hours of a pack, whose limits are those `on` a day. `zone` is the borrower's, or that of the door."""

    on: Callable[[date], Limits]

    def hours(self, channel: Channel, day: date) -> tuple[Leaf[ContactWindow], ...]:
        """The windows of the local day `day`, by their start; none where it is closed."""
        return _hours(self, channel, day)

    def spans(self, channel: Channel, zone: str, day: date) -> tuple[OpenSpan, ...]:
        """The same as instants."""
        return _spans(self, channel, zone, day)

    def is_blacked_out(self, day: date) -> bool:
        """Is that a day without contact, unless a window holds on holidays too?"""
        return any(_covers(leaf.value, day) for leaf in self.on(day).contact.blackouts)

    def open_span(self, channel: Channel, zone: str, at: datetime) -> OpenSpan | None:
        """What `at` lies in, or None outside hours."""
        today = self.spans(channel, zone, local_day(at, zone))
        return next((span for span in today if span.start <= at < span.end), None)

    def next_open(self, channel: Channel, zone: str, at: datetime) -> datetime | None:
        """`at` itself within hours, otherwise when they next begin; None when that is not within two months."""
        return _next_open(self, channel, zone, at)

    def first_open(self, channel: Channel, zone: str, at: datetime) -> datetime:
        """The same, and the end of the two months where nothing opens within them."""
        return self.next_open(channel, zone, at) or at.astimezone(UTC) + _FAR

    def open_for(self, channel: Channel, zone: str, at: datetime, lasts: timedelta) -> datetime:
        """When it will have been open for `lasts` since `at`; after two months at the latest."""
        return _open_for(self, channel, zone, at, lasts)

    def open_since(self, channel: Channel, zone: str, at: datetime, lasts: timedelta) -> datetime:
        """The latest moment since which it will have been open for `lasts` at `at`; two months before at the earliest.

        It is within hours, unless it is that far.
        """
        return _open_since(self, channel, zone, at, lasts)

    def rule_of(self, channel: Channel, window: ZonedSpan, then: timedelta = AT_ONCE) -> str | None:
        """The rule under which the whole window, and `then` after it, lies in hours of one local day; or None."""
        if known_zone(window.zone) is None or window.end <= window.start:
            return None
        today = self.spans(channel, window.zone, local_day(window.start, window.zone))
        found = (span.rule for span in today if span.start <= window.start and window.end + then <= span.end)
        return next(found, None)

    def rule_on(self, channel: Channel, day: date) -> str:
        """The rule under which the local day `day` has its hours, or none; empty where no rule names the channel."""
        contact = self.on(day).contact
        windows = [leaf for leaf in contact.windows if channel in leaf.value.channels]
        black = [leaf for leaf in contact.blackouts if _covers(leaf.value, day)]
        closing = black if self._windows(channel, day) and not self.hours(channel, day) else windows
        return next((leaf.rule for leaf in (*self.hours(channel, day), *closing)), "")

    def beginning(self, channel: Channel, zone: str, at: datetime) -> datetime:
        """When the local day of `at` begins for this channel, holiday or not; at midnight where it has no hours."""
        day = local_day(at, zone)
        opens = [leaf.value.start for leaf in self._windows(channel, day)]
        return datetime.combine(day, min(opens, default=time()), zone_of(zone)).astimezone(UTC)

    def _windows(self, channel: Channel, day: date) -> list[Leaf[ContactWindow]]:
        windows = self.on(day).contact.windows
        return [leaf for leaf in windows if channel in leaf.value.channels and day.isoweekday() in leaf.value.weekdays]


@lru_cache(maxsize=8192)
def _hours(calendar: ContactCalendar, channel: Channel, day: date) -> tuple[Leaf[ContactWindow], ...]:
    black = calendar.is_blacked_out(day)
    found = [leaf for leaf in calendar._windows(channel, day) if leaf.value.holidays or not black]
    return tuple(sorted(found, key=lambda leaf: leaf.value.start))


@lru_cache(maxsize=8192)
def _spans(calendar: ContactCalendar, channel: Channel, zone: str, day: date) -> tuple[OpenSpan, ...]:
    place = zone_of(zone)
    found = []
    for leaf in calendar.hours(channel, day):
        start, end = (datetime.combine(day, at, place).astimezone(UTC) for at in (leaf.value.start, leaf.value.end))
        if start < end:  # hours that the clocks skip are not there
            found.append(OpenSpan(start, end, leaf.rule))
    return tuple(sorted(found, key=lambda span: (span.start, span.end)))


@lru_cache(maxsize=1024)
def _next_open(calendar: ContactCalendar, channel: Channel, zone: str, at: datetime) -> datetime | None:
    day = local_day(at, zone)
    for ahead in range(DAYS_AHEAD_MAX):
        for span in calendar.spans(channel, zone, day + timedelta(days=ahead)):
            if at < span.end:
                return max(at.astimezone(UTC), span.start)
    return None


@lru_cache(maxsize=1024)
def _open_for(calendar: ContactCalendar, channel: Channel, zone: str, at: datetime, lasts: timedelta) -> datetime:
    left, moment = lasts, at
    while (opens := calendar.next_open(channel, zone, moment)) is not None and opens < at + _FAR:
        span = calendar.open_span(channel, zone, opens)
        assert span is not None  # it opens then
        if opens + left <= span.end:
            return opens + left
        left -= span.end - opens
        moment = span.end
    return at.astimezone(UTC) + _FAR


@lru_cache(maxsize=1024)
def _open_since(calendar: ContactCalendar, channel: Channel, zone: str, at: datetime, lasts: timedelta) -> datetime:
    day, left, moment = local_day(at, zone), lasts, at.astimezone(UTC)
    for back in range(DAYS_AHEAD_MAX):
        spans = calendar.spans(channel, zone, day - timedelta(days=back))
        for span in sorted(spans, key=lambda span: span.end, reverse=True):
            end = min(span.end, moment)
            if end - left >= span.start:
                return end - left
            if end > span.start:
                left, moment = left - (end - span.start), span.start
    return at.astimezone(UTC) - _FAR


def _covers(blackout: Blackout, day: date) -> bool:
    if blackout.first is not None and blackout.last is not None:
        return blackout.first <= day <= blackout.last
    return f"{day:%m-%d}" == blackout.yearly
