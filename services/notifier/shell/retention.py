"""What of notifier's tables comes to an end. What is not here stays: see docs/adr/0062."""

from __future__ import annotations

from shared.runtime.pg.queries import load
from shared.runtime.pg.retention import COMMON
from shared.runtime.retention import RetentionTask

SQL = load("services.notifier.shell", "retention.sql")
TASKS = (
    RetentionTask(
        "cases", "states", "cases", 16, SQL["end_cases"], SQL["ended_cases"],
        {
            "history": SQL["decisions_to_keep"], "texts": SQL["texts_to_keep"], "contacts": SQL["contacts_to_keep"],
            "replies_to_read": SQL["replies_to_keep"],
        },
    ),
    RetentionTask("strangers", "unmatched_replies", "strangers", 64, SQL["old_strangers"]),
    RetentionTask("holds-for-letters", "unread_records", "letters", 64, SQL["old_holds_for_letters"]),
    RetentionTask(
        "reveals", "reveals", "operations", 64, SQL["forget_reveals"], SQL["old_reveals"],
        {"reveals": SQL["reveals_to_keep"]},
    ),
    *COMMON,
)  # fmt: skip
