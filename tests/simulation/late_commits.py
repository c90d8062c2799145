"""Commits that a server carries out although nobody waits for them any more.

How long that takes is told in what others commit meanwhile: hardly any time passes while there is work.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from tests.memory.runtime import MemoryDatabase, MemoryUnit
from tests.memory.runtime.landing import lands

if TYPE_CHECKING:
    from .world import World

LATE_S_MAX, OVERTAKEN_MAX = 25, 5
"""Less than what a transaction may try that waits for its locks."""


class LateCommits:
    def __init__(self, world: World) -> None:
        self._world = world
        self._overtaken_by: dict[MemoryUnit, int] = {}
        for database in world.databases.values():
            database.on_put_off = self._put_off

    def _put_off(self, unit: MemoryUnit) -> None:
        """The server stands still with this commit before it, for so long, or until some others are done."""
        random = self._world.random.random
        self._overtaken_by[unit] = 1 + int(OVERTAKEN_MAX * random())
        late = timedelta(seconds=LATE_S_MAX * random())
        self._world.later(self._world.moment.at + late, partial(lands, unit.database, unit))

    def overtaken(self, database: MemoryDatabase) -> None:
        """Another commit is done before those that are on their way."""
        for unit in list(database.on_the_way):
            self._overtaken_by[unit] -= 1
            if not self._overtaken_by[unit]:
                lands(database, unit)
