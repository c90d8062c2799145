"""The alarm clock: timers are rows, and this only says when to look at them.

An in-memory APScheduler job rings at the next due moment, if that is within `CAP_S`. What is later, what another
replica sets, and what a machine's clock that was set back puts off is told by whoever looks at what waits (`waiting`):
more often than that, and by the event loop's clock, which nobody sets. Losing the job loses nothing: the rows are
looked at again. A virtual clock jumps, so there the moment itself is watched.
"""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from .clock import LOOK_S, VirtualClock
from .ports import Clock, Store

CAP_S = 3.0


class TimerWakeup:
    """`wake` is set when there may be something due."""

    def __init__(self, clock: Clock, wake: asyncio.Event | None = None) -> None:
        self.wake = asyncio.Event() if wake is None else wake
        self._clock = clock
        self._due: datetime | None = None
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._watch: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._scheduler.start()
        if isinstance(self._clock, VirtualClock):
            self._watch = asyncio.create_task(self._watched())

    async def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch

    def looks_now(self) -> None:
        """Somebody looks for all that is due, so what was known of the next timer is over: it will be told anew."""
        self._due = None

    async def set_to_next(self, store: Store) -> None:
        """Ring when the earliest of all timers is due."""
        self.looks_now()
        self.told(await store.next_due())

    def told(self, due: datetime | None) -> None:
        """The earliest of all timers is due then, as the database says."""
        if due is None:
            return
        if due <= self._clock.now():
            self.wake.set()
        self.timer_set(due)

    def timer_set(self, due: datetime) -> None:
        """This process set a timer: ring for it, if it is the earliest."""
        if self._due is not None and due >= self._due:
            return
        self._due = due
        if due <= self._clock.now():
            self.wake.set()
        elif not isinstance(self._clock, VirtualClock):
            self._ring_at(due)

    def _ring_at(self, due: datetime) -> None:
        wait_s = (due - self._clock.now()).total_seconds()
        if wait_s > CAP_S:
            self._due = None  # whoever looks at what waits will tell of it again
            return
        self._scheduler.add_job(
            self._ring,
            "date",
            run_date=datetime.now(UTC) + timedelta(seconds=max(0.0, wait_s)),
            id="ring",
            replace_existing=True,
            misfire_grace_time=None,
        )

    async def _ring(self) -> None:
        self.wake.set()

    async def _watched(self) -> None:
        while True:
            if self._due is not None and self._clock.now() >= self._due:
                self._due = None
                self.wake.set()
            await asyncio.sleep(LOOK_S)
