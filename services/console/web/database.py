"""A few connections that read what the services publish, with the operators' rights, and give up soon.

A page that takes long helps nobody and takes a connection from the others, so each statement has a limit.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from deploy.local.user_error import UserError
from shared.runtime.pg.queries import load
from shared.runtime.pg.rights import OPERATORS

from ..views.database import NO_TABLES, Database
from .gone import Gone

SQL = load("services.console.web", "queries.sql")
CONNECTIONS_MAX = 4
STATEMENT_MS_MAX = 3_000
WAIT_S = 2.0
NO_TABLES_YET = "the services have not made their tables yet"
ViewsConnection = psycopg.AsyncConnection[dict[str, Any]]
ViewRows = list[dict[str, Any]]


class PublishedViews:
    """Opened once; `rows` may be asked by many requests at a time. Raises `Gone` while the database is away."""

    def __init__(self, url: str | Callable[[], str]) -> None:
        self._pool: AsyncConnectionPool[ViewsConnection] = AsyncConnectionPool(
            url,
            min_size=1,
            max_size=CONNECTIONS_MAX,
            open=False,
            timeout=WAIT_S,
            kwargs={"row_factory": dict_row, "application_name": "doorstep-console-web", "connect_timeout": 3},
            configure=_as_reader,
            check=AsyncConnectionPool.check_connection,
            reconnect_timeout=5,
            name="views",
        )

    async def open(self) -> None:
        """Does not wait for a database that is not there yet."""
        await self._pool.open(wait=False)

    async def close(self) -> None:
        await self._pool.close(timeout=WAIT_S)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Database]:
        """One read-only transaction: what is read in it belongs together."""
        try:
            async with self._pool.connection() as connection:
                yield Database(connection)
        except PoolTimeout:
            raise Gone("the database does not answer") from None
        except psycopg.errors.QueryCanceled:
            raise Gone("the database took too long") from None
        except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
            raise Gone(NO_TABLES_YET) from None
        except UserError as error:
            if error is NO_TABLES:
                raise Gone(NO_TABLES_YET) from None
            raise
        except psycopg.OperationalError:
            raise Gone("the database can't be reached") from None

    async def rows(self, query: str, **params: Any) -> ViewRows:
        """Rows of a query of the web console's own."""
        async with self.reading() as database:
            return await own(database, query, **params)


async def own(database: Database, query: str, **params: Any) -> ViewRows:
    """Rows of a named query of `web/queries.sql` in a transaction that is open."""
    return await database.run(SQL[query], **params)


async def _as_reader(connection: ViewsConnection) -> None:
    await connection.set_autocommit(False)
    await connection.execute("SET default_transaction_read_only TO on")
    await connection.execute("SET timezone TO 'UTC'")
    await connection.execute(f"SET statement_timeout TO {STATEMENT_MS_MAX}".encode())
    await connection.execute(f"SET ROLE {OPERATORS}".encode())
    await connection.commit()
