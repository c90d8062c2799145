"""SIGKILL, at random moments: every service at least three times in a run."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from random import Random

from deploy.local.supervisor import Supervisor

EACH = 3
FIRST, LAST = 0.04, 0.85
LOOK_EVERY_S = 0.1
HESITATION_S_MAX = 0.5


def plan(services: Sequence[str], random: Random) -> list[tuple[float, str]]:
    """When (as a share of the virtual time) who is killed: each service once in each third, in order of time."""
    width = (LAST - FIRST) / EACH
    return sorted((FIRST + width * (third + random.random()), service) for third in range(EACH) for service in services)


class Killer:
    """`killed` counts per service. `share` tells how much of the virtual time has passed, 0 to 1."""

    def __init__(self, supervisor: Supervisor, services: Sequence[str], share: Callable[[], float], seed: str) -> None:
        self.killed: Counter[str] = Counter()
        self._supervisor, self._share = supervisor, share
        self._random = Random(f"{seed}/kills")
        self._plan = plan(services, self._random)

    async def run(self) -> None:
        """Returns when all are dead who had to die, and back again."""
        for due, service in self._plan:
            while self._share() < due:
                await asyncio.sleep(LOOK_EVERY_S)
            # The world's time stands still while services work: some real time makes the moment a random one in that.
            await asyncio.sleep(self._random.random() * HESITATION_S_MAX)
            await self._supervisor.up(service)
            if await self._supervisor.kill(service) is not None:
                self.killed[service] += 1
        for service in self.killed:
            await self._supervisor.up(service)
