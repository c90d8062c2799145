"""The `WaitingStore` port in memory."""

from __future__ import annotations

from shared.runtime.waiting import WaitingWork

from .database import REFUSED, WAITING
from .store import MemoryStore


class MemoryWaiting:
    """See the `WaitingStore` port."""

    def __init__(self, store: MemoryStore) -> None:
        self._store, self._database = store, store.database

    async def waiting(self) -> WaitingWork:
        database, format = self._database, self._store.format
        owners = {kept.owner for kept in database.outbox.values()} - {REFUSED}
        return WaitingWork(
            due=next((due_at for due_at, name, _ in database.timers if database.is_for(format, name)), None),
            intake=bool(database.intake),
            operations=bool(database.open_operations),
            replay=any(kept.replay and not database.is_newer(format, name) for name, kept in database.parked.items()),
            leftovers=WAITING in owners or bool(owners - database.living),
        )
