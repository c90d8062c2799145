"""Is the process with this number still the one we started? Numbers are used again; number and start time are not."""

from __future__ import annotations

import contextlib
import signal
import time
from dataclasses import dataclass
from typing import Any

import psutil

# Start times are read in clock ticks and rounded differently by different readers.
SAME_START_S = 1.0
KILLED_S = 5.0
LOOK_EVERY_S = 0.02


@dataclass(frozen=True, slots=True)
class Identity:
    """One process of ours. `order`, `stop` and `stop_s` say how to end it, as in `Program`."""

    name: str
    pid: int
    started: float
    order: int
    stop: int
    stop_s: float

    @classmethod
    def of(cls, name: str, pid: int, order: int = 0, stop: int = signal.SIGTERM, stop_s: float = 30) -> Identity:
        """Raises `psutil.NoSuchProcess` when it has already ended."""
        return cls(name, pid, psutil.Process(pid).create_time(), order, stop, stop_s)

    @classmethod
    def read(cls, doc: dict[str, Any]) -> Identity | None:
        """From JSON; None when it isn't one."""
        try:
            return cls(**{name: doc[name] for name in cls.__slots__})
        except (KeyError, TypeError):
            return None

    def doc(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    def process(self) -> psutil.Process | None:
        """The living process, or None when it is gone (a zombie is gone)."""
        try:
            found = psutil.Process(self.pid)
            same = abs(found.create_time() - self.started) <= SAME_START_S
            return found if same and found.status() != psutil.STATUS_ZOMBIE else None
        except psutil.Error:
            return None


def end_all(processes: list[Identity]) -> list[Identity]:
    """Ask the living ones to stop, those of the highest order first, and kill whoever outstays; those found alive."""
    alive = [one for one in processes if one.process() is not None]
    for order in sorted({one.order for one in alive}, reverse=True):
        group = [one for one in alive if one.order == order]
        for one in group:
            _send(one, one.stop)
        left = still_there(group, max(one.stop_s for one in group))
        for one in left:
            _send(one, signal.SIGKILL)
        still_there(left, KILLED_S)
    return alive


def still_there(processes: list[Identity], at_most_s: float) -> list[Identity]:
    """Wait for their end; those that live after `at_most_s`.

    Not psutil's wait: it waits for zombies too, and in a container nobody may be there to bury them.
    """
    deadline = time.monotonic() + at_most_s
    left = processes
    while left := [one for one in left if one.process() is not None]:
        if time.monotonic() > deadline:
            break
        time.sleep(LOOK_EVERY_S)
    return left


def _send(one: Identity, number: int) -> None:
    process = one.process()
    if process is not None:
        with contextlib.suppress(psutil.Error):
            process.send_signal(number)
