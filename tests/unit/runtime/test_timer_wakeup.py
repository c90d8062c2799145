"""When the alarm clock rings. Losing it would lose nothing; ringing late would."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from shared.runtime.clock import SystemClock, VirtualClock, write_moment
from shared.runtime.timer_wakeup import CAP_S, TimerWakeup
from shared.runtime.waiting import LOOK_S

NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)


async def rung(alarm: TimerWakeup, *, within_s: float = 60.0) -> bool:
    await asyncio.wait_for(alarm.wake.wait(), within_s)
    return True


async def test_it_rings_for_a_timer_that_this_process_set(tmp_path: Path) -> None:
    write_moment(tmp_path / "clock", NOON)
    alarm = TimerWakeup(VirtualClock(tmp_path / "clock"))
    alarm.start()
    alarm.timer_set(NOON + timedelta(days=1))
    assert not alarm.wake.is_set()
    write_moment(tmp_path / "clock", NOON + timedelta(days=2))
    assert await rung(alarm)
    await alarm.stop()


async def test_it_rings_at_once_for_what_is_due_already() -> None:
    clock = SystemClock()
    alarm = TimerWakeup(clock)
    alarm.timer_set(clock.now() - timedelta(seconds=1))
    assert alarm.wake.is_set()
    await alarm.stop()


async def test_it_rings_for_a_timer_that_others_set_once_it_is_told_of_it() -> None:
    clock = SystemClock()
    alarm = TimerWakeup(clock)
    alarm.start()
    alarm.told(None)
    assert not alarm.wake.is_set()
    alarm.told(clock.now() + timedelta(milliseconds=50))
    assert await rung(alarm)
    await alarm.stop()


async def test_what_is_far_off_is_left_to_whoever_tells_of_it_again() -> None:
    clock = SystemClock()
    alarm = TimerWakeup(clock)
    alarm.start()
    alarm.told(clock.now() + timedelta(hours=1))
    alarm.told(clock.now() + timedelta(milliseconds=50))
    assert await rung(alarm)
    await alarm.stop()


async def test_told_again_of_one_that_is_due_it_rings_again() -> None:
    """Whoever was woken may have found it locked."""
    clock = SystemClock()
    alarm, due = TimerWakeup(clock), clock.now() - timedelta(seconds=1)
    alarm.told(due)
    alarm.wake.clear()
    alarm.told(due)
    assert alarm.wake.is_set()
    await alarm.stop()


async def test_an_earlier_timer_moves_the_ring_forward() -> None:
    clock = SystemClock()
    alarm = TimerWakeup(clock)
    alarm.start()
    alarm.timer_set(clock.now() + timedelta(hours=1))
    alarm.timer_set(clock.now() + timedelta(milliseconds=50))
    assert await rung(alarm)
    await alarm.stop()


async def test_a_machine_s_clock_that_is_set_back_does_not_put_off_what_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By two weeks, between the setting of the alarm and its ring: the scheduler waits for a future that was."""

    class SetBack(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) - timedelta(days=14)

    clock = SystemClock()
    alarm = TimerWakeup(clock)
    alarm.start()
    due = clock.now() + timedelta(milliseconds=50)
    alarm.told(due)
    monkeypatch.setattr("apscheduler.schedulers.base.datetime", SetBack)
    await clock.sleep_until(due, 1.0)
    alarm.told(due)
    assert await rung(alarm)
    await alarm.stop()


def test_what_is_due_between_two_looks_rings_by_itself_also_where_a_look_takes_long() -> None:
    assert CAP_S >= 2 * LOOK_S
