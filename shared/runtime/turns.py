"""Whose turn it is to look: of some loops that look for the same, one that waits, not all of them at once.

A loop that has found what it takes now, and not yet done it, may call the next.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Turn:
    """One loop's. `wake` ends its waiting. One that failed waits for another reason, so it is `busy` until it works."""

    wake: asyncio.Event = field(default_factory=asyncio.Event)
    busy: bool = False

    async def take(self, look: Callable[[], Awaitable[int]]) -> int:
        """Whatever `look` says. Raises what it raises."""
        self.busy = True
        done = await look()
        self.busy = False
        return done


class Turns(asyncio.Event):
    """Set whenever there may be something; what waits for it are its `turns`."""

    def __init__(self, loops: int) -> None:
        super().__init__()
        self.turns = [Turn() for _ in range(loops)]

    def set(self) -> None:
        """Whoever is called already looks later than now, and finds it. Where all are busy, who is ready first does."""
        waiting = [turn for turn in self.turns if not turn.busy]
        if not any(turn.wake.is_set() for turn in waiting):
            for turn in waiting[:1] or self.turns:
                turn.wake.set()
