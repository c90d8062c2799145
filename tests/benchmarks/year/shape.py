"""Whether a year's figures are flat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

FLAT = 0.10
STAY = frozenset({"privacy.data_keys", "privacy.forgotten", "notifier.suppressions"})
"""Tables that grow with people who were ever heard of, by intention (docs/adr/0062)."""
LAST = 4


def ending(month: Mapping[str, Any]) -> int:
    """Bytes of all tables of which everything ends."""
    return sum(size for name, size in month["tables"].items() if name not in STAY)


def months_apart(months: Sequence[Mapping[str, Any]]) -> float:
    """By how much the largest of the last four is larger than the smallest."""
    totals = [ending(month) for month in months[-LAST:]]
    return max(totals) / min(totals) - 1
