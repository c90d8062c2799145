"""Timers that fire, as inputs to be decided on, and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from shared.runtime import metrics
from shared.runtime.ports import DueTimer

from .pending_input import PendingInput, pending_timer


def fired(service: str, due: Sequence[DueTimer], at: datetime) -> list[PendingInput]:
    """They fire at `at`, in this order."""
    for kind, number in Counter(timer.kind.partition(":")[0] for timer in due).items():
        metrics.count("timers_fired", number, kind=kind)
    for timer in due:
        metrics.observe("timer_late_seconds", max(0.0, (at - timer.due_at).total_seconds()))
    return [pending_timer(service, timer) for timer in due]
