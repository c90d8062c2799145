"""What of scheduler's tables comes to an end. What is not here stays: see docs/adr/0062."""

from __future__ import annotations

from shared.runtime.pg.queries import load
from shared.runtime.pg.retention import COMMON
from shared.runtime.retention import RetentionTask

SQL = load("services.scheduler.shell", "retention.sql")
TASKS = (
    RetentionTask(
        "cases", "states", "cases", 16, SQL["end_cases"], SQL["ended_cases"], {"history": SQL["decisions_to_keep"]}
    ),
    RetentionTask("bookings", "bookings", "cases", 64, SQL["old_bookings"]),
    *COMMON,
)
