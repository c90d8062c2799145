"""A commit as the server carries it out, and one that it carries out when nobody waits for it any more.

A client that lost its connection, or its patience, does not know what becomes of the COMMIT that it sent: the server
may have it yet, hold the locks of that transaction, and carry it out after the client asked others. The owner of its
rows lives until then, since the server holds that lock too.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

from shared.runtime.ports import BadWrite, Conflict, OlderDatabase, Writes

from .commit import apply_rows, check, handled, write
from .database import MemoryDatabase

if TYPE_CHECKING:
    from .unit import MemoryUnit


def land(unit: MemoryUnit, writes: Writes) -> UUID:
    """All of it is durable, or nothing where PostgreSQL would refuse it (raises that); the unit is over either way."""
    database = unit.database
    try:
        check(database, unit, writes)
        apply_rows(database.tables, unit.applies, writes)
    except BaseException:
        database.tables.undo()
        unit.roll_back()
        raise
    for claim in unit.claims:
        handled(database, claim)
    database.contents.update(unit.contents)
    for change in unit.changes:
        change()
    mark = write(database, unit.owner, unit.format, writes)
    unit.release()
    if database.on_commit is not None:
        database.on_commit(unit, writes)
    return mark


def put_off(unit: MemoryUnit, writes: Writes) -> None:
    """The server has the commit, and the client is told nothing. It lands with `lands`, unless `lose` comes before."""
    unit.away = True
    unit.database.on_the_way[unit] = writes
    if unit.database.on_put_off is not None:
        unit.database.on_put_off(unit)


def lands(database: MemoryDatabase, unit: MemoryUnit) -> None:
    """If it is still on its way. What is refused now nobody hears of."""
    writes = database.on_the_way.get(unit)
    if writes is not None:
        _is_back(database, unit)
        with suppress(Conflict, BadWrite, OlderDatabase):
            land(unit, writes)


def lose(database: MemoryDatabase) -> None:
    """The server went down: what was on its way never happens."""
    for unit in list(database.on_the_way):
        _is_back(database, unit)
        unit.roll_back()


def _is_back(database: MemoryDatabase, unit: MemoryUnit) -> None:
    del database.on_the_way[unit]
    unit.away = False
    if not unit.is_current and all(other.owner != unit.owner for other in database.on_the_way):
        database.living.discard(unit.owner)
