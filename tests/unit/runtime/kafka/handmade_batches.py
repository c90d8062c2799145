"""Batches of Kafka's version 2 made by hand, byte for byte, so that each of their fields may be anything.

The format: https://kafka.apache.org/documentation/#recordbatch
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from typing import Any

import cramjam
from aiokafka.record.util import calc_crc32c

GZIP, SNAPPY, LZ4, ZSTD = 1, 2, 3, 4
PACK: dict[int, Any] = {
    0: lambda body: body,
    GZIP: lambda body: _gzip(body),
    SNAPPY: lambda body: bytes(cramjam.snappy.compress_raw(body)),
    LZ4: lambda body: bytes(cramjam.lz4.compress(body)),
    ZSTD: lambda body: bytes(cramjam.zstd.compress(body)),
}
TRANSACTIONAL, CONTROL, LOG_APPEND = 0x10, 0x20, 0x08
Header = tuple[bytes, bytes | None]


def _gzip(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=31)
    return packer.compress(body) + packer.flush()


def varint(number: int) -> bytes:
    number = ((number << 1) ^ (number >> 63)) & (2**64 - 1)
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])


def sized(part: bytes | None) -> bytes:
    return varint(-1) if part is None else varint(len(part)) + part


def record(
    value: bytes | None, *, key: bytes | None = b"k", delta: int = 0, stamp: int = 0, headers: Sequence[Header] = ()
) -> bytes:
    """One record; `stamp` is counted from the batch's own."""
    body = b"\0" + varint(stamp) + varint(delta) + sized(key) + sized(value) + varint(len(headers))
    body += b"".join(varint(len(name)) + name + sized(said) for name, said in headers)
    return varint(len(body)) + body


def batch(
    base: int,
    records: Sequence[bytes],
    *,
    codec: int = 0,
    flags: int = 0,
    stamp: int = 1_790_000_000_000,
    last: int | None = None,
    number: int | None = None,
    producer: int = -1,
    body: bytes | None = None,
    crc: int | None = None,
    magic: int = 2,
) -> bytes:
    """A whole batch. `last` is the last offset (compaction leaves it), `body` what is in the place of the records."""
    packed = body if body is not None else PACK.get(codec, lambda plain: plain)(b"".join(records))
    last_delta = (base + len(records) - 1 if last is None else last) - base
    count = len(records) if number is None else number
    rest = struct.pack(">hiqqqhii", codec | flags, last_delta, stamp, stamp, producer, 0, 0, count) + packed
    head = struct.pack(">ibI", 0, magic, calc_crc32c(rest) if crc is None else crc)
    return struct.pack(">qi", base, len(head) + len(rest)) + head + rest


def words(base: int, *said: str, codec: int = 0, flags: int = 0, producer: int = -1) -> bytes:
    """A batch of these values."""
    records = [record(word.encode(), delta=delta) for delta, word in enumerate(said)]
    return batch(base, records, codec=codec, flags=flags, producer=producer)


def marker(base: int, *, commits: bool, producer: int = 7) -> bytes:
    """The end of a transaction, as the broker writes it."""
    end = record(struct.pack(">hi", 0, 0), key=struct.pack(">hh", 0, int(commits)))
    return batch(base, [end], flags=TRANSACTIONAL | CONTROL, producer=producer)
