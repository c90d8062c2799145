"""A batch that can't be read is set aside with its offsets, and everything around it is decided on."""

from __future__ import annotations

import asyncio
import struct
from typing import Any

import cramjam
import pytest
from aiokafka import TopicPartition
from aiokafka.record.util import calc_crc32c
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.runtime.kafka.codecs import UNPACKED_BYTES_MAX, missing
from shared.runtime.ports import Record

from .canned_broker import CannedBroker, lane_of, read_all
from .handmade_batches import GZIP, LZ4, PACK, SNAPPY, TRANSACTIONAL, ZSTD, batch, marker, record, sized, varint, words

LOANS = TopicPartition("loans", 0)
HUGE = b"\0" * (UNPACKED_BYTES_MAX + 1)


def said(records: list[Record]) -> list[Any]:
    """Values; of a gap its offsets."""
    return [(r.value or b"").decode(errors="replace") if r.gap is None else (r.gap.first, r.gap.last) for r in records]


async def reading(*batches: bytes, aborted: list[tuple[int, int]] | None = None) -> tuple[list[Record], int]:
    """What came of a partition that holds these, and the offset committed in the end."""
    broker = CannedBroker({LOANS: list(batches)}, aborted={LOANS: aborted or []})
    broker.kept[LOANS] = 0
    return await read_all(lane_of(broker)), broker.kept[LOANS]


def test_every_codec_that_kafka_knows_is_there() -> None:
    assert missing() == []


def test_codecs_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.runtime.kafka.codecs.cramjam", None)
    assert missing() == ["snappy", "lz4", "zstd"]


@pytest.mark.parametrize("codec", PACK)
async def test_every_codec_is_read(codec: int) -> None:
    found, committed = await reading(words(0, "a", "b" * 300_000, codec=codec), words(2, "c"))
    assert [len(value) for value in said(found)] == [1, 300_000, 1]
    assert committed == 3


BROKEN: dict[str, bytes] = {
    "a codec nobody knows": batch(2, [record(b"x"), record(b"y", delta=1)], codec=6),
    "a checksum that is wrong": batch(2, [record(b"x"), record(b"y", delta=1)], crc=1),
    "packed bytes that are none, gzip": batch(2, [], last=3, number=2, codec=GZIP, body=b"nothing like it"),
    "packed bytes that are none, snappy": batch(2, [], last=3, number=2, codec=SNAPPY, body=b"\xff" * 9),
    "a block of a negative length, snappy": batch(
        2, [], last=3, number=2, codec=SNAPPY, body=b"\x82SNAPPY\0" + struct.pack(">iii", 1, 1, -4) + b"abcd"
    ),
    "packed bytes that are none, lz4": batch(2, [], last=3, number=2, codec=LZ4, body=b"nothing like it"),
    "packed bytes that are none, zstd": batch(2, [], last=3, number=2, codec=ZSTD, body=b"nothing like it"),
    "packed bytes cut short": batch(2, [], last=3, number=2, codec=GZIP, body=PACK[GZIP](b"x" * 5000)[:-9]),
    "more than memory takes, gzip": batch(2, [], last=3, number=2, codec=GZIP, body=PACK[GZIP](HUGE)),
    "more than memory takes, snappy": batch(2, [], last=3, number=2, codec=SNAPPY, body=PACK[SNAPPY](HUGE)),
    "more than memory takes, lz4": batch(2, [], last=3, number=2, codec=LZ4, body=PACK[LZ4](HUGE)),
    "more than memory takes, zstd": batch(2, [], last=3, number=2, codec=ZSTD, body=PACK[ZSTD](HUGE)),
    "records beyond the end": batch(2, [], last=3, number=2, body=varint(900) + b"\0\0"),
    "records of no length": batch(2, [], last=3, number=2, body=varint(0) * 9),
    "a number without an end": batch(2, [], last=3, number=2, body=b"\xff" * 40),
    "fewer records than it says": batch(2, [], last=3, number=2),
    "a version nobody knows": batch(2, [record(b"x"), record(b"y", delta=1)], magic=3),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_a_broken_batch_is_set_aside_and_the_rest_goes_on(name: str) -> None:
    found, committed = await reading(words(0, "a", "b"), BROKEN[name], words(4, "c"))
    first, last = (2, 3) if BROKEN[name][16] == 2 else (2, 2)
    assert said(found) == ["a", "b", (first, last), "c"]
    gap = found[2].gap
    assert gap is not None
    assert gap.code == "unreadable-batch"
    assert gap.detail.startswith(f"offset{'s 2 to 3' if first < last else ' 2'}: a batch of ")
    assert committed == 5


async def test_of_a_batch_with_one_broken_record_the_others_are_read() -> None:
    broken = varint(8) + b"\0\0" + varint(1) + varint(60) + b"beyo"
    found, committed = await reading(batch(0, [record(b"a"), broken, record(b"c", delta=2)], codec=GZIP), words(3, "d"))
    assert said(found) == ["a", (1, 1), "c", "d"]
    assert committed == 4


@pytest.mark.parametrize("name", [b"\xff", b"a\xc3", b"", b"ok", b"\0" * 300])
async def test_a_headers_name_may_be_any_bytes(name: bytes) -> None:
    headers = [(name, None), (name, b"\xff"), (name, b"")]
    strange = [record(b"a", headers=headers), record(b"b", delta=1, headers=headers), record(b"c", delta=2)]
    found, committed = await reading(batch(0, strange), batch(3, strange, codec=ZSTD))
    assert said(found) == ["a", "b", "c"] * 2
    assert committed == 6


@pytest.mark.parametrize("deltas", [(0, 0, 0), (0, 2, 1), (0, 1, 90), (5, 6, 7), (-4, 0, 1)])
async def test_offsets_that_make_no_sense_are_counted_anew(deltas: tuple[int, int, int]) -> None:
    odd = batch(2, [record(b"%d" % number, delta=delta) for number, delta in enumerate(deltas)])
    found, committed = await reading(words(0, "a", "b"), odd, words(5, "c"))
    assert said(found) == ["a", "b", "0", "1", "2", "c"]
    assert [record.offset for record in found] == [0, 1, 2, 3, 4, 5]
    assert committed == 6


async def test_a_checksum_that_was_wrong_on_the_way_only_costs_another_fetch() -> None:
    broker = CannedBroker({LOANS: [batch(0, [record(b"a")], crc=1)]}, kept={LOANS: 0})
    lane = lane_of(broker)
    assert await lane.poll(10, 0) == []
    broker.answers[LOANS] = [words(0, "a")]
    assert said(await read_all(lane)) == ["a"]


async def test_what_was_aborted_is_not_read_and_ends_of_transactions_are_passed_by() -> None:
    found, committed = await reading(
        words(0, "lost", flags=TRANSACTIONAL, producer=7),
        marker(1, commits=False),
        words(2, "kept", flags=TRANSACTIONAL, producer=7),
        marker(3, commits=True),
        aborted=[(7, 0)],
    )
    assert said(found) == ["kept"]
    assert committed == 4


async def test_a_marker_that_compaction_emptied_ends_its_transaction() -> None:
    emptied = batch(1, [], last=1, flags=TRANSACTIONAL | 0x20, producer=7)
    found, committed = await reading(
        words(0, "lost", flags=TRANSACTIONAL, producer=7), emptied, words(2, "kept", flags=TRANSACTIONAL, producer=7),
        aborted=[(7, 0)],
    )  # fmt: skip
    assert said(found) == ["kept"]
    assert committed == 3


async def test_batches_that_compaction_emptied_or_thinned_are_passed_by() -> None:
    thinned = batch(10, [record(b"b", delta=3), record(b"c", delta=7)], last=19)
    found, committed = await reading(words(0, "a"), batch(5, [], last=9), thinned, batch(20, [], last=29))
    assert [(record.offset, record.value) for record in found] == [(0, b"a"), (13, b"b"), (17, b"c")]
    assert committed == 30


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_spoilt_in_a_batch_what_is_around_it_is_read(data: st.DataObject) -> None:
    good = data.draw(st.sampled_from([words(2, "x", "y", codec=codec) for codec in PACK]))
    spoilt = bytearray(good)
    for _ in range(data.draw(st.integers(1, 6))):
        # Neither where it is nor how long it is: those bytes are the broker's, and of them the next one is found.
        spoilt[data.draw(st.integers(12, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    spoilt[23:27] = good[23:27]
    if data.draw(st.booleans()):
        spoilt[17:21] = struct.pack(">I", calc_crc32c(bytes(spoilt[21:])))
    found, committed = asyncio.run(reading(words(0, "a", "b"), bytes(spoilt), words(4, "c")))
    values = said(found)
    assert values[:2] == ["a", "b"]
    assert values[-1] == "c"
    assert committed == 5


def test_sizes_are_written_as_kafka_writes_them() -> None:
    assert varint(-1) == b"\x01"
    assert varint(300) == b"\xd8\x04"
    assert sized(None) == b"\x01"
    assert bytes(cramjam.zstd.decompress(PACK[ZSTD](b"abc"))) == b"abc"
