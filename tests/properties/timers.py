"""The timers of one aggregate, as a shell keeps them: when each kind is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from shared.decision import CancelTimer, Effect, SetTimer, TimerDue

Timers = dict[str, datetime]


def keep(timers: Timers, came: Any, effects: Iterable[Effect]) -> None:
    """A timer that came is over; then what the decision on it sets and cancels."""
    if isinstance(came, TimerDue):
        timers.pop(came.kind, None)
    for effect in effects:
        if isinstance(effect, SetTimer):
            timers[effect.kind] = effect.due_at
        elif isinstance(effect, CancelTimer):
            timers.pop(effect.kind, None)


def first_due(timers: Timers) -> TimerDue | None:
    """The one that is due first, of those due together the first by its name; None when there is none."""
    if not timers:
        return None
    kind = min(timers, key=lambda name: (timers[name], name))
    return TimerDue(kind, timers[kind])
