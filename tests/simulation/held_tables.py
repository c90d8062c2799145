"""A table that somebody outside holds for minutes: a change of it, `VACUUM FULL`, a transaction that was left open."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.memory.runtime.held_tables import HOLDABLE

if TYPE_CHECKING:
    from .world import World

HELD_S_MAX = 300


def hold(world: World) -> bool:
    """Whoever works with that service's table waits, again and again, until it is let go of."""
    replica, random = world.trouble.any(), world.random
    table = HOLDABLE[int(random.random() * len(HOLDABLE))]
    if replica is None:
        return False
    service, database = replica.service, replica.database
    before = [unit for one in world.living if one.service == service for unit in one.store.units]
    database.held_tables.hold(table, before)
    world.note("fault", service, f"table-held: {table}")

    def lets_go() -> None:
        database.held_tables.let_go(table)
        world.driver.stir_all()

    world.later(world.moment.at + timedelta(seconds=HELD_S_MAX * random.random() ** 2), lets_go)
    return True
