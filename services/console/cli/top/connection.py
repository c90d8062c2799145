"""One connection to the database for as long as somebody looks: it can't write, gives up soon, comes back by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import psycopg
from psycopg import errors

from deploy.local.user_error import UserError
from shared.runtime.trouble_words import AWAY, WORDS

from ...target import NOTHING_RUNS, Target
from ...views.database import Database, connect

STATEMENT_MS_MAX = 2_000
ANSWER_S_MAX = 5.0
"""For one reading. A server that is gone without a word answers never."""
WHO = "doorstep-top"
T = TypeVar("T")


class DatabaseWatch:
    """`find` is asked at every new connection: what runs may have moved to another port meanwhile."""

    def __init__(self, find: Callable[[], Target]) -> None:
        self._find = find
        self._lock = asyncio.Lock()
        self._connection: psycopg.AsyncConnection[dict[str, Any]] | None = None

    async def read(self, work: Callable[[Database], Awaitable[T]]) -> T:
        """What `work` gives. Raises `UserError` where it can't be had now; the next reading tries again."""
        async with self._lock:
            try:
                async with asyncio.timeout(ANSWER_S_MAX):
                    if self._connection is None:
                        self._connection = await self._connected()
                    return await work(Database(self._connection))
            except errors.QueryCanceled:
                raise UserError(f"it takes longer than {STATEMENT_MS_MAX // 1000} s", "") from None
            except (psycopg.Error, TimeoutError) as error:
                await self._drop()
                raise UserError(f"PostgreSQL: {WORDS.get(type(error).__name__, AWAY)}", "") from None

    async def close(self) -> None:
        async with self._lock:
            await self._drop()

    async def _connected(self) -> psycopg.AsyncConnection[dict[str, Any]]:
        url = self._find().database_url()
        if url is None:
            raise UserError("nothing runs", NOTHING_RUNS)
        try:
            connection = await connect(url, WHO)
        except UserError as trouble:
            raise UserError(trouble.what.rstrip("."), trouble.todo) from None
        # Each statement on its own: a transaction left open would keep the services' old rows alive.
        await connection.execute("SET default_transaction_read_only TO on")
        await connection.execute(f"SET statement_timeout TO {STATEMENT_MS_MAX}".encode())
        await connection.commit()
        await connection.set_autocommit(True)
        return connection

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()
