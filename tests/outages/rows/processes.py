"""Processes that are ended from outside."""

from __future__ import annotations

import asyncio
import signal

from ..outage_system import SERVICES
from ..row import Row
from ..trial import Trial

TIMES = 3


async def _ends_each(trial: Trial, number: int) -> None:
    known = await trial.texted()
    new = await trial.debtors(12)
    async with trial.outage():
        for turn in range(TIMES):
            trial.report(new[turn * 4 : turn * 4 + 4])
            trial.replies_of(known[turn : turn + 1])
            for name in SERVICES:
                await trial.system.stack.supervisor.up(name)
            await asyncio.gather(*(trial.system.stack.supervisor.kill(name, number) for name in SERVICES))


async def _killed(trial: Trial) -> None:
    await _ends_each(trial, signal.SIGKILL)


async def _aborted(trial: Trial) -> None:
    await _ends_each(trial, signal.SIGABRT)


ROWS = (
    Row(
        "services-killed", "SIGKILL of each service, three times, while cases and replies come", _killed,
        ("supervisor:was ended by SIGKILL",), said_within_s=5,
    ),
    Row(
        "services-aborted", "SIGABRT of each service, three times, while cases and replies come", _aborted,
        ("supervisor:was ended by SIGABRT",), said_within_s=5,
    ),
)  # fmt: skip
