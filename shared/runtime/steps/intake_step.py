"""When what was taken in is decided on: at once, but never before those who still wait to be heard.

Deciding takes far longer than taking in, on the same processor, and nobody outside waits for it. So while somebody
does:

1. a few at a time, so that nobody waits for a long batch of others;
2. then a rest that is so many times as long as those few took, so that most of the time is theirs who wait; never
   longer than `REST_S_MAX`, so that it goes on however many come.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from .timers_and_intake import take_intake
from .transact import StepContext

ROWS = 200
FEW = 8
REST_TIMES = 4.0
REST_S_MAX = 0.25


class IntakeStep:
    """`asked` says whether somebody waits now."""

    def __init__(
        self, context: StepContext, asked: Callable[[], bool], *,
        monotonic: Callable[[], float] = time.monotonic, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:  # fmt: skip
        self._context, self._asked, self._monotonic, self._sleep = context, asked, monotonic, sleep
        self._at_most = ROWS

    async def take(self) -> int:
        """See `take_intake`."""
        if not self._asked():
            self._at_most = ROWS
            return await take_intake(self._context, rows_max=ROWS)
        began_s, self._at_most = self._monotonic(), FEW
        done = await take_intake(self._context, rows_max=FEW)
        if self._asked():
            await self._sleep(min(REST_TIMES * (self._monotonic() - began_s), REST_S_MAX))
        return done

    async def take_waiting(self) -> int:
        """`take` as a loop does it: after fewer than it may take nothing waits, and what comes wakes it."""
        done = await self.take()
        return done if done >= self._at_most else 0
