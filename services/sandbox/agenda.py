"""The sandbox's own future: what it will do at which virtual moment.

Actions run in the order of their moments, and of their making where those are equal. Each is told its own moment,
which may lie before the clock's: the clock jumps in steps, the world does not.
"""

from __future__ import annotations

import heapq
from collections.abc import Awaitable, Callable
from datetime import datetime
from itertools import count

Action = Callable[[datetime], Awaitable[None]]


class Agenda:
    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, Action]] = []
        self._ticket = count()

    def at(self, when: datetime, what: Action) -> None:
        """Do `what` when the clock has reached `when` (aware)."""
        heapq.heappush(self._heap, (when, next(self._ticket), what))

    @property
    def next_due(self) -> datetime | None:
        return self._heap[0][0] if self._heap else None

    def __len__(self) -> int:
        return len(self._heap)

    async def run_due(self, now: datetime) -> int:
        """Run everything due, also what that adds; how many actions ran."""
        done = 0
        while self._heap and self._heap[0][0] <= now:
            when, _, what = heapq.heappop(self._heap)
            await what(when)
            done += 1
        return done
