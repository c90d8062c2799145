"""How large tables and topics are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import psycopg

from shared.contracts.catalogue import BY_NAME

from .service import TASKS, YearLog

TABLES = """
SELECT schemaname || '.' || relname, pg_total_relation_size(relid), n_live_tup FROM pg_stat_user_tables
WHERE schemaname = ANY(%s) ORDER BY 1
"""


async def tables(connection: psycopg.AsyncConnection[Any]) -> dict[str, int]:
    """Bytes of each table with its indexes, once what was removed is cleared away."""
    found = await connection.execute(TABLES, ([*TASKS, "privacy"],))
    return {name: size for name, size, _ in await found.fetchall()}


async def rows(connection: psycopg.AsyncConnection[Any], names: Mapping[str, int]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for name in names:
        found = await (await connection.execute(f"SELECT count(*) FROM {name}".encode())).fetchone()
        counted[name] = found[0] if found is not None else 0
    return counted


def topics(log: YearLog, at: datetime) -> dict[str, int]:
    """Bytes of values and keys that each topic still keeps, by what the catalogue says of it."""
    kept: dict[str, int] = {}
    for (topic, day), size in log.published.items():
        keep_ms = BY_NAME[topic].keep_ms
        if keep_ms is None or at - day <= timedelta(milliseconds=keep_ms):
            kept[topic] = kept.get(topic, 0) + size
    return dict(sorted(kept.items()))
