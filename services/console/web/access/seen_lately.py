"""Whether somebody was written down for the same a moment ago: a page that renews itself fills no trail. Pure but for
its memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime, timedelta

KEPT_FOR = timedelta(minutes=10)
KEPT_MAX = 20_000


class SeenLately:
    """Bounded: what was written longest ago is forgotten first, and written again."""

    def __init__(self, *, kept_for: timedelta = KEPT_FOR, kept_max: int = KEPT_MAX) -> None:
        self._at: OrderedDict[Hashable, datetime] = OrderedDict()
        self._kept_for = kept_for
        self._kept_max = kept_max

    def is_new(self, key: Hashable, at: datetime) -> bool:
        """From now on it is not, for a while; counted from when it was written, so whoever stays is written again."""
        before = self._at.get(key)
        if before is not None and timedelta() <= at - before < self._kept_for:
            return False
        self._at[key] = at
        self._at.move_to_end(key)
        while len(self._at) > self._kept_max:
            self._at.popitem(last=False)
        return True

    def forget(self, key: Hashable) -> None:
        """It was not written after all."""
        self._at.pop(key, None)
