"""A breaker: when a large share of the traffic is no event at all, something upstream is broken.

Going on would only move the whole topic into the dead letters, so the consumer stops, says so, and tries one
record at a time until the records are good again. Nothing is lost meanwhile: the log keeps it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

WINDOW_RECORDS = 400
BAD_SHARE_MAX = 0.5
JUDGED_FROM_RECORDS = 100
PROBE_EVERY = timedelta(seconds=30)
GOOD_PROBES_NEEDED = 3


@dataclass(slots=True)
class Breaker:
    """`allowance(now)` says how many records may be read now; `saw(...)` tells it how they were."""

    records_max: int
    open_since: datetime | None = None
    _seen: deque[bool] = field(default_factory=lambda: deque(maxlen=WINDOW_RECORDS))
    _next_probe: datetime | None = None
    _good_probes: int = 0

    def allowance(self, now: datetime) -> int:
        if self.open_since is None:
            return self.records_max
        return 1 if self._next_probe is None or now >= self._next_probe else 0

    def saw(self, good: int, bad: int, now: datetime) -> None:
        if self.open_since is not None:
            self._probed(good, bad, now)
            return
        self._seen.extend([True] * min(good, WINDOW_RECORDS))
        self._seen.extend([False] * min(bad, WINDOW_RECORDS))
        if len(self._seen) >= JUDGED_FROM_RECORDS and self.bad_share() > BAD_SHARE_MAX:
            self.open_since, self._next_probe, self._good_probes = now, now + PROBE_EVERY, 0

    def bad_share(self) -> float:
        """0 to 1, of the newest records."""
        return self._seen.count(False) / len(self._seen) if self._seen else 0.0

    def _probed(self, good: int, bad: int, now: datetime) -> None:
        if bad:
            self._good_probes, self._next_probe = 0, now + PROBE_EVERY
        elif good:
            self._good_probes += 1
            self._next_probe = None
            if self._good_probes >= GOOD_PROBES_NEEDED:
                self.open_since = None
                self._seen.clear()
