"""Does what the plan says, to real processes. Each returns when the fault itself is over, not its consequences.

Only processes that the supervisor of this run started are touched, by the number that it knows for them now.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Awaitable, Callable

from shared.runtime import failpoints

from .campaign_system import SERVICES, CampaignSystem, Replica
from .plan import Incident
from .proxy import Link
from .record import Done

AIM_S = 30.0
LOOK_EVERY_S = 0.02


class Faults:
    """`lost_at` in what `do` returns is when work was lost: recovery is counted from there (monotonic)."""

    def __init__(self, system: CampaignSystem) -> None:
        self._system, self._supervisor = system, system.stack.supervisor
        self._stopped: set[int] = set()

    async def do(self, incident: Incident, done: Done) -> float:
        """Carry it out; when the work was lost. Recovery is looked for from then on."""
        how: dict[str, Callable[[Incident, Done], Awaitable[float]]] = {
            "kill": self._kill, "aimed": self._aimed, "wire": self._wire, "both": self._both, "pause": self._pause,
            "broker": self._broker, "database": self._database, "rebalance": self._rebalance, "network": self._network,
        }  # fmt: skip
        return await how[incident.kind](incident, done)

    def services_of(self, incident: Incident) -> tuple[str, ...]:
        """Whose recovery is of interest."""
        return (incident.service,) if incident.service else SERVICES

    def end(self) -> None:
        """All faults off: every network good, nobody stopped, nobody aimed at."""
        for link in self._system.links:
            link.on_asked = None
            if link.mode != "pass":
                link.become("pass")
        for pid in tuple(self._stopped):
            self._go_on(pid)
        for replica in self._system.replicas:
            failpoints.disarm(replica.failpoints)

    def replica(self, incident: Incident) -> Replica:
        return self._system.of(incident.service)[incident.replica - 1]

    async def _kill(self, incident: Incident, done: Done) -> float:
        return await self._sigkill(self.replica(incident).name, done)

    async def _both(self, incident: Incident, done: Done) -> float:
        each = [self._sigkill(replica.name, done) for replica in self._system.of(incident.service)]
        return max(await asyncio.gather(*each))

    async def _sigkill(self, name: str, done: Done) -> float:
        while await self._supervisor.kill(name) is None:
            await self._supervisor.up(name)
        done.dead.append(name)
        return time.monotonic()

    async def _aimed(self, incident: Incident, done: Done) -> float:
        replica = self.replica(incident)
        assert incident.point is not None
        await self._supervisor.up(replica.name)
        pid = self._supervisor.pid(replica.name)
        failpoints.arm(replica.failpoints, incident.point, passes=incident.passes)
        try:
            return await self._dies(replica.name, pid, done)
        except TimeoutError:
            done.note = "not reached in time, killed where it was"
            return await self._sigkill(replica.name, done)
        finally:
            failpoints.disarm(replica.failpoints)

    async def _wire(self, incident: Incident, done: Done) -> float:
        replica = self.replica(incident)
        await self._supervisor.up(replica.name)
        pid = self._supervisor.pid(replica.name)
        link = replica.links["carrier"]

        def strike() -> None:
            # At once, while the answer is on its way; the supervisor still holds the process, so the number is its own.
            if pid is not None and self._supervisor.pid(replica.name) == pid:
                os.kill(pid, signal.SIGKILL)

        link.on_asked = strike
        try:
            return await self._dies(replica.name, pid, done)
        except TimeoutError:
            done.note = "nothing was posted in time, killed where it was"
            return await self._sigkill(replica.name, done)
        finally:
            link.on_asked = None

    async def _dies(self, name: str, pid: int | None, done: Done) -> float:
        async with asyncio.timeout(AIM_S):
            while self._supervisor.pid(name) == pid:
                await asyncio.sleep(LOOK_EVERY_S)
        done.dead.append(name)
        return time.monotonic()

    async def _pause(self, incident: Incident, done: Done) -> float:
        """Returns while it is still stopped: the others have to do without it. It goes on by itself."""
        name = self.replica(incident).name
        await self._supervisor.up(name)
        pid = self._supervisor.pid(name)
        assert pid is not None
        self._stopped.add(pid)
        os.kill(pid, signal.SIGSTOP)
        done.note = f"pid {pid}"
        asyncio.get_running_loop().call_later(incident.seconds, self._go_on, pid)
        return time.monotonic()

    def _go_on(self, pid: int) -> None:
        """If it is still ours: a process that ended meanwhile is nobody's to signal."""
        self._stopped.discard(pid)
        if pid in {self._supervisor.pid(name) for name in self._supervisor.names()}:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    async def _broker(self, incident: Incident, done: Done) -> float:
        await self._supervisor.kill("kafka")
        return time.monotonic()

    async def _database(self, incident: Incident, done: Done) -> float:
        """SIGQUIT is PostgreSQL's immediate shutdown: no checkpoint, clients are cut off, the next start recovers."""
        await self._supervisor.kill("postgres", signal.SIGQUIT)
        return time.monotonic()

    async def _rebalance(self, incident: Incident, done: Done) -> float:
        guest = self._system.guest_of(incident.service)
        await self._supervisor.start(guest.program)
        try:
            await asyncio.sleep(incident.seconds)
        finally:
            began = time.monotonic()
            await self._supervisor.stop(guest.name)
        return began

    async def _network(self, incident: Incident, done: Done) -> float:
        links = self._links(incident)
        for link in links:
            link.become(incident.mode)
        try:
            await asyncio.sleep(incident.seconds)
        finally:
            for link in links:
                link.become("pass")
        return time.monotonic()

    def _links(self, incident: Incident) -> list[Link]:
        if incident.way == "webhooks":
            return [self._system.front]
        assert incident.way is not None
        among = self._system.of(incident.service) if incident.service else self._system.members
        chosen = [self.replica(incident)] if incident.replica else among
        return [replica.links[incident.way] for replica in chosen]
