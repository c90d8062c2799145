"""What a service's own named read sees of the database in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .database import MemoryDatabase
from .holder import Holder
from .tables import Table


class Blocked(Exception):
    """Another unit holds what this one needs."""


class MemoryTables:
    """What a read function sees: the service's own tables, and locks that end with the transaction.

    `database` has the tables of the runtime (`switches`, `living` owners, ...), to be read only.
    """

    __slots__ = ("_unit", "database")

    def __init__(self, database: MemoryDatabase, unit: Holder) -> None:
        self._unit = unit
        self.database = database

    def __getitem__(self, name: str) -> Table:
        return self.database.tables[name]

    @property
    def unit(self) -> Holder:
        """Whose read it is."""
        return self._unit

    def lock(self, name: str) -> None:
        """Wait for a lock, like `pg_advisory_xact_lock` or `FOR UPDATE`. To be called before anything else is read:
        the function starts again when it had to wait."""
        if not self.try_lock(name):
            raise Blocked

    def try_lock(self, name: str) -> bool:
        """Like `SKIP LOCKED`: False when another unit holds it."""
        holder = self.database.named_locks.setdefault(name, self._unit)
        if holder is self._unit:
            self._unit.named.append(name)
        return holder is self._unit


Read = Callable[[MemoryTables, Mapping[str, Any]], list[dict[str, Any]]]
"""A named query: its parameters to its rows. It must not write."""
