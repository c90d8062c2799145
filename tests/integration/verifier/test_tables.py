"""The verifier's look at the services' own tables, on real ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module
from uuid import uuid4

import psycopg
import pytest

from services.verifier.tables import SERVICES, TextRow, Versions, read_tables
from shared.runtime.pg.migrate import migrate

ENDED = datetime(2026, 1, 1, tzinfo=UTC)
HISTORY = """
    INSERT INTO history (aggregate, version, about, at, said, cause, reason, why, rule, accepted, changes)
    SELECT 'c-1', n, 'c-1', now(), 'loan', 'e-' || (n %% 2), 'r', '', '', true, '[]' FROM generate_series(1, %s) AS n
"""


async def test_what_lies_in_the_tables_is_read_service_by_service(database_url: str) -> None:
    for service in SERVICES:
        await migrate(database_url, service, import_module(f"services.{service}.bootstrap").MIGRATIONS)
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        await connection.execute("SET search_path TO scheduler")
        await connection.execute(HISTORY, (3,))
        await connection.execute("INSERT INTO states VALUES ('c-1', 4, ''), ('c-2', 1, '')")
        for hours in (-1, 0, 1):
            due = (f"t-{hours}", ENDED + timedelta(hours=hours))
            await connection.execute("INSERT INTO timers VALUES ('c-1', %s, %s)", due)
        await connection.execute("INSERT INTO router.positions VALUES ('porto', 'c-1', %s, NULL)", (ENDED,))
        await connection.execute("SET search_path TO notifier")
        intent = uuid4()
        await connection.execute(
            "INSERT INTO texts SELECT %s, 'c-1', 'b', 'r', 'z', 'h', 'p', 'n', 'o', 'reminder-early', 'en', 'w', NULL,"
            " 1, 0, 'posting', 3, now(), now(), NULL, 0, 7",
            (intent,),
        )
    tables = await read_tables(database_url, ENDED)
    scheduler = tables.books["scheduler"]
    assert scheduler.versions == {"c-1": Versions(3, 1, 3, 4), "c-2": Versions(0, 0, 0, 1)}
    assert scheduler.heard == {("loan", "e-0"): 1, ("loan", "e-1"): 2}
    assert {name: count for name, count in scheduler.left.items() if count} == {"timers_overdue": 2}
    assert tables.texts == {str(intent): TextRow("c-1", "reminder-early", "posting", None, 7)}
    assert tables.positions == {("porto", "c-1"): ENDED}
    assert tables.books["router"].versions == {}


async def test_a_database_without_the_tables_is_not_taken_for_one_at_rest(database_url: str) -> None:
    with pytest.raises(psycopg.errors.UndefinedTable):
        await read_tables(database_url, ENDED)
