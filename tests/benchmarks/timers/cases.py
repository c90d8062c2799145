"""The case whose timers fire: its second reminder is due, somewhere where it is night, so nothing is posted."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.benchmarks.counted.template import Template, template

ZONES = (
    "Europe/Lisbon", "Asia/Kolkata", "Asia/Tokyo", "Pacific/Auckland", "America/Los_Angeles", "America/New_York",
)  # fmt: skip
EVENING, MORNING = 21, 5


def asleep(at: datetime) -> str:
    """A zone in which nobody is texted for some hours."""
    hours = {zone: at.astimezone(ZoneInfo(zone)).hour for zone in ZONES}
    return next(zone for zone, hour in hours.items() if hour >= EVENING or hour < MORNING)


def due_case(at: datetime) -> Template:
    return template(at - timedelta(days=4), 3, asleep(at))
