"""All rows, in the order in which they are run."""

from __future__ import annotations

from ..row import Row
from . import (
    carrier,
    certificates,
    clock,
    database,
    hosts,
    kafka,
    lived_through,
    machine,
    places,
    processes,
    records,
    restores,
    token,
)

ROWS: tuple[Row, ...] = (
    *processes.ROWS, *database.ROWS, *kafka.ROWS, *carrier.ROWS, *records.ROWS, *machine.ROWS, *hosts.ROWS,
    *certificates.ROWS, *places.ROWS, *restores.ROWS, *lived_through.ROWS, *token.ROWS, *clock.ROWS,
)  # fmt: skip
