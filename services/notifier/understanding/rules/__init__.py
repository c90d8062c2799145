"""What means what: one line per composition, in a file for each thing that people write about."""

from __future__ import annotations

from .consent import CONSENT, NO_CONSENT
from .money import ANOTHER_AMOUNT, BEFELL, HARD_TIMES, IDLE, MONEY, PAYDAY, REPORTED
from .person import PERSON
from .rule import CALLS, LIKELY, SURE, UNSURE, Rule
from .visit import CANCEL_ASKED, CANCELLED, NO_VISITS, VISIT

__all__ = [
    "ANOTHER_AMOUNT", "BEFELL", "CALLS", "CANCELLED", "CANCEL_ASKED", "HARD_TIMES", "IDLE", "LIKELY", "NO_CONSENT",
    "NO_VISITS", "PAYDAY", "REPORTED", "RULES",
    "SURE", "UNSURE", "Rule",
]  # fmt: skip

RULES: tuple[Rule, ...] = (*CONSENT, *VISIT, *MONEY, *PERSON)
