"""A batch of records becomes partial sums per minute, in plain Python. The tables are somebody else's (`app`).

1. A record is counted once, however often Faust delivers it: what lies at or below the mark of its partition was
   counted before. Marks live as long as the process, and a new process counts everything anew.
2. A record belongs to the minute of its Kafka timestamp; a latency to the minute of its effect.
3. Each partial holds the sums of one minute, so that a windowed table can take it as one event of that time.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from .latency import EMPTY, Pairing, observed
from .topic_record import UNDECODABLE, TopicRecord, read

MINUTE_S = 60
SEPARATOR = "|"
"""Topics, types and codes are made of lower-case letters, digits, dots and hyphens, so this parts them safely."""


@dataclass(slots=True)
class Partial:
    """Sums of the minute that began at `minute_s` (since 1970).

    Counts are by `topic|type|reason`, latency histograms by `cause|effect`.
    """

    minute_s: int
    counts: Counter[str] = field(default_factory=Counter)
    latencies: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        document = {"minute": self.minute_s, "counts": self.counts, "latencies": self.latencies}
        return json.dumps(document, separators=(",", ":")).encode()

    @classmethod
    def of_bytes(cls, raw: bytes) -> Partial:
        document = json.loads(raw)
        latencies = {key: tuple(histogram) for key, histogram in document["latencies"].items()}
        return cls(document["minute"], Counter(document["counts"]), latencies)


class Marks:
    """The highest offset seen of each partition. Offsets may have gaps (compaction), never go back."""

    def __init__(self) -> None:
        self._highest: dict[tuple[str, int], int] = {}

    def is_new(self, topic: str, partition: int, offset: int) -> bool:
        """Is it the first time that we see this offset? If so, remember it."""
        if offset <= self._highest.get((topic, partition), -1):
            return False
        self._highest[topic, partition] = offset
        return True

    def items(self) -> list[tuple[tuple[str, int], int]]:
        """The highest offset by (topic, partition)."""
        return list(self._highest.items())


class RecordCounts:
    """Counts what it is given; `seen` and `undecodable` are its totals since the start."""

    def __init__(self, pairing: Pairing | None = None) -> None:
        self.pairing = pairing or Pairing()
        self.seen = 0
        self.undecodable = 0
        self.marks = Marks()

    def add(self, records: Iterable[TopicRecord]) -> list[Partial]:
        """The sums of these records by minute, oldest first, without those counted before."""
        partials: dict[int, Partial] = {}
        for record in records:
            if self.marks.is_new(record.topic, record.partition, record.offset):
                self._count(record, partials)
        return [partials[minute] for minute in sorted(partials)]

    def _count(self, record: TopicRecord, partials: dict[int, Partial]) -> None:
        sighting = read(record)
        self.seen += 1
        self.undecodable += sighting.type == UNDECODABLE
        key = SEPARATOR.join((record.topic, sighting.type, sighting.reason))
        _of(partials, record.at_s).counts[key] += 1
        if sighting.id is None:
            return
        for latency in self.pairing.saw(sighting.id, sighting.cause, sighting.type, record.at_s):
            partial = _of(partials, latency.effect_at_s)
            pair = f"{latency.cause}{SEPARATOR}{latency.effect}"
            partial.latencies[pair] = observed(partial.latencies.get(pair, EMPTY), latency.took_ms)


def _of(partials: dict[int, Partial], at_s: float) -> Partial:
    minute_s = int(at_s // MINUTE_S) * MINUTE_S
    return partials.setdefault(minute_s, Partial(minute_s))
