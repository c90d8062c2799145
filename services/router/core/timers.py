"""When a region is woken: to tell the plan of a day on the evening before, and to forget what is over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from datetime import time as daytime
from zoneinfo import ZoneInfo

from shared.decision import SetTimer

TIDY = "tidy"
TIDY_AT = daytime(2, 0)
"""UTC. Housekeeping: nobody outside notices when."""
PLAN = "plan:"
PLAN_TOLD_AT = daytime(18, 0)
"""House figure: local time of the evening before."""


def next_tidying(at: datetime) -> SetTimer:
    """The next time of day for forgetting what is over."""
    today = datetime.combine(at.astimezone(UTC).date(), TIDY_AT, UTC)
    return SetTimer(TIDY, today if today > at else today + timedelta(days=1))


def plan_timer(on: date, due_at: datetime) -> SetTimer:
    """Tell the plan of the local day `on`."""
    return SetTimer(f"{PLAN}{on.isoformat()}", due_at)


def evening_before(on: date, zone: str) -> datetime:
    """When the plan of the local day `on` is told."""
    return datetime.combine(on - timedelta(days=1), PLAN_TOLD_AT, ZoneInfo(zone)).astimezone(UTC)
