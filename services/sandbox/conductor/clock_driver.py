"""The two ways to drive the clock: jump when all is quiet, or run at a speed. Which of them may change at any time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from services.sandbox.agenda import Agenda
from shared.runtime.clock import VirtualClock, write_moment

from .moments import next_moment
from .pace import ClockPace
from .system_watch import WorkInProgress

QUANTUM = timedelta(minutes=30)
PAUSE_S_MIN, PAUSE_S_MAX = 0.008, 0.05
STUCK_AFTER_S = 60.0
TICK_S = 0.02
HELD_S = 0.1


@dataclass(slots=True)
class ClockProgress:
    """How it goes: `stuck` names what has not been quiet for `STUCK_AFTER_S` seconds of real time."""

    now: datetime
    jumps: int = 0
    looks: int = 0
    stuck: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)


class ClockDriver:
    def __init__(
        self,
        path: Path,
        agenda: Agenda,
        look: Callable[[datetime], Awaitable[WorkInProgress]],
        begins: datetime,
        ends: datetime,
        ceiling: Callable[[], datetime] | None = None,
    ) -> None:
        """Past `ceiling`, where there is one, the clock does not jump: who raises it still has something to do.

        A clock that is later than `begins`, as after the death of who drove it, goes on from where it stands: it never
        goes back.
        """
        self._ceiling = ceiling
        self._path, self._agenda, self._look, self._begins, self._ends = path, agenda, look, begins, ends
        self.pace = ClockPace()
        self.progress = ClockProgress(max(begins, VirtualClock(path).now()) if path.exists() else begins)

    async def jump(self, quantum: timedelta = QUANTUM) -> None:
        """Until the end of the horizon, as fast as the services work."""
        self.pace = ClockPace()
        await self.drive(quantum)

    async def run(self, speed: float) -> None:
        """Until the end of the horizon, `speed` virtual seconds in each real one."""
        self.pace = ClockPace(speed)
        await self.drive()

    def goes_on_until(self, ends: datetime) -> None:
        """The world has a later end: `drive` once more."""
        self._ends = ends

    async def drive(self, quantum: timedelta = QUANTUM) -> None:
        """Until the end of the horizon, as `pace` says, which may be set anew meanwhile."""
        ticked_s = time.monotonic()
        while True:
            goal = self.pace.goal(self._ends)
            if goal is not None:
                arrived = await self._step(goal, quantum)
                if arrived and goal >= self._ends:
                    return
                if arrived and self.pace.ahead_to is not None and self.pace.ahead_to <= goal:
                    self.pace.ahead_to = None
                ticked_s = time.monotonic()
                continue
            if self.progress.now >= self._ends and not self.pace.paused:
                await self._until_quiet()
                return
            now_s = time.monotonic()
            if not self.pace.paused:
                self._move(min(self.progress.now + timedelta(seconds=(now_s - ticked_s) * self.pace.speed), self._ends))
            ticked_s = now_s
            await self._agenda.run_due(self.progress.now)
            await asyncio.sleep(TICK_S)

    async def _step(self, goal: datetime, quantum: timedelta) -> bool:
        """Wait until all is quiet, then jump to what is due next; whether `goal` is reached and all quiet there."""
        await self._agenda.run_due(self.progress.now)
        sight = await self._until_quiet()
        if self.progress.now >= goal:
            return True
        if self.pace.goal(self._ends) != goal:
            return False  # somebody wants it otherwise meanwhile
        due = (self._agenda.next_due, sight.next_due)
        at = next_moment(self.progress.now, due, quantum, goal)
        if self._ceiling is not None and (at := min(at, self._ceiling())) <= self.progress.now:
            await asyncio.sleep(HELD_S)
        self._move(at)
        return False

    async def _until_quiet(self) -> WorkInProgress:
        since, pause_s = time.monotonic(), PAUSE_S_MIN
        while True:
            sight = await self._look(self.progress.now)
            self.progress.looks += 1
            if sight.quiet:
                self.progress.stuck, self.progress.waiting = {}, {}
                return sight
            self.progress.waiting = sight.waiting
            if time.monotonic() - since > STUCK_AFTER_S:
                self.progress.stuck = sight.waiting
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 1.5, PAUSE_S_MAX)
            await self._agenda.run_due(self.progress.now)

    def _move(self, at: datetime) -> None:
        if at > self.progress.now:
            self.progress.now = at
            self.progress.jumps += 1
            write_moment(self._path, at)
