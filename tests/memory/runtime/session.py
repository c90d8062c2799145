"""What the transactions of one process share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from shared.decision import Row
from shared.runtime.ports import LockHeld, Unavailable

from .commit import Apply
from .database import MemoryDatabase
from .holder import TIMEOUT, Holder
from .process import Process
from .reading import Read


class MemorySession:
    """`reads` answer the service's named queries, `applies` do what its `Row` statements do; both by name.

    `row_lock` names the lock that writing a row waits for, where a read may hold one. A read must not write. An apply
    may raise `Conflict` or `BadWrite`: then nothing of its commit is written. A unit that waits for a lock asks again
    at most `patience` times, then raises `LockHeld`.
    """

    def __init__(
        self,
        database: MemoryDatabase,
        process: Process,
        *,
        reads: Mapping[str, Read] | None = None,
        applies: Mapping[str, Apply] | None = None,
        row_lock: Callable[[Row], str | None] = lambda row: None,
        patience: int = 20,
        format: int = 0,
    ) -> None:
        self.database = database
        self.process = process
        self.reads = dict(reads or {})
        self.applies = dict(applies or {})
        self.row_lock = row_lock
        self.patience = patience
        self.format = format
        self.units: dict[Holder, None] = {}
        self.owner = -1

    def start(self, *, lives_on: bool = False) -> None:
        """Become an owner of outbox rows, under a new number each time. The former one `lives_on` where the server has
        something of its own to carry out yet."""
        database = self.database
        if not lives_on:
            database.living.discard(self.owner)
        database.owners += 1
        self.owner = database.owners
        database.living.add(self.owner)

    async def until_free(self, call: str, tables: Collection[str], unit: Holder | None = None) -> None:
        """Returns once nobody outside holds one of the tables. Raises `LockHeld`; `Unavailable` when the unit ended."""
        held = self.database.held_tables
        for _ in range(self.patience):
            if not held.keep_out(unit, tables):
                return
            await self.process.blocked[call]
            if unit is not None and unit.done:
                raise Unavailable("rolled back")
        raise LockHeld(TIMEOUT)
