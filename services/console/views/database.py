"""Queries on what the three services publish, with the rights of their operators' role: it reads no private table.

Reading starts the embedded PostgreSQL for as long as it needs it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg import errors
from psycopg.rows import dict_row

from deploy.local.ports import Ports
from deploy.local.postgres import Postgres
from deploy.local.supervisor import Supervisor
from deploy.local.user_error import UserError
from shared.runtime.pg.queries import load
from shared.runtime.pg.rights import OPERATORS

from ..target import NOTHING_RUNS, Target

SQL = load("services.console.views", "queries.sql") | load("services.console.views", "person.sql")
SERVICES = ("notifier", "scheduler", "router")
CONNECT_S = 5
NO_TABLES = UserError(
    "This database holds no tables of all three services.",
    "They make them when they start, and a demo that was stopped may have none yet: run ./doorstep demo or "
    "./doorstep up. If DATABASE_URL is set: is it the right one?",
)


class Database:
    """One connection. Statements run in one transaction, which ends with the context that gave it."""

    def __init__(self, connection: psycopg.AsyncConnection[dict[str, Any]]) -> None:
        self._connection = connection

    async def rows(self, query: str, **params: Any) -> list[dict[str, Any]]:
        """Rows of a named query. Raises `UserError` when the services never made their tables there."""
        try:
            return await self.run(SQL[query], **params)
        except (errors.UndefinedTable, errors.InvalidSchemaName):
            raise NO_TABLES from None
        except UnicodeEncodeError:
            # Bytes of a command line that are no UTF-8 are halves of characters to Python.
            raise UserError("What is looked for is not UTF-8.", "Type it again.") from None

    async def run(self, statement: str, **params: Any) -> list[dict[str, Any]]:
        """Rows of a statement of somebody else's named queries. Raises what psycopg raises."""
        cursor = await self._connection.execute(statement.encode(), params)
        return await cursor.fetchall()


@asynccontextmanager
async def reading(target: Target) -> AsyncIterator[Database]:
    """A transaction that can't write. Where nothing runs, PostgreSQL is started on what is left, and stopped again."""
    async with database_of(target) as url, _connected(url) as database:
        yield database


@asynccontextmanager
async def database_of(target: Target) -> AsyncIterator[str]:
    """Its URL, which holds a password, while it runs; where nothing runs it is started, and stopped again."""
    url = target.database_url()
    if url is not None:
        yield url
        return
    if target.folder is None:
        raise UserError("No database is known.", NOTHING_RUNS)
    async with Supervisor(target.folder.make()) as supervisor:
        postgres = Postgres(target.folder, Ports(target.folder.run / "ports.json")("postgres"))
        await supervisor.start(postgres.program())
        yield postgres.url()


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[Database]:
    async with await connect(url, "doorstep-console") as connection:
        yield Database(connection)


async def connect(url: str, who: str) -> psycopg.AsyncConnection[dict[str, Any]]:
    """A connection that can't write and has the rights of operators alone; `who` stands in pg_stat_activity.

    Raises `UserError` where it can't be had.
    """
    try:
        connection = await psycopg.AsyncConnection.connect(
            url, row_factory=dict_row, connect_timeout=CONNECT_S, application_name=who
        )
    except psycopg.OperationalError:
        raise UserError(
            "PostgreSQL can't be reached.",
            "See ./doorstep status; with a PostgreSQL of yours, check DATABASE_URL.",
        ) from None
    except (psycopg.Error, ValueError):
        # What the client says of a URL that it can't read holds the URL, and that a password.
        raise UserError(
            "DATABASE_URL is not usable: it should be a PostgreSQL URL, postgresql://user@host/db.",
            "A % in a password is written %25. ./doorstep doctor looks closer.",
        ) from None
    try:
        await connection.set_read_only(True)
        await connection.execute("SET timezone TO 'UTC'")
        await _as_operator(connection)
    except BaseException:
        await connection.close()
        raise
    return connection


async def _as_operator(connection: psycopg.AsyncConnection[dict[str, Any]]) -> None:
    """From now on with the rights of operators alone."""
    me = connection.info.user
    try:
        await connection.execute(f"SET ROLE {OPERATORS}".encode())
    except errors.InvalidParameterValue:
        # The server knows no such role, so nobody ever published anything in any database of it.
        raise NO_TABLES from None
    except errors.InsufficientPrivilege:
        raise UserError(
            f"{me} may not read what the services publish.",
            f"Run ./doorstep migrate --operator {me} with the DATABASE_URL of their owner.",
        ) from None
