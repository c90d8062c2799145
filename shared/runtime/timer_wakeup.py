"""The alarm clock: timers are rows, and this only says when to look at them.

An in-memory APScheduler job rings at the next due moment, at the latest after `CAP_S`, because another replica may
have set an earlier one. Losing it loses nothing: after a restart the rows are looked at again. A virtual clock jumps,
so there the moment itself is watched. The machine's clock may be set back, and APScheduler then waits for the old
future: so the cap is also kept by the event loop, whose clock nobody sets.
"""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from .clock import LOOK_S, VirtualClock
from .ports import Clock, Store

CAP_S = 1.0


class TimerWakeup:
    """`wake` is set when there may be something due."""

    def __init__(self, clock: Clock) -> None:
        self.wake = asyncio.Event()
        self._clock = clock
        self._due: datetime | None = None
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._watch: asyncio.Task[None] | None = None
        self._at_cap: asyncio.TimerHandle | None = None

    def start(self) -> None:
        self._scheduler.start()
        if isinstance(self._clock, VirtualClock):
            self._watch = asyncio.create_task(self._watched())

    async def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._at_cap is not None:
            self._at_cap.cancel()
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch

    async def set_to_next(self, store: Store) -> None:
        """Ring when the earliest timer is due, or after the cap, whichever is first."""
        self._due = None
        found = await store.next_due()
        if found is not None:
            self.timer_set(found)
        if not self.wake.is_set():
            self._ring_at(self._due)

    def timer_set(self, due: datetime) -> None:
        """This process set a timer: ring for it, if it is the earliest."""
        if self._due is not None and due >= self._due:
            return
        self._due = due
        if due <= self._clock.now():
            self.wake.set()
        elif not isinstance(self._clock, VirtualClock):
            self._ring_at(due)

    def _ring_at(self, due: datetime | None) -> None:
        wait_s = CAP_S
        if due is not None and not isinstance(self._clock, VirtualClock):
            wait_s = min(CAP_S, max(0.0, (due - self._clock.now()).total_seconds()))
        self._scheduler.add_job(
            self._ring,
            "date",
            run_date=datetime.now(UTC) + timedelta(seconds=wait_s),
            id="ring",
            replace_existing=True,
            misfire_grace_time=None,
        )
        if self._at_cap is not None:
            self._at_cap.cancel()
        self._at_cap = asyncio.get_running_loop().call_later(CAP_S, self.wake.set)

    async def _ring(self) -> None:
        self.wake.set()

    async def _watched(self) -> None:
        while True:
            if self._due is not None and self._clock.now() >= self._due:
                self._due = None
                self.wake.set()
            await asyncio.sleep(LOOK_S)
