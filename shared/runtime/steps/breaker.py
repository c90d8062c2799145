"""Breakers, one a topic: when a large share of a topic is no event at all, something upstream of it is broken.

Going on would only move the whole topic into the dead letters, so the consumer stops reading that topic, says so, and
tries a few records at a time until they are good again. Nothing is lost meanwhile: the log keeps it. The other topics
go on.

1. A probe that is mostly bad doubles the next one: a broken producer costs dead letters slowly, but garbage that has
   ended costs minutes, and what is sound behind it is not kept for a day.
2. Three good probes in a row close the breaker, and so does the end of the topic: nothing is left to protect.
3. What an operator set aside (see `orders`) is read at full speed up to that offset, and not judged.
4. Operations have no breaker: the order that lets a flood go travels there itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.contracts.operations import Operation
from shared.runtime.ports import May

WINDOW_RECORDS = 400
BAD_SHARE_MAX = 0.5
JUDGED_FROM_RECORDS = 100
PROBE_EVERY = timedelta(seconds=30)
GOOD_PROBES_NEEDED = 3


@dataclass(slots=True)
class Breaker:
    """`allowance(now)` says how many records of the topic may be read now; `saw(...)` tells it how they were."""

    records_max: int
    open_since: datetime | None = None
    _seen: deque[bool] = field(default_factory=lambda: deque(maxlen=WINDOW_RECORDS))
    _next_probe: datetime | None = None
    _probe_records: int = 1
    _good_probes: int = 0

    def allowance(self, now: datetime) -> int:
        if self.open_since is None:
            return self.records_max
        wait = self._next_probe - now if self._next_probe is not None else timedelta(0)
        # A clock that was set back must not put the next probe off for as long as that.
        return 0 if timedelta(0) < wait <= PROBE_EVERY else self._probe_records

    @property
    def next_probe(self) -> datetime | None:
        """When records may be tried again; None when they may be now."""
        return self._next_probe if self.open_since is not None else None

    def saw(self, good: int, bad: int, now: datetime) -> None:
        if good + bad == 0:
            return
        if self.open_since is not None:
            self._probed(good, bad, now)
            return
        self._seen.extend([True] * min(good, WINDOW_RECORDS))
        self._seen.extend([False] * min(bad, WINDOW_RECORDS))
        if len(self._seen) >= JUDGED_FROM_RECORDS and self.bad_share() > BAD_SHARE_MAX:
            self.open_since, self._next_probe = now, now + PROBE_EVERY
            self._probe_records, self._good_probes = 1, 0

    def close(self) -> None:
        """Nothing of the topic is left to be read, or what comes is good again."""
        self.open_since, self._next_probe = None, None
        self._seen.clear()

    def bad_share(self) -> float:
        """0 to 1, of the newest records."""
        return self._seen.count(False) / len(self._seen) if self._seen else 0.0

    def _probed(self, good: int, bad: int, now: datetime) -> None:
        if bad > (good + bad) * BAD_SHARE_MAX:
            self._good_probes, self._next_probe = 0, now + PROBE_EVERY
            self._probe_records = min(2 * self._probe_records, self.records_max)
            return
        self._next_probe = None
        self._good_probes += 1
        if self._good_probes >= GOOD_PROBES_NEEDED:
            self.close()


@dataclass(frozen=True, slots=True)
class PollPlan:
    """One read of the log: at most `records_max` records of the partitions that `may` be read; None: of all."""

    records_max: int
    may: May | None = None
    ordered: bool = False


class Breakers:
    """Those of one process, by topic. `orders` say up to which offset an operator set a partition aside."""

    def __init__(self, records_max: int) -> None:
        self.records_max = records_max
        self.orders: Mapping[tuple[str, int], int] = {}
        self._of: dict[str, Breaker] = {}
        self._passed: set[tuple[str, int, int]] = set()

    def of(self, topic: str) -> Breaker:
        found = self._of.get(topic)
        if found is None:
            found = self._of[topic] = Breaker(self.records_max)
        return found

    def opened(self) -> dict[str, Breaker]:
        """Topics whose breaker is open."""
        return {topic: breaker for topic, breaker in self._of.items() if breaker.open_since is not None}

    def looks(self, now: datetime) -> Iterator[PollPlan]:
        """What to read now: first what nothing stands against, then what was set aside, then probes."""
        opened = self.opened()
        if not opened:
            yield PollPlan(self.records_max)
            return
        yield PollPlan(self.records_max, lambda topic, partition: topic not in opened)
        ordered = {place for place, up_to in self.orders.items() if (*place, up_to) not in self._passed}
        if any(topic in opened for topic, _ in ordered):
            yield PollPlan(
                self.records_max, lambda topic, partition: topic in opened and (topic, partition) in ordered, True
            )
        for topic, breaker in opened.items():
            if breaker.open_since is not None and (allowed := breaker.allowance(now)):
                yield PollPlan(allowed, _only(topic))

    def ordered(self, topic: str, partition: int, offset: int) -> bool:
        """Did an operator say that this record may be set aside, if it is bad?"""
        return offset < self.orders.get((topic, partition), 0)

    def passed(self, topic: str, partition: int) -> None:
        """Everything up to the operator's offset was read."""
        self._passed.add((topic, partition, self.orders.get((topic, partition), 0)))

    def saw(self, topic: str, good: int, bad: int, now: datetime) -> None:
        if topic != Operation.topic:
            self.of(topic).saw(good, bad, now)

    def read_to_the_end(self, topics: Collection[str]) -> None:
        """Nothing of these topics is left to be read by us."""
        for topic, breaker in self.opened().items():
            if topic in topics:
                breaker.close()


def _only(wanted: str) -> May:
    return lambda topic, partition: topic == wanted
