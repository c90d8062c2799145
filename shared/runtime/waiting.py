"""What waits for a process that nobody tells of it: rows that another process, a restored one or an operator left.

All of it is asked in one statement, every `LOOK_S`, and wakes the steps that it is for. So an idle service begins no
transaction to find nothing, and nothing is found later than when each step looked by itself.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from .timer_wakeup import TimerWakeup

LOOK_S = 1.0
"""Whom this process itself has given something to do is told of it. What the dead leave is late by more than that
already: their partitions are others' only when their session is over."""
UNASKED_S = 30.0
"""How often the steps look by themselves all the same. There is nothing for them to find: who looks here asks for
whatever any of them would take up, and wakes it."""


@dataclass(frozen=True, slots=True)
class WaitingWork:
    """`due` is the earliest of all timers that this version may fire. The rest: is there any such row?

    `leftovers` are outbox rows that no living process has in memory, and owners that are gone. A row may be there and
    still not be ours to take (its aggregate is parked, or locked): who is woken for it finds that out.
    """

    due: datetime | None
    intake: bool
    operations: bool
    replay: bool
    leftovers: bool


class WaitingStore(Protocol):
    async def waiting(self) -> WaitingWork:
        """What waits now, held from nobody. Raises `Unavailable`."""
        ...


class Doorbell:
    """Wakes who has something to do."""

    def __init__(self, store: WaitingStore, alarm: TimerWakeup, intake_came: asyncio.Event) -> None:
        self._store, self._alarm, self._intake_came = store, alarm, intake_came
        self.operations, self.replay, self.leftovers = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def look(self) -> int:
        """0, since there is always time until the next look. Raises `Unavailable`."""
        found = await self._store.waiting()
        self._alarm.told(found.due)
        for waits, wake in (
            (found.intake, self._intake_came),
            (found.operations, self.operations),
            (found.replay, self.replay),
            (found.leftovers, self.leftovers),
        ):
            if waits:
                wake.set()
        return 0
