"""A time that the borrower named, held to the hours in which the rules let anybody visit.

Only what was said counts, never what we make of it: a day by its name, hours by the clock. Where any hour that may be
meant is open nothing is closed, so that "in the morning" is not refused for its first hour.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from shared.contracts.texts import ClosedTime, NamedTime
from shared.contracts.values import Reason
from shared.policy.local_time import local_day

from .events_out import reason_of
from .formats import CLOSED_TIMES
from .rules import VisitRules


@dataclass(frozen=True, slots=True)
class ClosedWish:
    """`rule` is what closes it."""

    what: ClosedTime
    rule: str

    @property
    def reason(self) -> Reason:
        code, then = ("hour-closed", "at that hour") if self.what == "hour" else ("day-closed", "on that day")
        return reason_of(code, f"the borrower wants another time, and the rules let nobody visit {then}", self.rule)


def closed_at(named: NamedTime | None, zone: str, at: datetime, rules: VisitRules) -> ClosedWish | None:
    """What the rules close of a time that was named at `at`, or None where they leave any of it open.

    Hours of no day are closed where they are on every day for which a visit could be arranged.
    """
    if named is None or rules.format < CLOSED_TIMES:
        return None
    calendar, day = rules.calendar, named.day
    if day is not None and not calendar.hours("visit", day):
        return ClosedWish("day", calendar.rule_on("visit", day))
    if not named.hours:
        return None
    today = local_day(at, zone)
    days = [day] if day is not None else [today + timedelta(n) for n in range(rules.wish_horizon.days + 1)]
    if any(_is_open(hours, days, rules) for hours in named.hours):
        return None
    visited = (day for day in days if calendar.hours("visit", day))
    return ClosedWish("hour", calendar.rule_on("visit", next(visited, days[0])))


def _is_open(hours: str, days: Iterable[date], rules: VisitRules) -> bool:
    """May somebody visit at any of these hours, on any of these days?"""
    first, last = (_clock(end) for end in hours.split("-"))
    return any(
        _meets(first, last, leaf.value.start, leaf.value.end)
        for day in days
        for leaf in rules.calendar.hours("visit", day)
    )


def _clock(told: str) -> time:
    hour, minute = told.split(":")
    return time(int(hour), int(minute))


def _meets(first: time, last: time, opens: time, closes: time) -> bool:
    if first == last:
        return opens <= first < closes
    if first < last:
        return first < closes and opens < last
    return first < closes or opens < last
