"""The trail as commands write it: with the operators' rights, who add an entry and see of others' the last hash alone.

A command has no session, so it is written down by which way it came: who acts is who they say they are.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import psycopg
from psycopg.rows import dict_row

from deploy.local.user_error import UserError
from shared.runtime.pg.errors import translated
from shared.runtime.pg.rights import OPERATORS
from shared.runtime.ports import Unavailable
from shared.runtime.refusal import StartRefused

from ..store.schema import prepare_store
from ..store.tables import StoreRow, StoreTransaction
from ..store.trail import Trail
from ..target import NOTHING_RUNS, Target
from ..trail.entry import TrailDeed, TrailOutcome

CONNECT_S = 3
NOT_MADE = ("UndefinedTable", "InvalidSchemaName", "InvalidParameterValue", "InsufficientPrivilege")
"""What PostgreSQL says where the console never made its tables, or may not write them as an operator."""


class CommandTrail:
    """Each entry has a connection of its own: a command writes two."""

    def __init__(self, target: Target) -> None:
        self._target = target

    async def add(
        self, deed: TrailDeed, outcome: TrailOutcome, at: datetime, *, began: int | None = None, proof: str = ""
    ) -> int:
        """Raises `Unavailable`, or `UserError` with what a person has to do."""
        url = self._target.database_url()
        if url is None:
            raise UserError("No database is known.", NOTHING_RUNS)
        trail = Trail(_AsOperator(url))
        try:
            return await trail.add(deed, outcome, at, began=began, proof=proof)
        except Unavailable as error:
            if not str(error).startswith(NOT_MADE):
                raise
        try:
            await prepare_store(url)
        except StartRefused as refusal:
            raise UserError(refusal.what, refusal.todo) from None
        return await trail.add(deed, outcome, at, began=began, proof=proof)


class _AsOperator:
    def __init__(self, url: str) -> None:
        self._url = url

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[StoreTransaction]:
        async with translated(), await _connected(self._url) as connection:
            await connection.execute(f"SET ROLE {OPERATORS}".encode())
            await connection.execute("SET timezone TO 'UTC'")
            yield StoreTransaction(connection)


async def _connected(url: str) -> psycopg.AsyncConnection[StoreRow]:
    try:
        return await psycopg.AsyncConnection.connect(
            url, row_factory=dict_row, connect_timeout=CONNECT_S, application_name="doorstep-console-trail"
        )
    except (psycopg.ProgrammingError, ValueError):
        # What the client says of a URL that it can't read holds the URL, and that a password.
        raise UserError("DATABASE_URL is not usable.", "./doorstep doctor looks closer.") from None
