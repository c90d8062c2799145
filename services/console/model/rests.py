"""How long the model rests after each piece of work while it catches up: services come first, and pages before it.

Linux says how long a process stood in line for a processor. Where it stood long, somebody else needs the machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

NEAR = 1_000
"""Fewer records behind, it is nearly there."""
CROWDED = 0.1
CROWDED_RESTS, UNKNOWN_RESTS = 19, 3
CROWDED_REST_S_MAX, REST_S_MAX = 2.0, 0.5
SCHEDULED = Path("/proc/self/schedstat")


@dataclass(frozen=True, slots=True)
class ProcessorUse:
    """So far, in nanoseconds: running, and ready to run while others were."""

    ran_ns: int
    waited_ns: int

    def share_waited(self, since: ProcessorUse) -> float:
        """Of the time in which it wanted to run. 0 where it never did."""
        ran, waited = self.ran_ns - since.ran_ns, self.waited_ns - since.waited_ns
        return waited / (ran + waited) if ran + waited > 0 else 0.0


def processor_use(told: Path = SCHEDULED) -> ProcessorUse | None:
    """None where the system does not say."""
    try:
        ran, waited, *_ = told.read_text().split()
        return ProcessorUse(int(ran), int(waited))
    except (OSError, ValueError):
        return None


def rest_s(worked_s: float, behind: int, share_waited: float | None) -> float:
    """After work of `worked_s`. In a crowd it works a twentieth of the time, and catches up afterwards; where nobody
    knows, a quarter; else, and where it is nearly there, half of it."""
    if behind >= NEAR and share_waited is not None and share_waited >= CROWDED:
        return min(CROWDED_REST_S_MAX, CROWDED_RESTS * worked_s)
    rests = UNKNOWN_RESTS if behind >= NEAR and share_waited is None else 1
    return min(REST_S_MAX, rests * worked_s)
