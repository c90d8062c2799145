"""A round fires what is due and tells when more comes due; rounds take turns, and none rings for what another has."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.runtime.ports import Unit, Writes
from shared.runtime.steps.timer_round import TIMER_LOOPS, TimerRounds, timer_steps
from shared.runtime.timer_wakeup import TimerWakeup
from shared.runtime.turns import Turns
from tests.unit.notifier.notifier_process import Memory, NotifierProcess, notifier_process

CASES = 3
WITHIN_S = 60.0


@pytest.fixture
async def notifier() -> AsyncIterator[NotifierProcess]:
    async with notifier_process(Memory()) as opened:
        opened.later(hours=12)  # at night, when no text is due at once
        for number in range(CASES):
            await opened.hear(await opened.known(case=f"case-{number}", borrower=f"b{number}", number=number))
        opened.later(days=60)
        yield opened


@pytest.fixture
async def alarm(notifier: NotifierProcess) -> AsyncIterator[TimerWakeup]:
    made = TimerWakeup(notifier.clock)
    made.start()
    yield made
    await made.stop()


class UnderWay:
    """A round that has locked what is due, and decides on it once it is let go."""

    def __init__(self, notifier: NotifierProcess, alarm: TimerWakeup, timers_max: int = 500) -> None:
        self._look_up, self._locked, self._let_go = notifier.deciding.machine.look_up, asyncio.Event(), asyncio.Event()
        machine = replace(notifier.deciding.machine, look_up=self._waits)
        self.rounds = TimerRounds(replace(notifier.deciding, machine=machine), alarm, timers_max)

    async def _waits(self, unit: Unit, states: Mapping[str, Any], inputs: Sequence[tuple[str, Any]]) -> Any:
        self._locked.set()
        await self._let_go.wait()
        return await self._look_up(unit, states, inputs)

    async def __aenter__(self) -> UnderWay:
        self._task = asyncio.create_task(self.rounds.round())
        await self._locked.wait()
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._let_go.set()
        await self._task


async def decided(notifier: NotifierProcess) -> list[bool]:
    return [len(await notifier.reasons(f"case-{number}")) > 1 for number in range(CASES)]


async def test_a_round_that_has_room_left_is_over_when_what_is_due_has_fired(
    notifier: NotifierProcess, alarm: TimerWakeup
) -> None:
    assert await TimerRounds(notifier.deciding, alarm).round() == 0
    assert await decided(notifier) == [True] * CASES


async def test_a_round_that_is_full_is_followed_by_another_at_once(
    notifier: NotifierProcess, alarm: TimerWakeup
) -> None:
    assert await TimerRounds(notifier.deciding, alarm, 2).round() >= 2


async def test_by_a_wrong_clock_nothing_fires_and_nothing_rings(notifier: NotifierProcess, alarm: TimerWakeup) -> None:
    wrong = replace(notifier.deciding, clock_wrong=lambda: True)
    assert await TimerRounds(wrong, alarm).round() == 0
    assert not alarm.wake.is_set()
    assert await notifier.store.next_due() <= notifier.clock.at


async def test_who_finds_only_what_another_round_has_locked_does_not_ring_for_it(
    notifier: NotifierProcess, alarm: TimerWakeup
) -> None:
    async with UnderWay(notifier, alarm) as first:
        assert await first.rounds.round() == 0
        assert not alarm.wake.is_set()
        assert await decided(notifier) == [False] * CASES
    assert await decided(notifier) == [True] * CASES
    assert not alarm.wake.is_set()


async def test_for_what_a_lane_holds_the_last_round_to_end_rings(notifier: NotifierProcess, alarm: TimerWakeup) -> None:
    async with notifier.store.unit() as lane:
        await lane.open([], ["case-0"])
        async with UnderWay(notifier, alarm) as first:
            assert await first.rounds.round() == 0
            assert not alarm.wake.is_set()
        assert alarm.wake.is_set()
    assert await decided(notifier) == [False, True, True]
    assert await TimerRounds(notifier.deciding, alarm).round() == 0
    assert await decided(notifier) == [True] * CASES


async def test_it_rings_for_what_comes_due_while_a_round_is_under_way(
    notifier: NotifierProcess, alarm: TimerWakeup
) -> None:
    soon = notifier.clock.at + timedelta(milliseconds=20)
    async with notifier.store.unit() as unit:
        await unit.open([], ["case-2"])
        await unit.commit(Writes(timers_set={("case-2", kind): soon for kind in await kinds(notifier, "case-2")}))
    async with UnderWay(notifier, alarm):
        await asyncio.wait_for(alarm.wake.wait(), WITHIN_S)
    assert await decided(notifier) == [True, True, False]


async def test_a_round_that_found_as_many_as_it_may_calls_another_before_it_decides_on_them(
    notifier: NotifierProcess, alarm: TimerWakeup
) -> None:
    async with UnderWay(notifier, alarm, 1):
        assert alarm.wake.is_set()
        assert await decided(notifier) == [False] * CASES


async def test_a_ring_wakes_one_loop_that_waits(notifier: NotifierProcess) -> None:
    turns = Turns(TIMER_LOOPS)
    alarm = TimerWakeup(notifier.clock, turns)
    steps = timer_steps(notifier.deciding, alarm, turns)
    alarm.told(notifier.clock.at)
    assert [step.wake.is_set() for step in steps] == [True] + [False] * (TIMER_LOOPS - 1)
    await steps[0].run()
    assert await decided(notifier) == [True] * CASES


async def kinds(notifier: NotifierProcess, case: str) -> list[str]:
    return list(notifier.store.database.timers.of(case))
