"""The clock goes as somebody sets it, and never past what is in work."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from services.sandbox.agenda import Agenda
from services.sandbox.conductor.clock_driver import ClockDriver
from services.sandbox.conductor.moments import BEGINS
from services.sandbox.conductor.pace import ClockPace
from services.sandbox.conductor.system_watch import WorkInProgress
from shared.runtime.clock import VirtualClock, write_moment
from tests.polling import until

HOUR = timedelta(hours=1)
ENDS = BEGINS + 1000 * HOUR
QUIET = WorkInProgress()


def driver(path: Path, look: Callable[[], WorkInProgress] = lambda: QUIET, agenda: Agenda | None = None) -> ClockDriver:
    write_moment(path, BEGINS)

    async def looked(now: datetime) -> WorkInProgress:
        return look()

    return ClockDriver(path, agenda or Agenda(), looked, BEGINS, ENDS)


async def ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def test_it_jumps_to_the_end_where_nothing_else_is_asked() -> None:
    assert ClockPace().goal(ENDS) == ENDS
    assert ClockPace(speed=60).goal(ENDS) is None


def test_a_pause_ends_a_jump() -> None:
    pace = ClockPace(speed=60)
    pace.jump_to(BEGINS + HOUR)
    assert pace.goal(ENDS) == BEGINS + HOUR
    pace.pause()
    assert pace.goal(ENDS) is None
    pace.go()
    assert pace.goal(ENDS) is None


def test_a_jump_never_goes_past_the_end_and_a_speed_lets_a_pause_end() -> None:
    pace = ClockPace(paused=True)
    pace.jump_to(ENDS + HOUR)
    assert pace.goal(ENDS) == ENDS
    pace.run_at(60)
    assert (pace.paused, pace.goal(ENDS)) == (False, None)


def test_only_a_jump_to_the_next_text_ends_with_one() -> None:
    pace = ClockPace(speed=1)
    pace.jump_to(BEGINS + HOUR)
    pace.text_came()
    assert pace.ahead_to == BEGINS + HOUR
    pace.jump_to(BEGINS + HOUR, until_text=True)
    pace.text_came()
    assert pace.ahead_to is None


async def test_while_it_stands_still_it_jumps_when_asked_and_stands_still_again(tmp_path: Path) -> None:
    made = driver(tmp_path / "clock")
    made.pace.pause()
    made.pace.jump_to(BEGINS + 5 * HOUR)
    task = asyncio.create_task(made.drive())
    await until(lambda: _arrived(made))
    assert VirtualClock(tmp_path / "clock").now() == BEGINS + 5 * HOUR
    assert made.pace.paused
    await ended(task)


async def _arrived(made: ClockDriver) -> bool:
    return made.pace.ahead_to is None


async def test_a_jump_waits_for_what_is_in_work(tmp_path: Path) -> None:
    busy, looks = [WorkInProgress({"notifier.outbox": 1})], list[datetime]()
    clock_path = tmp_path / "clock"

    def look() -> WorkInProgress:
        looks.append(VirtualClock(clock_path).now())
        if len(looks) > 3:
            busy.clear()
        return busy[0] if busy else QUIET

    made = driver(clock_path, look)
    made.pace.pause()
    made.pace.jump_to(BEGINS + HOUR)
    task = asyncio.create_task(made.drive())
    await until(lambda: _arrived(made))
    assert looks[:4] == [BEGINS] * 4
    await ended(task)


async def test_a_jump_that_is_called_off_while_it_waits_goes_nowhere(tmp_path: Path) -> None:
    made = driver(tmp_path / "clock")
    looked: list[int] = []

    def look() -> WorkInProgress:
        looked.append(1)
        made.pace.pause()
        return QUIET

    made = driver(tmp_path / "clock", look)
    made.pace.jump_to(BEGINS + HOUR)
    task = asyncio.create_task(made.drive())

    async def stood() -> bool:
        return bool(looked)

    await until(stood)
    await ended(task)
    assert VirtualClock(tmp_path / "clock").now() == BEGINS


async def test_where_the_world_has_a_later_end_it_goes_on(tmp_path: Path) -> None:
    made = driver(tmp_path / "clock")
    made.pace.speed = 0
    await made.drive()
    assert VirtualClock(tmp_path / "clock").now() == ENDS
    made.goes_on_until(ENDS + HOUR)
    await made.drive()
    assert VirtualClock(tmp_path / "clock").now() == ENDS + HOUR
