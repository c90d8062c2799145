"""Carries rows out one after the other: those that leave a system whole share one, the others get one each."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

from deploy.local.user_error import UserError

from .accounting import Accountant
from .judge import Result, judged
from .outage_system import OutageSystem, Wanted, outage_system
from .row import Row, Seen, Skipped
from .table import shortly
from .trial import Trial

READY_S_MAX = 90.0
ACCOUNT_S_MAX = 60.0


class Campaign:
    """`results` grows as rows end. `say` shows progress. `control`: one text of the first row goes out twice."""

    def __init__(self, say: Callable[[str], None], *, control: bool = False) -> None:
        self._control = control
        self._say = say
        self.results: list[Result] = []

    async def run(self, rows: Sequence[Row]) -> None:
        shared = [row for row in rows if row.own is None]
        while shared:
            shared = await self._on_one_system(shared)
        for row in rows:
            if row.own is not None:
                await self._on_one_system([row])

    async def _on_one_system(self, rows: Sequence[Row]) -> list[Row]:
        """Those that are left, when a row left the system in no state for another."""
        wanted = rows[0].own
        self._say(f"starting a system for {rows[0].name if len(rows) == 1 else f'{len(rows)} rows'}")
        left = list(rows)
        try:
            async with outage_system(rows[0].name if wanted else "shared", wanted or Wanted()) as made:
                accountant = Accountant(made)
                while left:
                    row = left.pop(0)
                    if not await self._row(row, made, accountant):
                        break
        except Exception as error:  # of whatever kind: what one system can't do is no reason to leave out the others
            if left and left == list(rows):
                row = left.pop(0)
                why = Seen(skipped=str(error)) if isinstance(error, Skipped) else Seen(trouble=_said(error))
                self._ended(row, why)
            else:
                self._say(f"the system did not end in order: {_said(error)}")
        return left

    async def _row(self, row: Row, made: OutageSystem, accountant: Accountant) -> bool:
        """Is the system good for another row?"""
        self._say(f"{row.name}: {row.what}")
        made.clock.by_day()
        made.listener.notices = []
        made.clock.speed = 1.0
        trial, began, trouble = Trial(row, made, accountant, self._say), time.monotonic(), ""
        try:
            async with asyncio.timeout(READY_S_MAX):
                await trial.until(trial.not_ready, READY_S_MAX, "not ready before the outage")
            async with asyncio.timeout(row.bound_s):
                made.carrier.door.copy_next, self._control = self._control, False
                await row.do(trial)
                await trial.recover()
                await trial.settle()
        except Skipped as why:
            self._ended(row, Seen(skipped=str(why), seconds=time.monotonic() - began))
            return True
        except TimeoutError as error:
            trouble = str(error) or f"no end within {row.bound_s:.0f} s; {await trial.unfinished()}"
        except Exception as error:  # of whatever kind: the other rows are to be run all the same
            trouble = _said(error)
        try:
            async with asyncio.timeout(ACCOUNT_S_MAX):
                seen = await trial.seen(time.monotonic() - began, trouble)
        except Exception as error:  # the same
            seen = Seen(trouble=f"{trouble}; no account: {_said(error)}", seconds=time.monotonic() - began)
        self._ended(row, seen)
        made.bank.nobody_owes()
        return not trouble

    def _ended(self, row: Row, seen: Seen) -> None:
        result = judged(row, seen)
        self.results.append(result)
        self._say(f"{row.name}: {result.word} in {result.seconds:.0f} s")
        for problem in shortly(result.problems):
            self._say(f"  {problem}")


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
