"""The service's own table in memory, for the simulation: the same promises as `queries.sql`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from services.scheduler.core.events_out import ReleaseTime, ReserveTime
from shared.decision import Row
from shared.runtime.ports import BadWrite, Conflict
from tests.memory.runtime.commit import Apply
from tests.memory.runtime.reading import MemoryTables, Read
from tests.memory.runtime.tables import Tables


@dataclass(frozen=True, slots=True)
class Taken:
    aggregate: str
    borrower: str
    starts_at: datetime
    ends_at: datetime


def _lock(tables: MemoryTables, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    for number in params["numbers"]:
        tables.lock(f"borrower:{number}")
    return []


def _busy(tables: MemoryTables, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "borrower": row.borrower,
            "aggregate": row.aggregate,
            "starts_at": row.starts_at,
            "ends_at": row.ends_at,
        }
        for _, row in sorted(tables["bookings"].items())
        if row.borrower in params["borrowers"]
    ]


def _reserve(tables: Tables, rows: Sequence[Row]) -> None:
    """As the constraint does: a borrower's times never overlap."""
    bookings = tables["bookings"]
    for row in cast(Sequence[ReserveTime], rows):
        if row.ends_at <= row.starts_at:
            raise BadWrite("an empty window")
        for other in bookings.values():
            if other.borrower == row.borrower and other.starts_at < row.ends_at and row.starts_at < other.ends_at:
                raise Conflict("one_visit_at_a_time")
        if row.booking in bookings:
            raise Conflict("bookings_pkey")
        bookings[row.booking] = Taken(row.aggregate, row.borrower, row.starts_at, row.ends_at)


def _release(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[ReleaseTime], rows):
        tables["bookings"].pop(row.booking)


READS: dict[str, Read] = {"lock_borrowers": _lock, "busy_times": _busy}
APPLIES: dict[str, Apply] = {"reserve": _reserve, "release": _release}
