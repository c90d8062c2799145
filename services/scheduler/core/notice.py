"""Notice arithmetic: how late a notice may be, and when it is given.

Leads are elapsed time between instants, so a change of the clocks neither adds nor takes an hour; what the borrower was
promised is local time, and must still be what the zone makes of the instant.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from shared.policy.local_time import known_zone, local_day, zone_of

from .formats import LATE_NOTICE
from .rules import VisitRules
from .visit_values import AnyWindow


def lead(window: AnyWindow, delivered_at: datetime) -> timedelta:
    """How long before the window's start the notice was delivered. Both are made UTC first: aware times that share
    a zone subtract by wall clock, which is wrong twice a year.
    """
    return window.start.astimezone(UTC) - delivered_at.astimezone(UTC)


def deadline(window: AnyWindow, rules: VisitRules) -> datetime:
    """The last instant at which a delivered notice is early enough, in UTC."""
    return window.start.astimezone(UTC) - rules.lead


def can_be_noticed(window: AnyWindow, at: datetime, rules: VisitRules) -> bool:
    """Is there time left, in hours when texts may go out, for a notice before its deadline?"""
    return rules.calendar.first_open("text", window.zone, at) < deadline(window, rules)


def latest_safe(window: AnyWindow, rules: VisitRules) -> datetime:
    """The last moment to give notice of a crew, in UTC, reckoned back from the window: within hours for texts, with
    time to go out while it is `named_ahead` of the window, and to be tried and received before the deadline.
    """
    named_by = min(window.start.astimezone(UTC) - rules.named_ahead, deadline(window, rules))
    posted = rules.calendar.open_since("text", window.zone, named_by, rules.notice_post)
    received = rules.calendar.open_since("text", window.zone, deadline(window, rules), rules.notice_receipt)
    return min(posted, received)


def notice_at(window: AnyWindow, at: datetime, rules: VisitRules) -> datetime | None:
    """When to say who comes to a window agreed on: as late as is safe, so that the crew may change until then.

    None where that is now.
    """
    if rules.format < LATE_NOTICE:
        return None
    latest = latest_safe(window, rules)
    return latest if latest > at else None


def names_on(window: AnyWindow, at: datetime, rules: VisitRules) -> date | None:
    """The borrower's day on which who comes is told; None where that is as soon as it is known."""
    due = notice_at(window, at, rules)
    return local_day(due, window.zone) if due is not None else None


def receipt_by(window: AnyWindow, rules: VisitRules) -> datetime:
    """When we stop waiting for the receipt: a receipt from before the deadline may reach us a little after it."""
    return deadline(window, rules) + rules.grace


def keeps_promise(window: AnyWindow) -> bool:
    """Is the local time that a person was told what the zone makes of the instant? Zones' rules do change."""
    zone = known_zone(window.zone)
    return zone is not None and f"{window.start.astimezone(zone):%Y-%m-%dT%H:%M}" == window.local


def remind_at(window: AnyWindow, noticed_at: datetime, at: datetime, rules: VisitRules) -> datetime | None:
    """When to remind: the day before, at a local time. None where the notice itself is as fresh as that."""
    zone = zone_of(window.zone)
    day_before = window.start.astimezone(zone).date() - timedelta(days=1)
    due = datetime.combine(day_before, rules.remind_at, tzinfo=zone).astimezone(UTC)
    return due if due > at and due - noticed_at.astimezone(UTC) >= rules.remind_gap else None
