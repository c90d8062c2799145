"""All rows, in the order in which they are run."""

from __future__ import annotations

from ..row import Row
from . import carrier, clock, database, kafka, machine, processes, records

ROWS: tuple[Row, ...] = (
    *processes.ROWS, *database.ROWS, *kafka.ROWS, *carrier.ROWS, *records.ROWS, *machine.ROWS,
    *clock.ROWS,
)  # fmt: skip
