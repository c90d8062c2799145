"""Replays of many letters that run in this process: one at a time, so that a cap is one. Kept to be looked at."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from deploy.local.user_error import UserError

from ..acts.claims import ActClaims
from ..acts.letters import Deciding
from ..acts.replay_run import ReadKeys, ReadLetter, ReplayRun
from ..target import Target
from .tasks import ended

KEPT_MAX = 20


class ReplayRuns:
    def __init__(self) -> None:
        self._runs: dict[str, ReplayRun] = {}
        self._task: asyncio.Task[None] | None = None

    def newest_first(self) -> list[ReplayRun]:
        return list(reversed(self._runs.values()))

    def of(self, id: str) -> ReplayRun | None:
        return self._runs.get(id)

    def make(
        self, letters: Sequence[UUID], deciding: Deciding, *, rate_per_s: int, about: str, at: datetime
    ) -> ReplayRun:
        """One that is yet to be started. Raises `UserError` while another runs."""
        self.must_be_free()
        run = ReplayRun(secrets.token_hex(4), tuple(letters), deciding, rate_per_s, about, at)
        self._runs[run.id] = run
        while len(self._runs) > KEPT_MAX:
            del self._runs[next(iter(self._runs))]
        return run

    def start(self, run: ReplayRun, target: Target, keys: ReadKeys, read: ReadLetter, claims: ActClaims) -> None:
        """It goes on in the background, from where it stands. Raises `UserError` while another runs."""
        self.must_be_free()
        run.state = "running"
        self._task = asyncio.create_task(run.run(target, keys, read, claims))

    def must_be_free(self) -> None:
        for run in self._runs.values():
            if run.state == "running" and self._task is not None and not self._task.done():
                raise UserError(f"{run.deciding.by}'s replay of {run.about} runs: one at a time.", "")

    async def close(self) -> None:
        if self._task is not None:
            await ended(self._task)
