"""Contact hours in the borrower's local time: of a visit, on its own day; of a text, when it may go out next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from shared.contracts.values import Window
from shared.policy import Leaf
from shared.policy.parts import Blackout, ContactWindow

from .rules import Rules
from .zones import known_zone

OPENING_DAYS_MAX = 30


def hours_rule(window: Window, rules: Rules) -> str | None:
    """The rule under which the whole window lies in contact hours of one local day, or None when it does not."""
    zone = known_zone(window.zone)
    if zone is None:
        return None
    start, end = window.start.astimezone(zone), window.end.astimezone(zone)
    if end.date() != start.date() or end <= start:
        return None
    for leaf in _in_force(rules.windows, start.date(), rules):
        if leaf.value.start <= start.time() and end.time() <= leaf.value.end:
            return leaf.rule
    return None


def text_opening(at: datetime, zone: str, rules: Rules) -> datetime:
    """The first moment from `at` on when a text may go out, in UTC. When it never may, the end of the search."""
    return _next_opening(at, zone, rules.text_windows, rules)


def text_open_for(at: datetime, zone: str, lasts: timedelta, rules: Rules) -> datetime:
    """When texts will have been allowed for `lasts` since `at`. When they hardly ever are, the end of the search."""
    left = lasts
    for opens, closes in _spans(at, zone, rules.text_windows, rules):
        opens = max(at.astimezone(UTC), opens)
        if opens + left <= closes:
            return opens + left
        left -= closes - opens
    return at.astimezone(UTC) + timedelta(days=OPENING_DAYS_MAX)


def visit_opening(at: datetime, zone: str, rules: Rules) -> datetime:
    """The first moment from `at` on in visiting hours, in UTC. When there is none, the end of the search."""
    return _next_opening(at, zone, rules.windows, rules)


def _next_opening(at: datetime, zone: str, windows: tuple[Leaf[ContactWindow], ...], rules: Rules) -> datetime:
    opens = next((opens for opens, _ in _spans(at, zone, windows, rules)), None)
    moment = at.astimezone(UTC)
    return max(moment, opens) if opens is not None else moment + timedelta(days=OPENING_DAYS_MAX)


def _spans(
    at: datetime, zone: str, windows: tuple[Leaf[ContactWindow], ...], rules: Rules
) -> Iterator[tuple[datetime, datetime]]:
    """When it is open from `at` on, in UTC; the first may have begun before."""
    local = at.astimezone(known_zone(zone) or UTC)
    for days in range(OPENING_DAYS_MAX):
        day = local.date() + timedelta(days=days)
        for leaf in _in_force(windows, day, rules):
            opens, closes = (
                datetime.combine(day, hour, tzinfo=local.tzinfo).astimezone(UTC)
                for hour in (leaf.value.start, leaf.value.end)
            )
            if at < closes:
                yield opens, closes


def _in_force(windows: tuple[Leaf[ContactWindow], ...], day: date, rules: Rules) -> list[Leaf[ContactWindow]]:
    """The windows that hold on that day, earliest first."""
    closed = is_blacked_out(day, rules)
    found = [
        leaf
        for leaf in windows
        if leaf.is_in_force(day) and day.isoweekday() in leaf.value.weekdays and (leaf.value.holidays or not closed)
    ]
    return sorted(found, key=lambda leaf: leaf.value.start)


def is_blacked_out(day: date, rules: Rules) -> bool:
    """Is that a day without contact?"""
    return any(leaf.is_in_force(day) and _covers(leaf.value, day) for leaf in rules.blackouts)


def opening(moment: datetime, zone: str, rules: Rules) -> datetime:
    """The earliest opening of contact hours on the local day of `moment`, in UTC; midnight where it has none."""
    local = moment.astimezone(known_zone(zone) or UTC)
    day = local.date()
    opens = [
        leaf.value.start for leaf in rules.windows if leaf.is_in_force(day) and day.isoweekday() in leaf.value.weekdays
    ]
    return datetime.combine(day, min(opens, default=time(0)), tzinfo=local.tzinfo).astimezone(UTC)


def _covers(blackout: Blackout, day: date) -> bool:
    if blackout.first is not None and blackout.last is not None:
        return blackout.first <= day <= blackout.last
    return f"{day:%m-%d}" == blackout.yearly
