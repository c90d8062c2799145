"""A batch of version 2 read once more by ourselves, record for record, after aiokafka gave up on it.

Only what a record's own length, offset, key and value say is looked at: headers are nobody's business here, so a name
in them that is not UTF-8 costs nothing. One broken record is stepped over by its length; where lengths make no sense,
the rest of the batch is lost.

The format: https://kafka.apache.org/documentation/#recordbatch
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .batches import HEADER, Packed
from .codecs import DECODERS, NAMES


class SecondReading(NamedTuple):
    """`value` and `key` as they are; `timestamp` in milliseconds, whatever it is."""

    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None


@dataclass(slots=True)
class Broken:
    """In the place of a record that can't be read."""

    offset: int


def read_again(batch: Packed) -> Iterator[SecondReading | Broken]:
    """Its records in order. Raises where the rest of the batch can't be read."""
    base, _, _, _, _, attributes, _, first_at, last_at, *_, number = HEADER.unpack_from(batch.raw)
    body = batch.raw[HEADER.size :]
    if codec := attributes & 7:
        body = DECODERS[NAMES[codec]](body)
    at = 0
    for index in range(number):
        length, begin = _varint(body, at)
        at = begin + length
        if length <= 0 or at > len(body):
            raise ValueError("a record of no length or beyond the end")
        try:
            offset, stamp, key, value = _record(body[begin:at])
        except (IndexError, ValueError):
            yield Broken(base + index)
        else:
            yield SecondReading(base + offset, last_at if attributes & 8 else first_at + stamp, key, value)


def _record(body: bytes) -> tuple[int, int, bytes | None, bytes | None]:
    stamp, at = _varint(body, 1)  # the first byte holds attributes, of which there are none
    offset, at = _varint(body, at)
    key, at = _bytes(body, at)
    value, _ = _bytes(body, at)
    return offset, stamp, key, value


def _bytes(body: bytes, at: int) -> tuple[bytes | None, int]:
    length, at = _varint(body, at)
    if length < 0:
        return None, at
    if at + length > len(body):
        raise ValueError("beyond the end")
    return body[at : at + length], at + length


def _varint(body: bytes, at: int) -> tuple[int, int]:
    """A zigzag number of at most 64 bits, and where the next one begins."""
    found = shift = 0
    while True:
        byte = body[at]
        found |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            return (found >> 1) ^ -(found & 1), at
        shift += 7
        if shift > 63:
            raise ValueError("a number of more than 64 bits")
