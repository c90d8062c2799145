"""Whatever a record has besides its value, and whatever happened to offsets: nothing is lost, and losses are said."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from types import FrameType
from typing import Any

import pytest
from aiokafka import TopicPartition

from shared.runtime.kafka import lane as lane_module
from shared.runtime.kafka.lane import Lane
from shared.runtime.kafka.places import place
from shared.runtime.kafka.stamp import moment
from shared.runtime.ports import Record
from shared.runtime.record import Gap

from .canned_broker import CannedBroker, lane_of, read_all
from .handmade_batches import LOG_APPEND, TRANSACTIONAL, batch, marker, record, words

LOANS, FLEET = TopicPartition("loans", 0), TopicPartition("fleet", 0)
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
MICROSECONDS = 1_790_000_000_000_000
STAMPS = (MICROSECONDS, 2**63 - 1, -(2**63), -1, -62_135_596_800_001, 0, 253_402_300_800_000, 4_102_444_800_000)


@pytest.mark.parametrize("stamp", STAMPS)
@pytest.mark.parametrize("flags", [0, LOG_APPEND])
async def test_a_timestamp_that_is_no_moment_is_no_reason_to_lose_anything(stamp: int, flags: int) -> None:
    odd = batch(5, [record(b"odd")], stamp=stamp, flags=flags)
    found = await read_all(
        lane_of(CannedBroker({LOANS: [words(0, *"abcde"), odd, words(6, *"fghi")]}, kept={LOANS: 0}))
    )
    assert [record.value for record in found] == [b"a", b"b", b"c", b"d", b"e", b"odd", b"f", b"g", b"h", b"i"]
    assert all(record.at.tzinfo is UTC and 1970 <= record.at.year < 2200 for record in found)
    assert found[5].stamp == stamp


def test_a_timestamp_counts_if_it_is_one_and_now_if_not() -> None:
    assert moment(1_790_000_000_123, NOON) == datetime(2026, 9, 21, 14, 13, 20, 123000, tzinfo=UTC)
    assert {moment(stamp, NOON) for stamp in (MICROSECONDS, -1, 2**63 - 1, -(2**63))} == {NOON}


@pytest.mark.parametrize("key", [None, b"", b"\xff\xfe", b"k" * (1 << 20), "c-ü".encode("latin-1")])
@pytest.mark.parametrize("value", [None, b"", b"\xff", b"v" * (1 << 20)])
async def test_keys_and_values_come_as_they_are(key: bytes | None, value: bytes | None) -> None:
    broker = CannedBroker({LOANS: [batch(0, [record(value, key=key), record(b"z", delta=1)])]}, kept={LOANS: 0})
    found = await read_all(lane_of(broker))
    assert [(record.key, record.value) for record in found] == [(key, value), (b"k", b"z")]
    assert broker.kept[LOANS] == 2


async def test_what_ends_a_transaction_is_committed_too_so_that_no_lag_stays() -> None:
    broker = CannedBroker({LOANS: [words(0, "a", flags=TRANSACTIONAL, producer=7)]}, kept={LOANS: 0})
    lane = lane_of(broker)
    assert len(await read_all(lane)) == 1
    assert broker.kept[LOANS] == 1
    broker.answers[LOANS].append(marker(1, commits=True))
    assert await read_all(lane) == []
    assert broker.kept[LOANS] == 2


async def test_what_is_in_work_is_not_passed_by() -> None:
    broker = CannedBroker({LOANS: [words(0, "a"), batch(1, [], last=9)]}, kept={LOANS: 0})
    lane = lane_of(broker)
    taken = await lane.poll(10, 0)
    assert await lane.poll(10, 0) == []
    assert broker.kept[LOANS] == 0
    await lane.give_back(taken)
    assert len(await read_all(lane)) == 1
    assert broker.kept[LOANS] == 10


async def test_records_that_were_removed_unread_are_said() -> None:
    broker = CannedBroker({LOANS: [words(40, "a")]}, begins={LOANS: 40}, kept={LOANS: 3})
    gap, after = await read_all(lane_of(broker))
    assert gap.gap == Gap(
        3, 39, "removed-unread", "offsets 3 to 39 were removed before they were read: up to 37 records"
    )
    assert (gap.topic, gap.offset, after.offset) == ("loans", 39, 40)
    assert broker.kept[LOANS] == 41


async def test_records_removed_while_we_read_are_said() -> None:
    broker = CannedBroker({LOANS: [words(0, "a"), words(1, "b"), words(2, "c")]}, kept={LOANS: 0})
    lane = lane_of(broker)
    await lane.commit(await lane.poll(1, 0))
    lane._seek(LOANS, 1)
    broker.begins[LOANS], broker.answers[LOANS] = 2, [words(2, "c")]
    assert [record.gap and record.gap.first for record in await read_all(lane)] == [1, None]


async def test_a_log_that_was_made_anew_is_read_from_its_start_and_that_is_said() -> None:
    broker = CannedBroker({LOANS: [words(0, "a", "b")]}, kept={LOANS: 120})
    found = await read_all(lane_of(broker))
    assert [(record.gap and record.gap.code, record.value) for record in found] == [
        ("beyond-the-end", None), (None, b"a"), (None, b"b"),
    ]  # fmt: skip
    assert found[0].gap is not None
    assert found[0].gap.first == 120
    assert broker.kept[LOANS] == 2


async def test_a_partition_that_a_known_group_never_read_is_read_from_0_or_its_loss_is_said() -> None:
    broker = CannedBroker({LOANS: [words(0, "a")], FLEET: [words(9, "b")]}, begins={FLEET: 9}, kept={LOANS: 0})
    found = await read_all(lane_of(broker))
    assert sorted((record.topic, record.gap is not None) for record in found) == [
        ("fleet", False), ("fleet", True), ("loans", False),
    ]  # fmt: skip


async def test_a_new_group_begins_with_what_is_there() -> None:
    found = await read_all(lane_of(CannedBroker({LOANS: [words(7, "a")], FLEET: []}, begins={LOANS: 7, FLEET: 4})))
    assert [(record.offset, record.gap) for record in found] == [(7, None)]


async def test_a_gap_that_was_given_back_comes_again_as_it_was() -> None:
    broker = CannedBroker({LOANS: [words(0, "a", "b")]}, kept={LOANS: 1_000})
    lane = lane_of(broker)
    while not (first := await lane.poll(10, 0)):
        pass
    await lane.give_back(first)
    broker.answers[LOANS].append(batch(2, [], last=2_000))  # by now our old place is within the log
    found = await read_all(lane)
    assert [record.gap and record.gap.first for record in found] == [1_000, None, None]


async def test_an_unreadable_batch_that_was_given_back_comes_again_as_it_was() -> None:
    broker = CannedBroker(
        {LOANS: [words(0, "a"), batch(1, [record(b"x"), record(b"y", delta=1)], codec=7), words(3, "b")]}
    )
    lane = lane_of(broker)
    while not (first := await lane.poll(10, 0)):
        pass
    await lane.give_back(first)
    again = await read_all(lane)
    assert [(record.offset, record.gap) for record in again] == [(record.offset, record.gap) for record in first]
    assert [record.offset for record in again] == [0, 2, 3]


@pytest.mark.parametrize(
    ("at", "begins", "ends", "goes_on", "code"),
    [
        (5, 5, 5, 5, None), (5, 0, 5, 5, None), (0, 0, 0, 0, None), (0, 1, 1, 1, "removed-unread"),
        (4, 5, 9, 5, "removed-unread"), (6, 0, 5, 0, "beyond-the-end"), (6, 5, 5, 5, "beyond-the-end"),
    ],
)  # fmt: skip
def test_where_reading_goes_on(at: int, begins: int, ends: int, goes_on: int, code: str | None) -> None:
    found = place(at, begins, ends)
    assert (found.begins, found.gap and found.gap.code) == (goes_on, code)


class Struck(Exception):
    pass


def strike(code: Any, line: int) -> Any:
    """Raise once, when this line is reached."""
    left = [True]

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        if event == "line" and left and frame.f_code is code and frame.f_lineno == line:
            left.clear()
            raise Struck
        return trace

    return trace


READERS = (Lane.poll, Lane._read, Lane._find_places, Lane._taken, Lane._pass_by, Lane._settle, Lane._mine)
LINES = [
    pytest.param(function.__code__, line, id=f"{function.__name__}-{line - function.__code__.co_firstlineno}")
    for function in (*READERS, lane_module._record, moment)
    for line in sorted({line for _, _, line in function.__code__.co_lines() if line is not None})
    if line > function.__code__.co_firstlineno
]


@pytest.mark.parametrize(("code", "line"), LINES)
async def test_whatever_line_of_a_poll_raises_all_records_come_again(code: Any, line: int) -> None:
    broker = CannedBroker(
        {LOANS: [words(40, *"abc"), batch(43, [record(b"x")], codec=7), words(44, "d")], FLEET: [words(0, *"efgh")]},
        begins={LOANS: 40},
        kept={LOANS: 3, FLEET: 0},
    )
    lane = lane_of(broker)
    found: list[Record] = []
    before = sys.gettrace()
    struck = strike(code, line)
    for _ in range(10):
        sys.settrace(struck)
        try:
            records = await lane.poll(3, 0)
        except Struck:
            records = []
        finally:
            sys.settrace(before)
        found += records
        if records:
            await lane.commit(records)
    values = [record.value for record in found if record.value]
    assert sorted(values) == [b"a", b"b", b"c", b"d", b"e", b"f", b"g", b"h"], "each, and each once"
    assert [record.gap.first for record in found if record.gap] == [3, 43]
    assert broker.kept == {LOANS: 45, FLEET: 4}


def test_there_are_lines_to_strike() -> None:
    assert len(LINES) > 40


async def test_a_topic_with_much_to_read_holds_up_no_other() -> None:
    """Thousands of positions are fetched at once; a booking that came in the meantime is in the batch after."""
    much = [words(number * 10, *"abcdefghij") for number in range(20)]
    broker = CannedBroker({FLEET: much, LOANS: [words(0, "x")]}, kept={FLEET: 0, LOANS: 0})
    lane = lane_of(broker)
    polled: list[str] = []
    for _ in range(2):
        found = await lane.poll(10, 0)
        polled += [record.topic for record in found]
        await lane.commit(found)
    assert polled == ["fleet"] * 10 + ["loans"] + ["fleet"] * 9
    assert [record.value for record in await read_all(lane)][:2] == [b"j", b"a"], "each in its order"
