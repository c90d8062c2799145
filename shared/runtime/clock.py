"""The `Clock` port: real time in production, a shared virtual one in the sandbox."""

from __future__ import annotations

import asyncio
import mmap
import struct
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

_MICROSECONDS = struct.Struct("<q")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LOOK_S = 0.01


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep_until(self, at: datetime, at_most_s: float) -> None:
        await asyncio.sleep(max(0.0, min((at - self.now()).total_seconds(), at_most_s)))


class VirtualClock:
    """Reads the moment (microseconds since 1970, little-endian int64) that the conductor writes into `path`.

    It may stand still and may jump, but never goes back.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._view = mmap.mmap(file.fileno(), _MICROSECONDS.size, access=mmap.ACCESS_READ)

    def now(self) -> datetime:
        return EPOCH + timedelta(microseconds=_MICROSECONDS.unpack_from(self._view)[0])

    async def sleep_until(self, at: datetime, at_most_s: float) -> None:
        end = time.monotonic() + at_most_s
        while self.now() < at and (left := end - time.monotonic()) > 0:
            await asyncio.sleep(min(LOOK_S, left))


def write_moment(path: Path, at: datetime) -> None:
    """Make or move a virtual clock's file. Eight aligned bytes in one write, so readers never see half of it."""
    raw = _MICROSECONDS.pack(round((at - EPOCH) / timedelta(microseconds=1)))
    with path.open("r+b" if path.exists() else "wb") as file:
        file.write(raw)
