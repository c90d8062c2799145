"""Is this machine's clock one to act by? What is posted or fired by a wrong one can't be taken back.

It is compared with the database's every few seconds, and with the monotonic clock at each question. Off by more than
`APART_MAX` it is wrong until both agree again. A jump of that size is believed only when it has lasted `BELIEVED_S` and
the database agrees: where database and service share a machine they jump together, and somebody may yet set it right.

A virtual clock has no relation to either of them: there the watch is off.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from shared.decision.clocks import APART_MAX

from .ports import Clock

BELIEVED_S = 900.0


def running_s() -> float:
    """Monotonic, and counts on while the machine sleeps where the system has such a clock."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class ClockWatch:
    """Says what is wrong with `clock`. Until it was compared once it is not believed, and only from when it first
    agreed with the database's can it jump."""

    def __init__(self, clock: Clock, *, on: bool = True, monotonic: Callable[[], float] = running_s) -> None:
        self.on = on
        self._clock, self._monotonic = clock, monotonic
        self._base: tuple[datetime, float] | None = None
        self._jumped_s: float | None = None
        self._off: timedelta | None = None

    def compare(self, theirs: datetime) -> None:
        """The database's clock says `theirs`, now."""
        now, now_s = self._clock.now(), self._monotonic()
        self._off = now - theirs
        if abs(self._off) > APART_MAX:
            return
        if abs(self._jump(now, now_s)) > APART_MAX:
            if self._jumped_s is None:
                self._jumped_s = now_s
            if now_s - self._jumped_s < BELIEVED_S:
                return
        self._jumped_s, self._base = None, (now, now_s)

    def problem(self) -> str:
        """A sentence for `/ready`; empty while nothing is known to be wrong."""
        if not self.on:
            return ""
        jump = self._jump(self._clock.now(), self._monotonic())
        if abs(jump) > APART_MAX:
            return f"the clock jumped, {_by(jump)} of what it was; decisions and texts wait"
        if self._off is not None and abs(self._off) > APART_MAX:
            return f"the clock is {_by(self._off)} of the database's; decisions and texts wait"
        return ""

    def wrong(self) -> bool:
        """Must what goes by the clock wait?"""
        return self.on and (self._off is None or bool(self.problem()))

    def _jump(self, now: datetime, now_s: float) -> timedelta:
        if self._base is None:
            return timedelta(0)
        at, at_s = self._base
        return now - at - timedelta(seconds=now_s - at_s)


def _by(apart: timedelta) -> str:
    return f"{abs(apart).total_seconds():.0f} s {'ahead' if apart > timedelta(0) else 'behind'}"
