"""How old something is that is shown, and since when nothing newer can be had. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from ...views.formatting import age


@dataclass(frozen=True, slots=True)
class Freshness:
    """`read_at` is when it was read last, in real time; `trouble` is why it was not read since, or nothing."""

    read_at: datetime | None = None
    trouble: str = ""

    @property
    def stale(self) -> bool:
        return bool(self.trouble)

    def good(self, at: datetime) -> Freshness:
        return Freshness(at)

    def failed(self, trouble: str) -> Freshness:
        return replace(self, trouble=trouble or "it can't be read")

    def told(self, now: datetime) -> str:
        if self.read_at is None:
            return f"not read yet: {self.trouble}" if self.trouble else "being read"
        if self.trouble:
            return f"stale since {self.read_at:%H:%M:%S} UTC ({age(now - self.read_at)}): {self.trouble}"
        return f"{age(now - self.read_at)} old"
