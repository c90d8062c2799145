"""What the services say of cases, read with the operators' rights over one connection of the model's own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import psycopg

from deploy.local.user_error import UserError

from ..views.database import Database, connect

STATEMENT_MS_MAX = 10_000
StateVersions = tuple[int | None, int | None]
ViewConnection = psycopg.AsyncConnection[dict[str, Any]]


class PublishedStates:
    """Opened when first asked, and again after it broke. Raises `UserError` while it can't be had."""

    def __init__(self, url: str | Callable[[], str]) -> None:
        self._url = url
        self._connection: ViewConnection | None = None

    async def versions(self, after: str, limit: int) -> dict[str, StateVersions]:
        """Of the cases after this id, in the order of ids: notifier's and scheduler's."""
        rows = await self._rows("model_versions", after=after, limit=limit)
        return {row["case_id"]: (row["texting_version"], row["visit_version"]) for row in rows}

    async def states(self, cases: Sequence[str]) -> list[dict[str, Any]]:
        """A row for each case, also where no service knows it."""
        return await self._rows("model_states", cases=list(cases))

    async def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def _rows(self, query: str, **params: Any) -> list[dict[str, Any]]:
        try:
            connection = await self._opened()
            async with connection.transaction():
                return await Database(connection).rows(query, **params)
        except psycopg.OperationalError:
            await self.close()
            raise UserError("PostgreSQL went away.", "It is tried again.") from None
        except UserError:
            await self.close()
            raise

    async def _opened(self) -> ViewConnection:
        if self._connection is None:
            connection = await _whole(
                asyncio.ensure_future(
                    connect(self._url if isinstance(self._url, str) else self._url(), "doorstep-console-model")
                )
            )
            await connection.execute(f"SET statement_timeout TO {STATEMENT_MS_MAX}".encode())
            await connection.commit()
            self._connection = connection
        return self._connection


async def _whole(made: asyncio.Future[ViewConnection]) -> ViewConnection:
    """A connection that is being made when we are told to stop would be left behind."""
    try:
        return await asyncio.shield(made)
    except asyncio.CancelledError:
        await (await made).close()
        raise
