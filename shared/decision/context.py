"""What a decision may know besides the state and the input."""

from __future__ import annotations

from datetime import datetime
from typing import Generic, TypeVar

from msgspec import Struct

RulesT = TypeVar("RulesT")
LookupT = TypeVar("LookupT")


class TimerDue(Struct, frozen=True, gc=False):
    """Input of a machine: the timer `kind`, set for `due_at`, has come due."""

    kind: str
    due_at: datetime


class DecisionContext(Struct, Generic[RulesT, LookupT], frozen=True):
    """The moment of a decision (`at`, aware, UTC), the rules in force, and what the shell looked up for it.

    `stopped` holds `sending:SCOPE` and `visiting:SCOPE` with SCOPE `all`, `region:NAME` or `case:ID`, and
    `deaf:TOPIC since MOMENT` for a topic that must be heard and of which something may lie unread.
    """

    at: datetime
    rules: RulesT
    lookup: LookupT
    stopped: frozenset[str] = frozenset()

    def is_stopped(self, what: str, *, region: str, case: str) -> str | None:
        """The scope whose switch stops `what` here, or None."""
        for scope in ("all", f"region:{region}", f"case:{case}"):
            if f"{what}:{scope}" in self.stopped:
                return scope
        return None

    def deaf(self) -> str | None:
        """`TOPIC since MOMENT` of what may lie unread, or None when everything is heard."""
        found = sorted(stop for stop in self.stopped if stop.startswith("deaf:"))
        return found[0].removeprefix("deaf:") if found else None
