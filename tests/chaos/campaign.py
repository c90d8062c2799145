"""Carries a plan out while the world runs: each incident at its moment, and its recovery watched."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from deploy.local.user_error import UserError
from services.sandbox.progress import read_progress

from .campaign_system import CampaignSystem
from .faults import Faults
from .plan import Incident
from .record import Done, Record
from .recovery import RecoveryCheck

LOOK_EVERY_S = 0.1
GIVES_UP_AFTER_S = 240.0
RECOVERS_S_MAX = 120.0
SHARE_OFF = 1e-6
AHEAD, AHEAD_FOR_AIM = 3, 15
"""How many incidents the world may be ahead of the campaign. What is aimed at a point needs a world that goes on."""


class Campaign:
    """`run` returns when the world has reached its end; `skipped` are incidents that there was no time for."""

    def __init__(
        self,
        system: CampaignSystem,
        recovery: RecoveryCheck,
        record: Record,
        seconds: float,
        hesitations: Sequence[float],
    ):
        self._system, self._recovery, self._record = system, recovery, record
        self._until = time.monotonic() + seconds
        self._hesitations = hesitations
        self.faults = Faults(system)
        self.skipped: list[Incident] = []
        self._watching: set[asyncio.Task[None]] = set()
        self._seen: dict[str, Any] = {}
        self._moved_at = time.monotonic()

    async def run(self, plan: Sequence[Incident]) -> dict[str, Any]:
        """The world's last words. Raises `UserError` when nothing moves any more."""
        looking = asyncio.create_task(self._look_on())
        try:
            for number, incident in enumerate(plan):
                self._system.let_run_to(plan[min(number + _ahead(incident), len(plan) - 1)].at)
                await self._its_moment(incident, looking)
                if time.monotonic() > self._until or self._seen.get("done"):
                    self.skipped = list(plan[number:])
                    break
                # The world's time stands still while services work: some real time makes it a random moment in that.
                await asyncio.sleep(self._hesitations[number % len(self._hesitations)])
                await self._carry_out(incident)
            await asyncio.gather(*self._watching)
            self.faults.end()
            self._system.let_run_to(1.0)
            while not self._seen.get("done"):
                await self._wait(looking)
        finally:
            self.faults.end()
            for task in (looking, *self._watching):
                task.cancel()
            await asyncio.gather(looking, *self._watching, return_exceptions=True)
        return self._seen

    async def _its_moment(self, incident: Incident, looking: asyncio.Task[None]) -> None:
        while not self._seen.get("done") and time.monotonic() <= self._until:
            if self._share() >= incident.at - SHARE_OFF and (incident.together or not self._watching):
                return
            await self._wait(looking)

    async def _wait(self, looking: asyncio.Task[None]) -> None:
        await asyncio.wait({looking}, timeout=LOOK_EVERY_S)
        if looking.done():
            looking.result()

    async def _carry_out(self, incident: Incident) -> None:
        done = self._record.begin(incident, self._virtual())
        lost_at = await self.faults.do(incident, done)
        task = asyncio.create_task(self._watch(incident, done, lost_at))
        self._watching.add(task)
        task.add_done_callback(self._watching.discard)

    async def _watch(self, incident: Incident, done: Done, lost_at: float) -> None:
        services = self.faults.services_of(incident)
        done.recovered_s = await self._recovery.recovered(services, lost_at, RECOVERS_S_MAX)
        if incident.kind == "pause" and (left := lost_at + incident.seconds - time.monotonic()) > 0:
            await asyncio.sleep(left)
        self._record.end(done, self._virtual())

    async def _look_on(self) -> None:
        while True:
            seen = read_progress(self._system.world)
            if seen.get("virtual") != self._seen.get("virtual"):
                self._moved_at = time.monotonic()
            self._seen = seen or self._seen
            if time.monotonic() - self._moved_at > GIVES_UP_AFTER_S:
                waits = ", ".join(f"{name} {count}" for name, count in self._seen.get("waiting", {}).items())
                raise UserError(
                    f"Nothing has moved for {GIVES_UP_AFTER_S:.0f} s at {self._seen.get('virtual', 'the start')}: "
                    f"waiting for {waits or 'the sandbox'}.",
                    f"The logs are in {self._system.stack.folder.logs}.",
                )
            await asyncio.sleep(LOOK_EVERY_S)

    def _virtual(self) -> str:
        return str(self._seen.get("virtual", ""))

    def _share(self) -> float:
        if "virtual" not in self._seen:
            return 0.0
        at, begins, ends = (datetime.fromisoformat(self._seen[name]) for name in ("virtual", "begins", "ends"))
        return (at - begins) / (ends - begins)


def _ahead(incident: Incident) -> int:
    return AHEAD_FOR_AIM if incident.kind in ("aimed", "wire") else AHEAD
