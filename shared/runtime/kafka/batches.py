"""The batches of one fetched answer, each with its bytes: what aiokafka's own reader does not give."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

from aiokafka.record.default_records import DefaultRecordBatch
from aiokafka.record.legacy_records import LegacyRecordBatch

LENGTH = struct.Struct(">qi")  # base offset and the length of what follows it: the same in all versions
HEADER = struct.Struct(">qiibIhiqqqhii")
MAGIC_AT = 16
SMALLEST_BYTES = 26  # of a message of version 0


@dataclass(slots=True)
class Packed:
    """One batch as it came. `parsed` raises where not even its header makes sense."""

    raw: bytes

    @property
    def base_offset(self) -> int:
        return int(LENGTH.unpack_from(self.raw)[0])

    @property
    def is_v2(self) -> bool:
        return len(self.raw) >= HEADER.size and self.raw[MAGIC_AT] == 2

    @property
    def last_offset(self) -> int:
        """As far as the header tells; a message set of an old version is named by its last offset."""
        return self.base_offset + (max(0, int(HEADER.unpack_from(self.raw)[6])) if self.is_v2 else 0)

    @property
    def codec(self) -> int:
        return int(HEADER.unpack_from(self.raw)[5]) & 7 if self.is_v2 else 0

    def parsed(self) -> Any:
        if len(self.raw) < SMALLEST_BYTES:
            raise ValueError("shorter than any record")
        if self.raw[MAGIC_AT] > 2:
            raise ValueError("of a version that is not known")
        if self.raw[MAGIC_AT] == 2:
            return DefaultRecordBatch(self.raw)
        return LegacyRecordBatch(self.raw, self.raw[MAGIC_AT])


class Batches:
    """Stands in for aiokafka's `MemoryRecords`: the whole batches of an answer; the last one may be cut short."""

    def __init__(self, answer: Any) -> None:
        self._answer = bytes(answer)
        self._at = 0
        self._end = self._next_end()

    def size_in_bytes(self) -> int:
        return len(self._answer)

    def has_next(self) -> bool:
        return self._end is not None

    def next_packed(self) -> Packed:
        assert self._end is not None
        found = Packed(self._answer[self._at : self._end])
        self._at, self._end = self._end, None
        self._end = self._next_end()
        return found

    def _next_end(self) -> int | None:
        if len(self._answer) - self._at < LENGTH.size:
            return None
        length = max(0, LENGTH.unpack_from(self._answer, self._at)[1])
        end = self._at + LENGTH.size + int(length)
        return end if end <= len(self._answer) else None
