"""What of router's tables comes to an end. What is not here stays: see docs/adr/0062."""

from __future__ import annotations

from shared.runtime.pg.queries import load
from shared.runtime.pg.retention import COMMON
from shared.runtime.retention import RetentionTask

SQL = load("services.router.shell", "retention.sql")
TASKS = (
    RetentionTask(
        "decisions", "history", "crews", 32, SQL["forget_decisions"], SQL["old_decisions"],
        {"history": SQL["decisions_to_keep"]},
    ),
    *COMMON,
)  # fmt: skip
