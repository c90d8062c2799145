"""Contact hours for visits, in the borrower's local time, on the day of the visit itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from shared.contracts.values import Window
from shared.policy.parts import Blackout

from .notice import known_zone
from .rules import Rules


def hours_rule(window: Window, rules: Rules) -> str | None:
    """The rule under which the whole window lies in contact hours of one local day, or None when it does not."""
    zone = known_zone(window.zone)
    if zone is None:
        return None
    start, end = window.start.astimezone(zone), window.end.astimezone(zone)
    day = start.date()
    if end.date() != day or end <= start:
        return None
    closed = is_blacked_out(day, rules)
    for leaf in rules.windows:
        hours = leaf.value
        if (
            leaf.is_in_force(day)
            and day.isoweekday() in hours.weekdays
            and (hours.holidays or not closed)
            and hours.start <= start.time()
            and end.time() <= hours.end
        ):
            return leaf.rule
    return None


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
