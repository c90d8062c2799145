"""What a page showed last, for as long as nothing newer can be had; one reading for all who look at the same time."""

from __future__ import annotations

import asyncio
import functools
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from .gone import Gone

KEPT_MAX = 256
PATIENCE_S = 0.15
AFTER_A_WHILE_S = 5.0
"""Where nobody looked for so long beyond what is fresh, whoever looks first waits for a new reading, but not long."""
FIRST_PATIENCE_S = 1.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen(Generic[T]):
    """`at` is when it was read (UTC); `stale` is why it is not newer, or nothing. `is_old`: it is of longer ago than
    what is read so often may be, and is being read anew."""

    value: T
    at: datetime
    stale: str = ""
    is_old: bool = False


def just_read(value: T) -> Seen[T]:
    """Of what is read for each who looks, and not kept."""
    return Seen(value, datetime.now(UTC))


@dataclass(slots=True)
class _Entry:
    lock: asyncio.Lock
    seen: Seen[Any] | None = None
    read_at: float = float("-inf")
    coming: asyncio.Future[Any] | None = None


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
        """For what takes long to read: what was seen lately, at once, while it is read anew for whoever comes next.

        Who looks first after a while waits up to `FIRST_PATIENCE_S` for the new reading, and is told (`is_old`) where
        it takes longer. None where it was never seen, and takes longer than `PATIENCE_S`.
        """
        entry = self._entry(key)
        if self._now() - entry.read_at >= fresh_s and entry.coming is None:
            task = asyncio.ensure_future(self.see(key, read, fresh_s=fresh_s))
            self._reading.add(task)
            entry.coming = task
            task.add_done_callback(functools.partial(self._read, entry))
        if entry.coming is not None and (patience := self._patience(entry, fresh_s)):
            await asyncio.wait({entry.coming}, timeout=patience)
        seen = entry.seen
        return replace(seen, is_old=True) if seen is not None and self._is_old(entry, fresh_s) else seen

    def _patience(self, entry: _Entry, fresh_s: float) -> float:
        if entry.seen is None:
            return PATIENCE_S
        return FIRST_PATIENCE_S if self._is_old(entry, fresh_s) else 0.0

    def _is_old(self, entry: _Entry, fresh_s: float) -> bool:
        return self._now() - entry.read_at > fresh_s + AFTER_A_WHILE_S

    def _read(self, entry: _Entry, task: asyncio.Future[Any]) -> None:
        entry.coming = None
        self._reading.discard(task)
        if not task.cancelled():
            task.exception()  # whoever asks next tries again, and is told

    def _entry(self, key: Hashable) -> _Entry:
        entry = self._entries.setdefault(key, _Entry(asyncio.Lock()))
        self._entries.move_to_end(key)
        while len(self._entries) > self._kept_max:
            self._entries.popitem(last=False)
        return entry
