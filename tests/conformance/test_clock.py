"""Clock: aware UTC, and sleeps that end at a moment or after a while, whichever is first."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.runtime.clock import SystemClock, VirtualClock, write_moment
from shared.runtime.ports import Clock
from tests.memory.runtime import MemoryClock, Moment, Process

from .given import NOON

TICK = timedelta(milliseconds=20)


def virtual(folder: Path) -> Clock:
    write_moment(folder / "clock", NOON)
    return VirtualClock(folder / "clock")


CLOCKS: dict[str, Callable[[Path], Clock]] = {
    "memory": lambda folder: MemoryClock(Moment(NOON), Process(by_hand=False)),
    "system": lambda folder: SystemClock(),
    "virtual": virtual,
}


@pytest.fixture(params=CLOCKS)
def clock(request: pytest.FixtureRequest, tmp_path: Path) -> Clock:
    return CLOCKS[request.param](tmp_path)


def test_a_moment_is_aware_and_in_utc(clock: Clock) -> None:
    assert clock.now().tzinfo is UTC
    assert clock.now() >= datetime(2026, 1, 1, tzinfo=UTC)


async def test_a_moment_that_has_passed_is_not_waited_for(clock: Clock) -> None:
    started = time.monotonic()
    await clock.sleep_until(clock.now() - TICK, 60)
    assert time.monotonic() - started < 30


async def test_a_moment_far_ahead_is_waited_for_only_so_long(clock: Clock) -> None:
    started, before = time.monotonic(), clock.now()
    await clock.sleep_until(before + timedelta(days=1), TICK.total_seconds())
    assert time.monotonic() - started < 30
    assert clock.now() - before < timedelta(minutes=1)


@pytest.mark.parametrize("clock", ["memory", "system"], indirect=True)
async def test_a_moment_is_reached(clock: Clock) -> None:
    until = clock.now() + TICK
    await clock.sleep_until(until, 5)
    assert clock.now() >= until


async def test_a_virtual_moment_is_reached_when_the_conductor_says_so(tmp_path: Path) -> None:
    clock = virtual(tmp_path)
    write_moment(tmp_path / "clock", NOON + timedelta(days=1))
    await clock.sleep_until(NOON + timedelta(days=1), 60)
    assert clock.now() == NOON + timedelta(days=1)
