"""Tables that somebody outside holds for long: a change of them, `VACUUM FULL`, a transaction that was left open.

A statement on such a table waits, with all that its transaction has locked, and gives up after a while. Transactions
that were there before the holder came go on: it waits for them, and who comes after it waits behind it.
"""

from __future__ import annotations

from collections.abc import Collection

from shared.contracts.operations import (
    LetterDiscarded,
    LetterReturned,
    QueuedEventDiscarded,
    RefusedDropped,
    RefusedRetried,
    ReplayAsked,
)
from shared.runtime.ports import TableOperation, Writes

from .holder import Holder

HOLDABLE = ("inbox", "states", "history", "timers", "outbox", "intake", "parked")
"""Of these it is known here who names them; PostgreSQL says the same (`tests/conformance/test_held_tables.py`)."""
NAMED_BY = {
    call: frozenset(tables.split())
    for call, tables in {
        "store.open": "inbox states history outbox parked",
        "store.changes_after": "history",
        "store.due_timers": "timers states parked history outbox",
        "store.replayable": "parked states",
        "store.taken_in": "intake inbox states parked",
        "store.next_due": "timers states parked",
        "store.take_in": "intake inbox",
        "store.adopt_leftovers": "outbox",
        "store.published": "outbox",
        "store.refuse": "outbox",
        "store.try_refused": "outbox",
    }.items()
}
"""The tables that a port call names, whatever it finds there."""


class HeldTables:
    """By table the transactions that were there before its holder came."""

    def __init__(self) -> None:
        self._before: dict[str, frozenset[Holder]] = {}

    def __bool__(self) -> bool:
        return bool(self._before)

    def hold(self, table: str, before: Collection[Holder] = ()) -> None:
        assert table in HOLDABLE, table
        self._before[table] = frozenset(before)

    def let_go(self, table: str) -> None:
        self._before.pop(table, None)

    def clear(self) -> None:
        self._before.clear()

    def keep_out(self, unit: Holder | None, tables: Collection[str]) -> bool:
        """Must this transaction wait for one of the tables?"""
        return any(table in tables and unit not in before for table, before in self._before.items())


def written(writes: Writes) -> set[str]:
    """The tables of `HOLDABLE` that a commit names."""
    named = {
        "states": writes.states,
        "history": writes.history,
        "timers": writes.timers_set or writes.timers_cancelled,
        "outbox": writes.outbox,
        "intake": writes.intake or writes.taken,
        "inbox": writes.intake or writes.taken,
        "parked": writes.parked or writes.unparked,
    }
    return {table for table, rows in named.items() if rows}


def carried_out(operation: TableOperation) -> set[str]:
    """The same of what an operator asked."""
    match operation:
        case ReplayAsked() | QueuedEventDiscarded():
            return {"parked"}
        case RefusedRetried() | RefusedDropped():
            return {"outbox"}
        case LetterReturned() | LetterDiscarded() | _:
            return set()
