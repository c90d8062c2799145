"""Is the process with this number still the one we started? Numbers are used again; number and start time are not."""

from __future__ import annotations

import contextlib
import signal
from dataclasses import dataclass
from typing import Any

import psutil

# Start times are read in clock ticks and rounded differently by different readers.
SAME_START_S = 1.0


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
        asked = []
        for one in (one for one in alive if one.order == order):
            process = one.process()
            if process is not None:
                with contextlib.suppress(psutil.Error):
                    process.send_signal(one.stop)
                asked.append((process, one.stop_s))
        patience = max((stop_s for _, stop_s in asked), default=0)
        _, left = psutil.wait_procs([process for process, _ in asked], timeout=patience)
        for process in left:
            with contextlib.suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(left, timeout=5)
    return alive
