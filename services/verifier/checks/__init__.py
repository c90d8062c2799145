"""What must never be true of a run. Each check reads the history and yields what it found; none changes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..history import History
from ..verdict import Breach
from . import (
    brakes,
    causes,
    certificates,
    contact_rules,
    dead_letters,
    duplicates,
    handovers,
    held_by_us,
    losses,
    permits,
    table_consistency,
)

Check = Callable[[History], Iterable[Breach]]
CHECKS: tuple[Check, ...] = (
    dead_letters.check,
    losses.check,
    handovers.check,
    causes.check,
    duplicates.check,
    permits.check,
    contact_rules.check,
    brakes.check,
    certificates.check,
    held_by_us.check,
    table_consistency.check,
)
