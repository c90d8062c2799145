"""The `WaitingStore` port on PostgreSQL."""

from __future__ import annotations

from shared.runtime.waiting import WaitingWork

from .queries import load
from .store import PgStore

SQL = load("shared.runtime.pg", "waiting.sql")


class PgWaiting:
    """See the `WaitingStore` port."""

    def __init__(self, store: PgStore) -> None:
        self._store = store

    async def waiting(self) -> WaitingWork:
        (row,) = await self._store.fetch(SQL["waiting"], {"format": self._store.format, "space": self._store.space})
        return WaitingWork(**row)
