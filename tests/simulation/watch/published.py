"""What router publishes of a region is what its state says, row by row, when everything has come to rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.router.core.published_rows import CollectorShown, StopShown, all_rows
from shared.decision import Row

from ..people import REGION
from ..services import machine
from ..standing import standing
from ..violation import Violation

if TYPE_CHECKING:
    from ..world import World


def check(world: World) -> None:
    router = world.databases["router"]
    rows = list(all_rows(machine("router", world.brisk).state_of(standing(world, "router", REGION))))
    said: dict[str, dict[str, Row]] = {
        "collectors": {row.collector: row for row in rows if isinstance(row, CollectorShown)},
        "stops": {row.booking: row for row in rows if isinstance(row, StopShown)},
    }
    for table, wanted in said.items():
        shown = {name: row for (_, name), row in router.tables[table].items()}
        if shown != wanted:
            wrong = sorted(name for name in shown.keys() | wanted.keys() if shown.get(name) != wanted.get(name))
            raise Violation("I9", REGION, f"the table {table} says something else than the state of {wrong}")
