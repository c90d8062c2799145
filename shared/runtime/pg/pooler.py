"""Is there a pooler on the way that gives a connection to somebody else after each transaction (PgBouncer's
`pool_mode = transaction`)?

Services hold their number as an owner, the lock on the master key, their role and their settings for as long as they
are connected. Behind such a pooler these stay with a connection that serves others too: the tables of another schema
are read with them, and whoever is dead seems alive.
"""

from __future__ import annotations

import contextlib
from typing import Any

import psycopg

from shared.runtime.refusal import StartRefused

REFUSED = StartRefused(
    "PostgreSQL: between us and the server is a pooler that gives each transaction another connection.",
    "Services keep locks and settings as long as they are connected: in DATABASE_URL name the server itself, or a"
    " database of the pooler with pool_mode = session.",
)
PID = "SELECT pg_backend_pid()"
LOOKS = 3


async def refuse_shared_sessions(connection: psycopg.AsyncConnection[Any], url: str) -> None:
    """`connection` leads to `url`. Raises `StartRefused`; `psycopg.Error` where nobody can look."""
    if await _served_by(connection) == connection.info.backend_pid:
        return  # a pooler says another number than the server's
    async with contextlib.AsyncExitStack() as opened:
        pair = [
            await opened.enter_async_context(
                await psycopg.AsyncConnection.connect(url, connect_timeout=5, autocommit=True)
            )
            for _ in range(2)
        ]
        served = [[await _served_by(each) for each in pair] for _ in range(LOOKS)]
    first, second = ({pids[place] for pids in served} for place in range(2))
    if first & second or len(first) > 1 or len(second) > 1:
        raise REFUSED


async def _served_by(connection: psycopg.AsyncConnection[Any]) -> int:
    """The process of the server that answers now."""
    row = await (await connection.execute(PID)).fetchone()
    assert row is not None
    return int(row[0])
