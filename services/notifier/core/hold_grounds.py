"""What a hold rests on that a borrower's word puts on, in a reply or at the door."""

from __future__ import annotations

from typing import Final

from .rules import Rules
from .state import BrakeCause

DISPUTED: Final = "a disputed debt is not collected"
NO_VISITS: Final = "house: nobody is visited who refuses visits (15 USC 1692c(a)(1): a place known to be inconvenient)"


def ground_of_hold(cause: BrakeCause, rules: Rules) -> str:
    """The rule that says how long it lasts; empty where nobody's rule but plain sense does."""
    holds = rules.limits.holds
    match cause:
        case "hardship":
            return holds.hardship_days.rule
        case "promise" | "paid-claimed":
            return holds.promise_days.rule
        case "dispute":
            return DISPUTED
        case "visits-refused":
            return NO_VISITS
        case _:
            return ""
