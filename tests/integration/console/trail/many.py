"""Many entries in one transaction, for tests that need more than a page of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime

import psycopg
from psycopg.rows import dict_row

from services.console.store.tables import StoreRow, StoreTransaction
from services.console.store.trail import Trail
from services.console.trail.entry import TrailDeed, TrailOutcome


class _InOne:
    def __init__(self, connection: psycopg.AsyncConnection[StoreRow]) -> None:
        self._connection = connection

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[StoreTransaction]:
        yield StoreTransaction(self._connection)


async def add_all(url: str, deeds: Iterable[TrailDeed], at: datetime) -> None:
    async with await psycopg.AsyncConnection.connect(url, row_factory=dict_row) as connection:
        trail = Trail(_InOne(connection))
        for deed in deeds:
            await trail.add(deed, TrailOutcome.DONE, at)
