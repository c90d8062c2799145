"""Which offset of a partition may be committed: the lowest one that is still open, never past it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence


class Watermark:
    """Offsets are opened in rising order and closed in any order."""

    def __init__(self) -> None:
        self._open: deque[int] = deque()
        self._closed: set[int] = set()

    @property
    def is_open(self) -> bool:
        return bool(self._open)

    def opened(self, offsets: Sequence[int]) -> None:
        self._open.extend(offsets)

    def closed(self, offsets: Iterable[int]) -> int | None:
        """The offset to commit (one past the last closed without a gap), or None when it has not moved."""
        self._closed.update(offsets)
        last = None
        while self._open and self._open[0] in self._closed:
            last = self._open.popleft()
            self._closed.discard(last)
        return None if last is None else last + 1

    @property
    def lowest(self) -> int | None:
        """The lowest offset that is open, or None."""
        return self._open[0] if self._open else None
