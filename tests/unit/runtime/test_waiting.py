"""Who looks at what waits wakes the steps that have something to do, and nobody else."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.runtime.clock import SystemClock
from shared.runtime.timer_wakeup import TimerWakeup
from shared.runtime.waiting import Doorbell, WaitingWork

NOTHING = WaitingWork(None, intake=False, operations=False, replay=False, leftovers=False)
PAST = datetime(2026, 10, 5, 12, tzinfo=UTC)


@dataclass
class Told:
    found: WaitingWork

    async def waiting(self) -> WaitingWork:
        return self.found


async def woken(found: WaitingWork) -> set[str]:
    alarm, intake_came = TimerWakeup(SystemClock()), asyncio.Event()
    alarm.start()
    bell = Doorbell(Told(found), alarm, intake_came)
    assert await bell.look() == 0
    steps = {
        "timers": alarm.wake, "intake": intake_came, "operations": bell.operations, "replay": bell.replay,
        "adopt": bell.leftovers,
    }  # fmt: skip
    await alarm.stop()
    return {name for name, wake in steps.items() if wake.is_set()}


async def test_where_nothing_waits_nobody_is_woken() -> None:
    assert await woken(NOTHING) == set()
    assert await woken(replace(NOTHING, due=SystemClock().now() + timedelta(hours=1))) == set()


@pytest.mark.parametrize(
    ("found", "step"),
    [
        (replace(NOTHING, due=PAST), "timers"),
        (replace(NOTHING, intake=True), "intake"),
        (replace(NOTHING, operations=True), "operations"),
        (replace(NOTHING, replay=True), "replay"),
        (replace(NOTHING, leftovers=True), "adopt"),
    ],
)
async def test_each_thing_that_waits_wakes_its_step_alone(found: WaitingWork, step: str) -> None:
    assert await woken(found) == {step}
