"""The loop that ends what is over: one task after another, a small part at a time, and then nothing for a day."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from shared.policy import Pack
from shared.policy.retention import kept_days, kept_rule
from shared.runtime import metrics
from shared.runtime.health import Health
from shared.runtime.logs import logger
from shared.runtime.loops import Step
from shared.runtime.ports import Clock
from shared.runtime.retention import EvidenceUnwritten, RetentionStore, RetentionTask, RetentionTurn, named

IDLE_S = 600.0
"""Between rounds: so often it is asked whether a new one is due."""
SHARE = 0.05
"""So much of a connection's time a round takes at most: it is never in the way."""
WAIT_S_MIN, WAIT_S_MAX = 0.02, 5.0


@dataclass(slots=True)
class RetentionRounds:
    """`folder` is where evidence is written to; None: what is evidence stays, and `/ready` says how much that is."""

    store: RetentionStore
    clock: Clock
    pack: Pack
    tasks: Sequence[RetentionTask]
    folder: Path | None
    health: Health
    monotonic: Callable[[], float] = time.monotonic
    _place: int = 0
    _waiting: int = 0
    _said: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        named(self.tasks)

    async def step(self) -> float:
        """One turn of the task whose turn it is. Gives the seconds to wait before the next."""
        task, began = self.tasks[self._place], self.monotonic()
        try:
            turn = await self._turn(task)
        except EvidenceUnwritten as error:
            logger(self.health.service).warning("evidence-unwritten", error=str(error))
            self.health.facts["retention_refused"] = str(error)
            return self._next()
        self._waiting += turn.waiting
        if turn.removed:
            metrics.count("retention_removed", turn.removed, what=task.name)
            if task.evidence is not None:
                self.health.facts.pop("retention_refused", None)
        if not turn.over:
            return min(max(WAIT_S_MIN, (self.monotonic() - began) / SHARE), WAIT_S_MAX)
        if turn.looked:
            self._said[task.name] = self._waiting
            self.health.facts["retention_waits"] = {name: number for name, number in self._said.items() if number}
        return self._next()

    async def _turn(self, task: RetentionTask) -> RetentionTurn:
        now = self.clock.now()
        limits = self.pack.on(now.date())
        days, rule = kept_days(limits)[task.kept], kept_rule(limits, task.kept)
        return await self.store.turn(task, now, days, rule, self.folder)

    def _next(self) -> float:
        self._waiting = 0
        self._place = (self._place + 1) % len(self.tasks)
        return WAIT_S_MIN if self._place else IDLE_S


def retention_step(rounds: RetentionRounds) -> Step:
    """The loop. It waits while a recovery is owed and while the clock is wrong, like all that is a service's own."""

    async def turn() -> int:
        step.idle_s = await rounds.step()
        return 0

    step = Step("retention", turn, IDLE_S)
    return step
