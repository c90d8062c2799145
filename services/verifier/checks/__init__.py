"""What must never be true of a run. Each check reads the history and yields what it found; none changes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..history import History
from ..verdict import Breach
from . import brakes, causes, contact_rules, doubled, handed_on, letters, lost, ours, papers, permits, table_consistency

Check = Callable[[History], Iterable[Breach]]
CHECKS: tuple[Check, ...] = (
    letters.check,
    lost.check,
    handed_on.check,
    causes.check,
    doubled.check,
    permits.check,
    contact_rules.check,
    brakes.check,
    papers.check,
    ours.check,
    table_consistency.check,
)
