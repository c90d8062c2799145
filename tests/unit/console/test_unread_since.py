"""Being behind is told as a time: since when the first unread record has been there."""

from __future__ import annotations

from datetime import UTC, datetime

from aiokafka import TopicPartition

from services.console.views.unread_since import unread_since
from tests.unit.runtime.kafka.canned_broker import CannedBroker
from tests.unit.runtime.kafka.handmade_batches import TRANSACTIONAL, batch, marker, record, words

from .test_backlog import Reader

STAMP_S = 1_790_000_000
LOANS, OUTCOMES = TopicPartition("loans", 0), TopicPartition("outcomes", 0)


async def test_it_is_the_time_of_the_first_record_that_can_be_read() -> None:
    broker = CannedBroker({LOANS: [words(0, "a", flags=TRANSACTIONAL, producer=7), marker(1, commits=True)]})
    found = await unread_since(Reader(broker), [(LOANS, 0)])
    assert found == {(LOANS, 0): datetime.fromtimestamp(STAMP_S, UTC)}


async def test_two_places_of_one_partition_are_both_looked_at() -> None:
    records = [record(b"a"), record(b"b", delta=1), record(b"c", delta=2, stamp=5_000)]
    found = await unread_since(Reader(CannedBroker({LOANS: [batch(0, records)]})), [(LOANS, 0), (LOANS, 2), (LOANS, 0)])
    assert {start: at.timestamp() - STAMP_S for (_, start), at in found.items()} == {0: 0, 2: 5}


async def test_a_producer_that_writes_microseconds_hides_no_lag() -> None:
    records = [record(b"a", stamp=1_790_000_000_000_000)]
    found = await unread_since(Reader(CannedBroker({LOANS: [batch(0, records)]})), [(LOANS, 0)])
    assert 2026 <= found[LOANS, 0].year < 2200


async def test_nothing_is_asked_where_nothing_is_unread() -> None:
    assert await unread_since(Reader(CannedBroker({OUTCOMES: []})), []) == {}
