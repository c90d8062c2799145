"""The console's own tables, for a command: brought up to date first."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from deploy.local.user_error import UserError
from shared.runtime.clock import SystemClock
from shared.runtime.ports import Clock, Unavailable

from ..store.schema import prepare_store
from ..store.tables import ConsoleTables
from ..target import NOTHING_RUNS, Target

T = TypeVar("T")
CLOCK: Clock = SystemClock()
"""Real also where the services' is not: links, sessions and what a second person confirms are for people."""


@asynccontextmanager
async def tables_of(target: Target) -> AsyncIterator[ConsoleTables]:
    """Raises `UserError`, also for what is asked of them while the database is away."""
    url = target.database_url()
    if url is None:
        raise UserError("No database is known.", NOTHING_RUNS)
    try:
        await prepare_store(url)
        tables = ConsoleTables(url, connections=1)
        await tables.open()
        try:
            yield tables
        finally:
            await tables.close()
    except Unavailable as error:
        raise UserError(f"PostgreSQL can't be asked ({error}).", "See ./doorstep status, then try again.") from None


async def with_tables(target: Target, work: Callable[[ConsoleTables], Awaitable[T]]) -> T:
    """Raises `UserError`."""
    async with tables_of(target) as tables:
        return await work(tables)
