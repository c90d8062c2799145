"""A few connections to the console's own tables, with the rights of its role and no others."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

import psycopg
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from shared.runtime.pg.errors import translated
from shared.runtime.pg.queries import load

SQL = (
    load("services.console.store", "access.sql")
    | load("services.console.store", "model.sql")
    | load("services.console.store", "second_person.sql")
    | load("services.console.store", "trail.sql")
)
CONNECTIONS_MAX = 4
WAIT_S = 2.0
STATEMENT_MS_MAX = 3_000
StoreRow = dict[str, Any]
StoreConnection = psycopg.AsyncConnection[StoreRow]


class StoreTransaction:
    """Named statements in one transaction."""

    def __init__(self, connection: StoreConnection) -> None:
        self._connection = connection

    async def rows(self, query: str, **params: Any) -> list[StoreRow]:
        cursor = await self._connection.execute(SQL[query].encode(), params)
        return await cursor.fetchall() if cursor.description else []

    async def row(self, query: str, **params: Any) -> StoreRow | None:
        return next(iter(await self.rows(query, **params)), None)


class StoreTables(Protocol):
    """Whatever gives transactions. Raises `Unavailable` while the database is away, `Conflict`, `BadWrite`."""

    def transaction(self) -> AbstractAsyncContextManager[StoreTransaction]: ...


class ConsoleTables:
    """Opened once; many may ask at a time. Raises `Unavailable` while the database is away, `Conflict`, `BadWrite`."""

    def __init__(self, url: str | Callable[[], str], *, connections: int = CONNECTIONS_MAX) -> None:
        self._pool: AsyncConnectionPool[StoreConnection] = AsyncConnectionPool(
            url,
            min_size=1,
            max_size=connections,
            open=False,
            timeout=WAIT_S,
            kwargs={"row_factory": dict_row, "application_name": "doorstep-console-store", "connect_timeout": 3},
            configure=_as_console,
            check=AsyncConnectionPool.check_connection,
            reconnect_timeout=5,
            name="store",
        )

    async def open(self) -> None:
        """Does not wait for a database that is not there yet."""
        await self._pool.open(wait=False)

    async def close(self) -> None:
        await self._pool.close(timeout=WAIT_S)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[StoreTransaction]:
        async with translated(), self._pool.connection() as connection:
            yield StoreTransaction(connection)

    async def rows(self, query: str, **params: Any) -> list[StoreRow]:
        """One statement in a transaction of its own."""
        async with self.transaction() as transaction:
            return await transaction.rows(query, **params)

    async def row(self, query: str, **params: Any) -> StoreRow | None:
        return next(iter(await self.rows(query, **params)), None)


async def _as_console(connection: StoreConnection) -> None:
    await connection.execute("SET ROLE doorstep_console")
    await connection.execute("SET timezone TO 'UTC'")
    # A search for a rare state and one for every case are one statement, and want plans of their own.
    await connection.execute("SET plan_cache_mode TO force_custom_plan")
    await connection.execute(f"SET statement_timeout TO {STATEMENT_MS_MAX}".encode())
    await connection.commit()
