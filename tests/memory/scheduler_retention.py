"""What of scheduler's tables comes to an end, in memory: the same promises as its `retention.sql`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from tests.memory.runtime.database import MemoryDatabase
from tests.memory.runtime.retention import (
    COMMON,
    MemoryEnd,
    decisions_to_keep,
    forget_states,
    is_quiet,
    last_decision,
    stored,
)


def _is_over(database: MemoryDatabase, case: str, before: datetime) -> bool:
    last = last_decision(database, case)
    kind = stored(database, case).get("stage", {}).get("kind")
    return last is not None and last < before and kind in ("closed", "idle") and is_quiet(database, case)


def _is_past(database: MemoryDatabase, booking: str, before: datetime) -> bool:
    return bool(database.tables["bookings"][booking].ends_at < before)


def _drop(database: MemoryDatabase, bookings: Collection[str]) -> None:
    for booking in bookings:
        database.tables["bookings"].pop(booking)


ENDS = {
    "cases": MemoryEnd(lambda database: database.states, _is_over, forget_states, decisions_to_keep, of_cases=True),
    "bookings": MemoryEnd(lambda database: database.tables["bookings"], _is_past, _drop),
    **COMMON,
}
