"""The `Store` port on PostgreSQL: connections, outbox ownership, and the statements of one service's schema."""

from __future__ import annotations

import asyncio
import contextlib
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg import sql

from shared.runtime.ports import IntakeRow, Outgoing

from .errors import translated
from .unit import SQL, PgUnit, columns

LANES = 6


class PgStore:
    """Connections are made when first needed and again after an error; at most `LANES` are open at once.

    `owner` numbers this process among the owners of outbox rows. It is held by an advisory lock on a connection of
    its own, so that other processes see at once when this one is gone.
    """

    def __init__(self, url: str, service: str, queries: Mapping[str, str] | None = None) -> None:
        self._url = url
        self._service = service
        self._queries = dict(queries or {})
        self._space = zlib.crc32(service.encode()) & 0x7FFFFFFF
        self._idle: list[psycopg.AsyncConnection[Any]] = []
        self._free = asyncio.Semaphore(LANES)
        self._alive: psycopg.AsyncConnection[Any] | None = None
        self.owner = -1

    def unit(self) -> PgUnit:
        return PgUnit(self)

    def statement(self, name: str) -> str:
        return self._queries[name]

    async def start(self) -> None:
        """Register as an owner. Raises `Unavailable`. Safe to call again after the database was gone."""
        with translated():
            if self._alive is not None:
                with contextlib.suppress(psycopg.Error):
                    await self._alive.close()
                self._alive = None
            alive = await self._connect()
            try:
                if self.owner < 0:
                    row = await (await alive.execute(_text(SQL["register"]))).fetchone()
                    assert row is not None
                    self.owner = row[0]
                await alive.execute(_text(SQL["hold_alive"]), {"space": self._space, "owner": self.owner})
            except psycopg.Error:
                await alive.close()
                raise
            self._alive = alive

    async def check(self) -> None:
        """Is the database there, and are we still seen as alive? Mends the second. Raises `Unavailable`."""
        try:
            with translated():
                if self._alive is None:
                    raise psycopg.OperationalError("not connected")
                await self._alive.execute("SELECT 1")
        except Exception:
            await self.start()

    async def close(self) -> None:
        for connection in (*self._idle, *([self._alive] if self._alive else [])):
            with contextlib.suppress(psycopg.Error):
                await connection.close()
        self._idle.clear()
        self._alive = None

    async def take(self) -> psycopg.AsyncConnection[Any]:
        """A connection of our own until `give`. Raises `Unavailable`."""
        await self._free.acquire()
        try:
            while self._idle:
                connection = self._idle.pop()
                if not connection.closed:
                    return connection
            with translated():
                return await self._connect()
        except BaseException:
            self._free.release()
            raise

    async def give(self, connection: psycopg.AsyncConnection[Any]) -> None:
        if connection.closed or connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            with contextlib.suppress(psycopg.Error):
                await connection.close()
        else:
            self._idle.append(connection)
        self._free.release()

    async def undo(self, connection: psycopg.AsyncConnection[Any]) -> None:
        """Roll back; a connection that can't even do that is closed, which undoes too."""
        try:
            await connection.execute("ROLLBACK")
        except (psycopg.Error, asyncio.CancelledError):
            await connection.close()

    async def next_due(self) -> datetime | None:
        rows = await self.fetch(SQL["next_due"], {})
        found = rows[0]["due_at"]
        return found if isinstance(found, datetime) else None

    async def take_in(self, rows: Sequence[IntakeRow]) -> None:
        await self.fetch(SQL["take_in"], columns(rows))

    async def adopt_leftovers(self, limit: int) -> list[Outgoing]:
        async with self.unit() as unit:
            (mine,) = await unit.run([(SQL["one_sweeper"], {"space": self._space})])
            if not mine[0]["mine"]:
                return []
            params = {"space": self._space, "limit": limit, "me": self.owner}
            rows, _ = await unit.run([(SQL["adopt_leftovers"], params), (SQL["forget_dead"], params)])
            await unit.finish()
        rows.sort(key=lambda row: int(row["seq"]))
        return [Outgoing(**{name: row[name] for name in Outgoing.__slots__}) for row in rows]

    async def published(self, ids: Sequence[UUID]) -> None:
        await self.fetch(SQL["published"], {"ids": list(ids)})

    async def fetch(self, statement: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        """One statement in a transaction of its own; its rows."""
        async with self.unit() as unit:
            (rows,) = await unit.run([(statement, dict(params))])
            await unit.finish()
        return rows

    async def _connect(self) -> psycopg.AsyncConnection[Any]:
        connection = await psycopg.AsyncConnection.connect(
            self._url, autocommit=True, connect_timeout=5, prepare_threshold=0, application_name=self._service
        )
        await connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(f"doorstep_{self._service}")))
        await connection.execute(sql.SQL("SET search_path TO {}, privacy").format(sql.Identifier(self._service)))
        await connection.execute("SET timezone TO 'UTC'")
        return connection


def _text(statement: str) -> LiteralString:
    """Statements come from our own `.sql` files, so they are as good as literals."""
    return statement
