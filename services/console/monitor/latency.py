"""How long from an event to its effect: between the broker's timestamps of the two records.

Event times would be dishonest here. In the sandbox they are a virtual clock's, which stands still while there is
work, and a carrier's receipt bears the carrier's own. Both record timestamps are real ones, set when each record was
published; so a latency is the time a service and Kafka took, and an effect that waited for a timer or came in through
a webhook has no latency, because its cause is not on a topic.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

BOUNDS_MS = (3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 30_000, 60_000)
"""Upper bounds of the buckets; one more bucket takes the rest."""
CAUSES_MAX = 100_000
EFFECTS_WAITING_MAX = 20_000


@dataclass(frozen=True, slots=True)
class Latency:
    """`took_ms` is negative where the clocks of two publishing machines disagree."""

    cause: str
    effect: str
    took_ms: int
    effect_at_s: float


class Pairing:
    """Matches effects to causes by `causationid`, in whatever order the two are read.

    Remembers the newest `CAUSES_MAX` events and at most `EFFECTS_WAITING_MAX` effects whose cause was not seen;
    `unmatched` counts effects that were given up.
    """

    def __init__(self, causes_max: int = CAUSES_MAX, waiting_max: int = EFFECTS_WAITING_MAX) -> None:
        self._causes: OrderedDict[str, tuple[str, float]] = OrderedDict()
        self._waiting: OrderedDict[tuple[str, str], tuple[str, float]] = OrderedDict()
        self._waiting_for: dict[str, list[str]] = {}
        self._causes_max = causes_max
        self._waiting_max = waiting_max
        self.unmatched = 0

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def saw(self, id: str, cause: str | None, type: str, at_s: float) -> list[Latency]:
        """The latencies that became known by this event: its own, and those of effects that waited for it."""
        found = []
        if cause is not None:
            known = self._causes.get(cause)
            if known is None:
                self._wait(id, cause, type, at_s)
            else:
                found.append(_between(known, (type, at_s)))
        for effect in self._waiting_for.pop(id, ()):
            found.append(_between((type, at_s), self._waiting.pop((id, effect))))
        self._causes[id] = (type, at_s)
        while len(self._causes) > self._causes_max:
            self._causes.popitem(last=False)
        return found

    def _wait(self, id: str, cause: str, type: str, at_s: float) -> None:
        if (cause, id) in self._waiting:
            return
        self._waiting[cause, id] = (type, at_s)
        self._waiting_for.setdefault(cause, []).append(id)
        while len(self._waiting) > self._waiting_max:
            (oldest, effect), _ = self._waiting.popitem(last=False)
            self._waiting_for[oldest].remove(effect)
            if not self._waiting_for[oldest]:
                del self._waiting_for[oldest]
            self.unmatched += 1


def _between(cause: tuple[str, float], effect: tuple[str, float]) -> Latency:
    return Latency(cause[0], effect[0], round((effect[1] - cause[1]) * 1000), effect[1])


EMPTY = (0,) * (len(BOUNDS_MS) + 1) + (0, 0)
"""A histogram: a count for each bucket, then how many were negative, then the greatest (ms)."""


def observed(histogram: Sequence[int], took_ms: int) -> tuple[int, ...]:
    """The histogram with one more latency. A negative one counts as 0 ms, and is counted as such."""
    at = next((at for at, bound in enumerate(BOUNDS_MS) if took_ms <= bound), len(BOUNDS_MS))
    grown = list(histogram)
    grown[at] += 1
    grown[-2] += took_ms < 0
    grown[-1] = max(grown[-1], took_ms)
    return tuple(grown)


def merged(one: Sequence[int], other: Sequence[int]) -> tuple[int, ...]:
    """Both histograms in one."""
    sums = [a + b for a, b in zip(one[:-1], other[:-1], strict=True)]
    return (*sums, max(one[-1], other[-1]))


def total(histogram: Sequence[int]) -> int:
    return sum(histogram[:-2])


def quantile_ms(histogram: Sequence[int], share: float) -> int | None:
    """An upper bound of the `share` quantile, as fine as the buckets are; the greatest seen if that is lower."""
    wanted = share * total(histogram)
    if wanted == 0:
        return None
    below = 0
    for bound, count in zip(BOUNDS_MS, histogram, strict=False):
        below += count
        if below >= wanted:
            return min(bound, histogram[-1])
    return histogram[-1]
