"""A round fires what is due and sets the alarm to what is next; it looks no second time in vain."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from shared.runtime.steps.timer_round import timer_round
from shared.runtime.timer_wakeup import TimerWakeup
from tests.unit.notifier.notifier_process import Memory, NotifierProcess, notifier_process

CASES = 3


@pytest.fixture
async def notifier() -> AsyncIterator[NotifierProcess]:
    async with notifier_process(Memory()) as opened:
        opened.later(hours=12)  # at night, when no text is due at once
        for number in range(CASES):
            await opened.hear(await opened.known(case=f"case-{number}", borrower=f"b{number}", number=number))
        opened.later(days=60)
        yield opened


async def test_a_round_that_has_room_left_is_over_when_what_is_due_has_fired(notifier: NotifierProcess) -> None:
    assert await timer_round(notifier.deciding, TimerWakeup(notifier.clock)) == 0
    assert [len(await notifier.reasons(f"case-{number}")) > 1 for number in range(CASES)] == [True] * CASES


async def test_a_round_that_is_full_is_followed_by_another_at_once(notifier: NotifierProcess) -> None:
    assert await timer_round(notifier.deciding, TimerWakeup(notifier.clock), timers_max=2) >= 2


async def test_by_a_wrong_clock_nothing_fires_and_nothing_rings(notifier: NotifierProcess) -> None:
    alarm = TimerWakeup(notifier.clock)
    wrong = replace(notifier.deciding, clock_wrong=lambda: True)
    assert await timer_round(wrong, alarm) == 0
    assert not alarm.wake.is_set()
    assert await notifier.store.next_due() <= notifier.clock.at
