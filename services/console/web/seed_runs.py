"""Runs of simulated seeds that were started from a page: one at a time, so that they never take more than one core."""

from __future__ import annotations

import asyncio

from deploy.local.user_error import UserError

from ..acts.seed_run import NO_TESTS, SeedRun, can_run
from .tasks import ended


class SeedRuns:
    """`newest` is what runs, or ran last; the records of what was proved lie in files."""

    def __init__(self) -> None:
        self.newest: SeedRun | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def runs(self) -> bool:
        return self._task is not None and not self._task.done()

    def start(self, run: SeedRun) -> None:
        """In the background. Raises `UserError` while another runs, or where there is no simulation."""
        if not can_run():
            raise NO_TESTS
        if self.runs and self.newest is not None:
            raise UserError(f"{self.newest.by} runs {self.newest.about}: one run at a time.", "")
        self.newest = run
        self._task = asyncio.create_task(run.run())

    def making_trace_of(self, seed: int) -> SeedRun | None:
        run = self.newest
        return run if self.runs and run is not None and run.trace is not None and run.first == seed else None

    async def stop(self) -> SeedRun:
        """Raises `UserError` where nothing runs any more."""
        if not self.runs or self.newest is None:
            raise UserError("It does not run any more.", "")
        await self.newest.stop()
        return self.newest

    async def close(self) -> None:
        if self._task is not None:
            await ended(self._task)
