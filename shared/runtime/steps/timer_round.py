"""Rounds of the timers: what is due fires, and the alarm is set to what comes next.

While a round is decided on and committed more comes due. So two loops take turns: once a round has locked what is due,
and knows when the next comes due, the other is woken for that. A timer waits for a round to begin, not for one to end.

What a round has locked is due and not to be had. The next round passes it by, and must not ring for it: that would be
to look for it again and again. What others hold (a lane that decides on the case, another replica) is due and not to be
had as well, and nobody else rings for it: whoever is the last to end asks once more for all there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from shared.runtime.loops import Step
from shared.runtime.ports import DueTimers
from shared.runtime.timer_wakeup import TimerWakeup
from shared.runtime.turns import Turns
from shared.runtime.waiting import UNASKED_S

from .timers_and_intake import fire_timers
from .transact import StepContext

TIMERS_MAX = 500
TIMER_LOOPS = 2


@dataclass(slots=True)
class TimerRounds:
    """Of all loops of a process that fire timers."""

    context: StepContext
    alarm: TimerWakeup
    timers_max: int = TIMERS_MAX
    under_way: int = 0

    async def round(self) -> int:
        """How many fired where more may be due at once; 0 where somebody rings for whatever is next.

        By a wrong clock nothing fires, and the alarm stays as it is: those that are due would ring at once, for ever.
        """
        if self.context.clock_wrong():
            return 0
        self.under_way += 1
        try:
            self.alarm.looks_now()
            fired = await fire_timers(self.context, timers_max=self.timers_max, told=self._found)
        finally:
            self.under_way -= 1
        if fired >= self.timers_max or self.context.clock_wrong():
            return fired
        if not self.under_way:
            await self.alarm.set_to_next(self.context.store)
        return 0

    def _found(self, due: DueTimers) -> None:
        if len(due.found) >= self.timers_max:
            self.alarm.wake.set()
        else:
            self.alarm.told(due.next_at)


def timer_steps(context: StepContext, alarm: TimerWakeup, turns: Turns) -> list[Step]:
    """The loops; `turns` is what the alarm wakes."""
    rounds = TimerRounds(context, alarm)
    return [
        Step(f"timers-{n}", partial(turn.take, rounds.round), UNASKED_S, turn.wake)
        for n, turn in enumerate(turns.turns, 1)
    ]
