"""Rows that the broker does not take for a while, one in some: a topic that is gone, a right that is taken away."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from shared.runtime.outgoing import Outgoing, RefusalCode

if TYPE_CHECKING:
    from .world import World

ONE_IN = 151
FOR = timedelta(seconds=45)


class Refusals:
    """Asked by the broker at each row. What was taken once is always taken: it may come twice."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._until: dict[UUID, datetime] = {}

    def __call__(self, row: Outgoing) -> RefusalCode | None:
        world = self._world
        if world.calm or row.id.int % ONE_IN:
            return None
        if row.id not in self._until:
            until = self._until[row.id] = world.moment.at + FOR
            world.count("fault: row refused")
            world.later(until, world.driver.stir_all)
        return None if self.is_over(row) else "refused"

    def is_over(self, row: Outgoing) -> bool:
        return self._world.calm or self._world.moment.at >= self._until[row.id]
