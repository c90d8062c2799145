"""What a connection of a service is set to: also what only some servers know, unless somebody chose otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.session import PREFERRED, set_up
from shared.runtime.pg.store import PgStore

ASKED = """
SELECT setting, coalesce('lz4' = ANY(enumvals), false) AS able, source FROM pg_settings
WHERE name = 'default_toast_compression'
"""


async def shown(url: str, name: str, preferred: Mapping[str, str]) -> str:
    """What a new connection has of the setting."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await set_up(connection, {"application_name": "a session"}, preferred)
        row = await (await connection.execute("SELECT current_setting(%s)", (name,))).fetchone()
    assert row is not None
    return str(row[0])


@pytest.mark.parametrize(
    ("name", "value", "then"),
    [
        ("bytea_output", "escape", "escape"),
        ("bytea_output", "what no server knows", "hex"),
        ("work_mem", "5MB", "4MB"),  # which has no list of values
        ("application_name", "a name", "a session"),
    ],
)
async def test_a_preferred_value_is_set_where_the_server_lists_it(
    database_url: str, name: str, value: str, then: str
) -> None:
    assert await shown(database_url, name, {name: value, "no.such_setting": "x"}) == then


async def test_what_somebody_chose_stays(database_url: str) -> None:
    database = sql.Identifier(urlsplit(database_url).path.lstrip("/"))
    with psycopg.connect(database_url, autocommit=True) as admin:
        admin.execute(sql.SQL("ALTER DATABASE {} SET bytea_output = 'hex'").format(database))
    assert await shown(database_url, "bytea_output", {"bytea_output": "escape"}) == "hex"


async def test_a_service_compresses_by_the_faster_method_where_the_server_has_it(database_url: str) -> None:
    await migrate(database_url, "sessions", ("shared.runtime.pg",))
    with psycopg.connect(database_url) as connection:
        (row,) = connection.execute(ASKED).fetchall()
    setting, able, source = row
    store = PgStore(database_url, "sessions")
    (now,) = await store.fetch(ASKED, {})
    await store.close()
    assert now["setting"] == (PREFERRED["default_toast_compression"] if able and source == "default" else setting)
