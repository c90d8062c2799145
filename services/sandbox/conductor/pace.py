"""How the world's time goes, as somebody set it: jumping, running at a speed, standing still, or ahead to a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

SPEED_MAX = 1_000_000.0
JUMP_MAX = timedelta(days=60)


@dataclass(slots=True)
class ClockPace:
    """`speed` is virtual seconds a second; 0 jumps from one moment to the next, whenever all is quiet.

    `ahead_to` is a moment that the clock jumps to by the same rule, whatever its speed, before it goes on as before;
    `until_text`: or to where the first text reaches a phone, if that is earlier.
    """

    speed: float = 0.0
    paused: bool = False
    ahead_to: datetime | None = None
    until_text: bool = False

    def pause(self) -> None:
        self.paused, self.ahead_to = True, None

    def go(self) -> None:
        self.paused = False

    def run_at(self, speed: float) -> None:
        """From now on, also where it stood still."""
        self.speed, self.paused, self.ahead_to = speed, False, None

    def jump_to(self, at: datetime, *, until_text: bool = False) -> None:
        """Where it stood still, it stands still again afterwards."""
        self.ahead_to, self.until_text = at, until_text

    def text_came(self) -> None:
        """To a phone."""
        if self.until_text:
            self.ahead_to, self.until_text = None, False

    def goal(self, ends: datetime) -> datetime | None:
        """Where it jumps to, step by step; None where it runs or stands."""
        if self.ahead_to is not None:
            return min(self.ahead_to, ends)
        return ends if self.speed == 0 and not self.paused else None
