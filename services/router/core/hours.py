"""When a visit may be made at all, by the policy pack: the windows that could be offered, before crews are asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as daytime
from zoneinfo import ZoneInfo

from shared.contracts.values import Window
from shared.policy.pack import Pack
from shared.policy.parts import Blackout

DAYS_MAX = 31
"""No more days than this are looked at for one question, however far apart its ends are."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Visits may be made on a local day from `start` until before `end`."""

    start: daytime
    end: daytime


def visiting_hours(pack: Pack, on: date) -> list[Hours]:
    """Every stretch of the local day `on` in which the pack lets a visit be made."""
    dark = any(leaf.is_in_force(on) and _is_dark(leaf.value, on) for leaf in pack.contact.blackouts)
    return [
        Hours(leaf.value.start, leaf.value.end)
        for leaf in pack.contact.windows
        if leaf.is_in_force(on)
        and "visit" in leaf.value.channels
        and on.isoweekday() in leaf.value.weekdays
        and (leaf.value.holidays or not dark)
    ]


def windows(
    pack: Pack, zone: str, earliest: datetime, latest: datetime, duration_min: int, every_min: int
) -> list[Window]:
    """Arrival windows between two instants, each followed by time for the visit itself within the hours.

    They start at the opening and every `every_min` minutes after it; ascending, also where hours overlap.
    """
    place = ZoneInfo(zone)
    length, visit = timedelta(minutes=pack.visit.window_min.value), timedelta(minutes=duration_min)
    found: dict[datetime, Window] = {}
    for on in _days(earliest.astimezone(place).date(), latest.astimezone(place).date()):
        for hours in visiting_hours(pack, on):
            start, close = datetime.combine(on, hours.start), datetime.combine(on, hours.end)
            while start + length + visit <= close:
                at = start.replace(tzinfo=place).astimezone(UTC)
                if earliest <= at and at + length <= latest and at.astimezone(place).replace(tzinfo=None) == start:
                    local = start.isoformat(timespec="minutes")
                    found[at] = Window(start=at, end=at + length, zone=zone, local=local)
                start += timedelta(minutes=every_min)
    return [found[at] for at in sorted(found)]


def is_allowed(pack: Pack, window: Window, duration_min: int) -> bool:
    """Does the whole window, and a visit that begins at its end, fall within the hours of its local day?"""
    place = ZoneInfo(window.zone)
    start = window.start.astimezone(place).replace(tzinfo=None)
    end = window.end.astimezone(place).replace(tzinfo=None) + timedelta(minutes=duration_min)
    return any(
        datetime.combine(start.date(), hours.start) <= start and end <= datetime.combine(start.date(), hours.end)
        for hours in visiting_hours(pack, start.date())
    )


def _days(first: date, last: date) -> Iterator[date]:
    for number in range(min((last - first).days + 1, DAYS_MAX)):
        yield first + timedelta(days=number)


def _is_dark(blackout: Blackout, on: date) -> bool:
    if blackout.yearly is not None:
        return on.strftime("%m-%d") == blackout.yearly
    return blackout.first is not None and blackout.last is not None and blackout.first <= on <= blackout.last
