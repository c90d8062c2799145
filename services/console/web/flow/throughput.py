"""How many events came, second by second, over the last quarter of an hour. Counted by this process as it reads them.

Bounded: seconds that are over are forgotten, and a second has one count for each kind of event.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

KEPT_S = 900
RATE_S = 10
BAR_S = 15
BARS = KEPT_S // BAR_S


class Came(NamedTuple):
    """`type` and `source` are empty for what is no event."""

    topic: str
    type: str
    source: str


@dataclass(slots=True)
class _Second:
    at: int
    counts: Counter[Came]


class Throughput:
    """`now` is in seconds since 1970."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._began = int(now())
        self._seconds: deque[_Second] = deque()

    def add(self, came: Iterable[Came]) -> None:
        counts = Counter(came)
        if not counts:
            return
        second = int(self._now())
        if not self._seconds or self._seconds[-1].at < second:
            self._seconds.append(_Second(second, counts))
            self._forget(second)
        else:  # also where the clock was set back: what came is counted in the newest second
            self._seconds[-1].counts.update(counts)

    def rates(self) -> dict[Came, float]:
        """Events a second over the last `RATE_S` whole seconds, or over as many as we have counted."""
        second = int(self._now())
        first = max(second - RATE_S, self._began)
        sums: Counter[Came] = Counter()
        for each in self._since(first):
            if each.at < second:
                sums.update(each.counts)
        return {came: count / max(1, second - first) for came, count in sums.items()}

    def bars(self) -> dict[str, tuple[int, ...]]:
        """Events of each topic in each of the last `BARS` stretches of `BAR_S` seconds, oldest first."""
        last = int(self._now()) // BAR_S
        found: dict[str, list[int]] = {}
        for each in self._since((last - BARS + 1) * BAR_S):
            place = min(BARS - 1, each.at // BAR_S - last + BARS - 1)
            for came, count in each.counts.items():
                found.setdefault(came.topic, [0] * BARS)[place] += count
        return {topic: tuple(bars) for topic, bars in found.items()}

    @property
    def counted_s(self) -> int:
        """Since when it counts, at most as long as it remembers."""
        return min(KEPT_S, int(self._now()) - self._began)

    def _since(self, first: int) -> Iterator[_Second]:
        return (each for each in self._seconds if each.at >= first)

    def _forget(self, second: int) -> None:
        while self._seconds[0].at <= second - KEPT_S - BAR_S:
            self._seconds.popleft()


def by_topic(rates: dict[Came, float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for came, rate in rates.items():
        found[came.topic] = found.get(came.topic, 0.0) + rate
    return found
