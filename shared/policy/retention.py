"""What is kept for a while after it is over, and for how many days by the limits of a day."""

from __future__ import annotations

from typing import Literal

from .parts import Limits

Kept = Literal["cases", "crews", "operations", "letters", "strangers", "ids"]


def kept_days(limits: Limits) -> dict[Kept, int]:
    """By what it is: see `Retention`, which says from when each is counted."""
    retention = limits.retention
    return {
        "cases": retention.cases_days.value,
        "crews": retention.crews_days.value,
        "operations": retention.operations_days.value,
        "letters": retention.letters_days.value,
        "strangers": retention.strangers_days.value,
        "ids": retention.ids_days.value,
    }


def kept_rule(limits: Limits, what: Kept) -> str:
    """What that rests on, for whoever asks why it is gone, or still there."""
    retention = limits.retention
    leaves = {
        "cases": retention.cases_days, "crews": retention.crews_days, "operations": retention.operations_days,
        "letters": retention.letters_days, "strangers": retention.strangers_days, "ids": retention.ids_days,
    }  # fmt: skip
    return leaves[what].rule
