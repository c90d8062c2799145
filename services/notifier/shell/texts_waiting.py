"""What waits for those who post texts and look after them, asked in one look for all of them, and whom it wakes.

A claim of this process wakes whoever posts. What another process left, what was put back, whose time ran out and what
a clock makes due is found here: as often as each of them looked for itself, in a sixth of the statements.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.notifier.core.lost_texts import COUNTS_FOR

from .desk import Desk
from .reconcile import LOOKS_MAX

LOOK_S = 1.0


@dataclass(slots=True)
class TextBell:
    """`posting` are the loops that post; the others are called by what waits for them."""

    desk: Desk
    service: str
    posting: Sequence[asyncio.Event] = ()
    expired: asyncio.Event = field(default_factory=asyncio.Event)
    of_the_dead: asyncio.Event = field(default_factory=asyncio.Event)
    in_doubt: asyncio.Event = field(default_factory=asyncio.Event)
    lost_texts: asyncio.Event = field(default_factory=asyncio.Event)
    lost_time: asyncio.Event = field(default_factory=asyncio.Event)

    async def look(self) -> int:
        """0, since there is always time until the next look. Raises `Unavailable`."""
        now = self.desk.clock.now()
        (found,) = await self.desk.store.ask(
            "texts_waiting",
            {
                "now": now,
                "looks_max": LOOKS_MAX,
                "since": now - COUNTS_FOR,
                "me": self.desk.owner(),
                "space": zlib.crc32(self.service.encode()) & 0x7FFFFFFF,
            },
        )
        for name in ("expired", "of_the_dead", "in_doubt", "lost_texts", "lost_time"):
            if found[name]:
                getattr(self, name).set()
        # That an outage is over is found by looking, too.
        if found["to_post"] or self.desk.run.stopped:
            for wake in self.posting:
                wake.set()
        return 0
