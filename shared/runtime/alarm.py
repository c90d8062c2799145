"""The alarm clock: timers are rows, and this only says when to look at them.

An in-memory APScheduler job rings at the next due moment, at the latest after `CAP_S`; it also runs periodic work.
Losing it loses nothing: after a restart the rows are looked at again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from .ports import Clock, Store

CAP_S = 1.0
VIRTUAL_CAP_S = 0.02


class Alarm:
    """`wake` is set when there may be something due."""

    def __init__(self, clock: Clock, *, cap_s: float = CAP_S) -> None:
        self.wake = asyncio.Event()
        self._clock = clock
        self._cap_s = cap_s
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def every(self, seconds: float, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Run `work` again and again, never twice at once."""
        self._scheduler.add_job(work, "interval", seconds=seconds, id=name, max_instances=1, coalesce=True)

    async def set_to_next(self, store: Store) -> None:
        """Ring when the earliest timer is due, or after the cap, whichever is first."""
        due = await store.next_due()
        wait_s = self._cap_s if due is None else min(self._cap_s, (due - self._clock.now()).total_seconds())
        if wait_s <= 0:
            self.wake.set()
            return
        self._scheduler.add_job(
            self._ring,
            "date",
            run_date=datetime.now(UTC) + timedelta(seconds=wait_s),
            id="ring",
            replace_existing=True,
            misfire_grace_time=None,
        )

    async def _ring(self) -> None:
        self.wake.set()
