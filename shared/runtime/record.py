"""What a log gives: records, and the places of which there is none to decide on."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Gap(NamedTuple):
    """Offsets `first` to `last` of a partition, both included, and why nothing of them can be decided on.

    `code` and `detail` are as a refusal's. `size_bytes` is that of what is there, 0 where nothing is any more.
    """

    first: int
    last: int
    code: str
    detail: str
    size_bytes: int = 0


class Record(NamedTuple):
    """One record as it came. `at` is its timestamp (aware UTC), or now where that can be no moment.

    `stamp` is the timestamp as it was written, in milliseconds if the producer did right; it tells a record from
    another one that had its place before. With a `gap` it stands for records that nobody can read.
    """

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    at: datetime
    stamp: int = 0
    gap: Gap | None = None
