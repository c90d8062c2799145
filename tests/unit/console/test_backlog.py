"""`lag` counts what can be read, and `tail` shows what can't."""

from __future__ import annotations

from typing import Any

from aiokafka import TopicPartition

from services.console.cli.tail import line
from services.console.views.backlog import OFFSETS_MAX, backlog
from services.console.views.tailed import tailed
from shared.contracts.codec import Malformed
from shared.runtime.kafka.gap_record import GapRecord
from shared.runtime.record import Gap
from tests.unit.runtime.kafka.canned_broker import CannedBroker, Consumer
from tests.unit.runtime.kafka.handmade_batches import TRANSACTIONAL, batch, marker, record, words

LOANS, OUTCOMES = TopicPartition("loans", 0), TopicPartition("outcomes", 0)
ENDED = [words(0, "a", "b", flags=TRANSACTIONAL, producer=7), marker(2, commits=True)]
THINNED = [batch(0, [record(b"a", delta=40), record(b"b", delta=90)], last=99)]


class Reader(Consumer):
    """As a command reads: it is told what to read and where to begin."""

    def assign(self, partitions: list[TopicPartition]) -> None:
        assert set(partitions) <= self.assignment()

    async def position(self, at: TopicPartition) -> int:
        found: int = self._subscription.subscription.assignment.state_value(at).position
        return found


async def counted(broker: CannedBroker, **starts: int) -> dict[str, int]:
    at = {TopicPartition(topic, 0): frozenset({start}) for topic, start in starts.items()}
    found = await backlog(Reader(broker), at, {part: broker.end(part) for part in at})
    return {part.topic: number for (part, _), number in found.items()}


async def test_the_end_of_a_transaction_is_nothing_to_read() -> None:
    broker = CannedBroker({LOANS: ENDED, OUTCOMES: []})
    assert await counted(broker, loans=0, outcomes=0) == {"loans": 2, "outcomes": 0}
    assert await counted(broker, loans=2) == {"loans": 0}
    assert await counted(broker, loans=3) == {"loans": 0}


async def test_what_compaction_took_away_is_nothing_to_read() -> None:
    assert await counted(CannedBroker({LOANS: THINNED}), loans=0) == {"loans": 2}
    assert await counted(CannedBroker({LOANS: THINNED}), loans=41) == {"loans": 1}


async def test_two_services_at_two_places_are_counted_in_one_reading() -> None:
    broker = CannedBroker({LOANS: [*ENDED, words(3, "c")]})
    found = await backlog(Reader(broker), {LOANS: frozenset({0, 2})}, {LOANS: 4})
    assert found == {(LOANS, 0): 3, (LOANS, 2): 1}


async def test_what_is_far_behind_is_counted_by_its_offsets() -> None:
    far = [batch(0, [record(b"a")], last=OFFSETS_MAX)]
    assert await counted(CannedBroker({LOANS: far}), loans=0) == {"loans": OFFSETS_MAX + 1}


def test_tail_takes_any_timestamp_and_says_what_can_not_be_read() -> None:
    gap = Gap(4, 6, "unreadable-batch", "offsets 4 to 6: a batch of 9 bytes in zstd can't be read (why)")
    heard = tailed("loans", GapRecord.of("t.loans", 0, gap))
    assert heard.event == Malformed(gap.code, gap.detail)
    assert "offsets 4 to 6" in line(heard).plain
    odd: Any = GapRecord.of("t.loans", 0, gap)
    odd.timestamp = 1_790_000_000_000_000
    assert 2026 <= tailed("loans", odd).at.year < 2200
