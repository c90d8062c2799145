"""Watches that no loop of a service hangs: each says of itself, on `/live`, which of its loops have not moved for a
minute. Nothing that is done to them here lasts that long, so whoever hangs hangs by itself.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence

from deploy.local.program import http_status

from .campaign_system import Replica

LOOK_EVERY_S = 3.0


class StuckLoopWatch:
    """`stuck` is what hung, as `replica: loop`, each once for as long as it hangs."""

    def __init__(self, replicas: Sequence[Replica], say: Callable[[str], None]) -> None:
        self._replicas, self._say = replicas, say
        self._hanging: set[str] = set()
        self.stuck: list[str] = []
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> StuckLoopWatch:
        self._task = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *exc: object) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _watch(self) -> None:
        while True:
            for replica in self._replicas:
                self._note(replica.name, await http_status(replica.program.about["health_port"], "/live", 2))
            await asyncio.sleep(LOOK_EVERY_S)

    def _note(self, name: str, answer: tuple[int, bytes] | None) -> None:
        """Who does not answer is down, or stopped by us."""
        loops = set(json.loads(answer[1])["stuck"]) if answer is not None and answer[1] else set[str]()
        now = {f"{name}: {loop}" for loop in loops}
        for one in sorted(now - self._hanging):
            self._say(f"{one} has not moved for a minute")
            self.stuck.append(one)
        if answer is not None:
            self._hanging = {one for one in self._hanging if not one.startswith(f"{name}: ")} | now
