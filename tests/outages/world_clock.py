"""The campaign's clock: as fast as a real one, from a Monday morning on, and quicker where a row waits for hours.

It is a virtual one so that a campaign may run on a Sunday night: borrowers are texted by day. Only where the services'
own clock is what goes wrong it is the machine's, and knows neither speed nor jumps.
"""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta
from pathlib import Path

from services.sandbox.agenda import Agenda
from services.sandbox.conductor.moments import BEGINS
from shared.runtime.clock import SystemClock, VirtualClock, write_moment
from shared.runtime.ports import Clock

TICK_S = 0.02
OPENS_H, LATE_H = 10, 16


class WorldClock:
    """`speed` is how many of its seconds pass in one. `run` it as a task; what is on the agenda is done meanwhile."""

    def __init__(self, path: Path, agenda: Agenda, *, real: bool = False) -> None:
        self._path, self.agenda = path, agenda
        write_moment(path, BEGINS + timedelta(hours=1))
        self._reads: Clock = SystemClock() if real else VirtualClock(path)
        self._real = real
        self.speed = 1.0

    def now(self) -> datetime:
        return self._reads.now()

    async def sleep_until(self, at: datetime, at_most_s: float) -> None:
        await self._reads.sleep_until(at, at_most_s)

    async def run(self) -> None:
        last = time.monotonic()
        while True:
            await asyncio.sleep(TICK_S)
            now = time.monotonic()
            self._write(timedelta(seconds=(now - last) * self.speed))
            last = now
            await self.agenda.run_due(self.now())

    def jump(self, by: timedelta) -> None:
        self._write(by)

    def by_day(self) -> None:
        """On to ten o'clock of the next working day, where it is late or the end of the week."""
        at = self.now()
        if at.hour < LATE_H and at.isoweekday() <= 5:
            return
        then = at.replace(hour=OPENS_H, minute=0, second=0, microsecond=0)
        while then <= at or then.isoweekday() > 5:
            then += timedelta(days=1)
        self.jump(then - at)

    def _write(self, by: timedelta) -> None:
        if not self._real:
            write_moment(self._path, self.now() + by)
