"""Something that is read again and again, with what came of it last and how old that is.

Looking costs who is looked at next to nothing: after a reading that took long the next one waits in proportion.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from deploy.local.user_error import UserError

from .freshness import Freshness

SHARE = 20
"""Of the time at least so many times as long is spent waiting as reading."""
WAIT_S_MAX = 300.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pace:
    """Not more often than every `every_s`, and after trouble every `again_s`."""

    every_s: float
    again_s: float = 2.0

    def after(self, took_s: float) -> float:
        return min(max(self.every_s, took_s * SHARE), max(self.every_s, WAIT_S_MAX))


class Feed(Generic[T]):
    """`value` is what was read last, None before the first time; what can't be read leaves it as it was."""

    def __init__(self, read: Callable[[], Awaitable[T]], pace: Pace) -> None:
        self.value: T | None = None
        self.fresh = Freshness()
        self.pause_s = 0.0
        self._read = read
        self._pace = pace
        self._wanted = asyncio.Event()

    async def look(self) -> None:
        """Read once. Of what can't be read it is said; a mistake of ours is raised."""
        began = time.monotonic()
        try:
            self.value = await self._read()
            self.fresh = self.fresh.good(datetime.now(UTC))
            self.pause_s = self._pace.after(time.monotonic() - began)
        except UserError as trouble:
            self.fresh = self.fresh.failed(trouble.what)
            self.pause_s = self._pace.again_s

    async def run(self, changed: Callable[[], None]) -> None:
        """For ever; `changed` after every reading."""
        while True:
            await self.look()
            changed()
            try:
                await asyncio.wait_for(self._wanted.wait(), self.pause_s)
            except TimeoutError:
                continue
            self._wanted.clear()

    def forget_trouble(self) -> None:
        """It was with something else than what is asked for now."""
        self.fresh = Freshness(self.fresh.read_at)

    def now(self) -> None:
        """Don't wait for the next time."""
        self._wanted.set()
