"""What a page showed last, for as long as nothing newer can be had; one reading for all who look at the same time."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from .gone import Gone

KEPT_MAX = 256
PATIENCE_S = 0.15
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen(Generic[T]):
    """`at` is when it was read (UTC); `stale` is why it is not newer, or nothing."""

    value: T
    at: datetime
    stale: str = ""


def just_read(value: T) -> Seen[T]:
    """Of what is read for each who looks, and not kept."""
    return Seen(value, datetime.now(UTC))


@dataclass(slots=True)
class _Entry:
    lock: asyncio.Lock
    seen: Seen[Any] | None = None
    read_at: float = float("-inf")


class LastSeen:
    """Bounded: what was looked at longest ago is forgotten first. Never keeps what a person revealed."""

    def __init__(self, *, kept_max: int = KEPT_MAX, now: Callable[[], float] = time.monotonic) -> None:
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._kept_max = kept_max
        self._now = now
        self._reading: set[asyncio.Future[Any]] = set()

    async def see(self, key: Hashable, read: Callable[[], Awaitable[T]], *, fresh_s: float = 0.5) -> Seen[T]:
        """What `read` gives, or what it gave less than `fresh_s` ago. Raises `Gone` when it never gave anything."""
        entry = self._entry(key)
        asked = self._now()
        async with entry.lock:
            if entry.seen is not None and not entry.seen.stale and asked - entry.read_at < fresh_s:
                return entry.seen
            if entry.read_at > asked and entry.seen is not None:
                return entry.seen  # read while we waited
            try:
                entry.seen = Seen(await read(), datetime.now(UTC))
            except Gone as gone:
                if entry.seen is None:
                    raise
                entry.seen = Seen(entry.seen.value, entry.seen.at, gone.what)
            entry.read_at = self._now()
            return entry.seen

    async def see_soon(self, key: Hashable, read: Callable[[], Awaitable[T]], *, fresh_s: float) -> Seen[T] | None:
        """For what takes long to read: what was seen last, at once, while it is read anew for whoever comes next.

        None where it was never seen, and takes longer than `PATIENCE_S`.
        """
        entry = self._entry(key)
        if self._now() - entry.read_at >= fresh_s and not entry.lock.locked():
            task = asyncio.ensure_future(self.see(key, read, fresh_s=fresh_s))
            self._reading.add(task)
            task.add_done_callback(self._read)
            if entry.seen is None:
                await asyncio.wait({task}, timeout=PATIENCE_S)
        return entry.seen

    def _read(self, task: asyncio.Future[Any]) -> None:
        self._reading.discard(task)
        if not task.cancelled():
            task.exception()  # whoever asks next tries again, and is told

    def _entry(self, key: Hashable) -> _Entry:
        entry = self._entries.setdefault(key, _Entry(asyncio.Lock()))
        self._entries.move_to_end(key)
        while len(self._entries) > self._kept_max:
            self._entries.popitem(last=False)
        return entry
