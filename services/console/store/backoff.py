"""How long somebody waits who failed to sign in. Pure: moments in, seconds out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

DOUBLINGS_MAX = 20
FORGOTTEN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class BackOff:
    """So many failures are free; after each further one the wait doubles, up to `s_max`."""

    free: int
    s_max: float
    s_first: float = 1.0

    def wait_s(self, failures: Iterable[datetime], now: datetime) -> float:
        """0 when one may try now. Failures older than an hour are forgotten; a clock that was set back costs no more
        than `s_max`."""
        counted = [at for at in failures if at > now - FORGOTTEN_AFTER]
        if len(counted) < self.free:
            return 0.0
        wait = min(self.s_max, self.s_first * 2.0 ** min(len(counted) - self.free, DOUBLINGS_MAX))
        return min(wait, max(0.0, wait - (now - max(counted)).total_seconds()))


PAIR = BackOff(free=5, s_max=900)
"""One name from one address: whoever mistyped it."""
NAME = BackOff(free=30, s_max=60)
"""One name from anywhere. Milder, or anybody could keep somebody out by failing in their name."""
ADDRESS = BackOff(free=30, s_max=900)
"""Any names from one address: whoever tries one password on all."""


@dataclass(frozen=True, slots=True)
class PastAttempt:
    """`ok`: it was let in. `name` and `address`: whether they are those of who tries now."""

    at: datetime
    name: bool
    address: bool
    ok: bool


def wait_of(past: Iterable[PastAttempt], now: datetime) -> float:
    """The longest of the three waits. A success forgives the failures of that name from that address alone: with an
    account of one's own nobody buys tries at others'."""
    newest_first = sorted(past, key=lambda attempt: attempt.at, reverse=True)
    pair: list[datetime] = []
    for attempt in newest_first:
        if attempt.name and attempt.address:
            if attempt.ok:
                break
            pair.append(attempt.at)
    failed = [attempt for attempt in newest_first if not attempt.ok]
    return max(
        PAIR.wait_s(pair, now),
        NAME.wait_s((attempt.at for attempt in failed if attempt.name), now),
        ADDRESS.wait_s((attempt.at for attempt in failed if attempt.address), now),
    )
