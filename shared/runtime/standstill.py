"""Who stands still though there is something to do. Pure: the caller looks, and brings a clock that only goes forward.

A process can be alive, have its partitions and answer every probe, and still do nothing; only that a place does not
change while work waits at it tells the two apart.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Standstill(Generic[K]):
    """For each key where it was seen last, and since when."""

    def __init__(self, after_s: float) -> None:
        self._after_s = after_s
        self._at: dict[K, tuple[object, float]] = {}

    def saw(self, key: K, place: object, *, waits: bool, now_s: float) -> float | None:
        """Seconds for which `key` has stood at `place` with work waiting, once that is too long; else None."""
        if not waits:
            self._at.pop(key, None)
            return None
        known = self._at.get(key)
        if known is None or known[0] != place:
            self._at[key] = (place, now_s)
            return None
        stood_s = now_s - known[1]
        return stood_s if stood_s >= self._after_s else None

    def keep(self, keys: Collection[K]) -> None:
        """Forget all others: what somebody else has now is not ours to watch."""
        for key in [key for key in self._at if key not in keys]:
            del self._at[key]
