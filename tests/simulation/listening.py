"""What real processes do every other second whatever else they do: listen, and write down how far they have heard.

Here it happens when time passes with nothing to do, by all at once and without a pause in between: so that a timer that
comes due after a quiet day finds that day heard, as it would.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shared.runtime.hearing import DEAF_AFTER

from .people import BEGINS
from .services import machine

if TYPE_CHECKING:
    from .world import World

EVERY = timedelta(seconds=30)


class Listening:
    def __init__(self, world: World) -> None:
        self._world, self._last = world, BEGINS
        for service, database in world.databases.items():
            database.now = lambda: world.moment.at
            database.heard.asked = dict.fromkeys(machine(service, world.brisk).must_hear, (DEAF_AFTER, BEGINS))

    def until_now(self) -> None:
        """While nothing else happened, everybody who could listen did, up to this moment."""
        world = self._world
        if world.moment.at < self._last + EVERY:
            return
        self._last = world.moment.at
        for replica in world.living:
            opened = replica.breakers.opened()
            if (replica.hearing.topics or opened) and not replica.paused:  # who must hear nothing learns nothing
                replica.listens()
            if opened:
                world.driver.stir(f"log {replica.service}")

    def moments(self) -> Iterator[datetime]:
        """When somebody whose breaker is open tries again."""
        if any(replica.breakers.opened() for replica in self._world.living):
            yield self._world.moment.at + EVERY
