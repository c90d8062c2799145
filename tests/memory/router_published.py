"""The tables `collectors` and `stops` in memory: what router publishes of regions, as `queries.sql` writes it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import cast

from services.router.core.published_rows import CollectorShown, StopGone, StopShown, StopsKept
from shared.decision import Row
from tests.memory.runtime.commit import Apply
from tests.memory.runtime.tables import Tables


def _put_collectors(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[CollectorShown], rows):
        tables["collectors"][row.region, row.collector] = row


def _put_stops(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[StopShown], rows):
        tables["stops"][row.region, row.booking] = row


def _drop_stops(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[StopGone], rows):
        tables["stops"].pop((row.region, row.booking), None)


def _keep_stops(tables: Tables, rows: Sequence[Row]) -> None:
    kept = {(row.region, name) for row in cast(Sequence[StopsKept], rows) for name in json.loads(row.bookings)}
    regions = {row.region for row in cast(Sequence[StopsKept], rows)}
    for key in [key for key in tables["stops"] if key[0] in regions and key not in kept]:
        tables["stops"].pop(key)


APPLIES: dict[str, Apply] = {
    "put_collectors": _put_collectors,
    "put_stops": _put_stops,
    "drop_stops": _drop_stops,
    "keep_stops": _keep_stops,
}
