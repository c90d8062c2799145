"""Timers that are due, as a transaction finds them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from msgspec import Struct


class DueTimer(Struct, frozen=True, gc=False):
    aggregate: str
    kind: str
    due_at: datetime


class DueTimers(NamedTuple):
    """Those that were found, in the order due; and when the earliest of those that were not due yet comes due."""

    found: list[DueTimer]
    next_at: datetime | None
