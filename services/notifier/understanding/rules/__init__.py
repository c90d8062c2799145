"""What means what: one line per composition, in a file for each thing that people write about."""

from __future__ import annotations

from .consent import CONSENT, NO_CONSENT
from .money import IDLE, MONEY, PAYDAY
from .person import PERSON
from .rule import CALLS, SURE, UNSURE, Rule
from .visit import CANCELLED, VISIT

__all__ = ["CALLS", "CANCELLED", "IDLE", "NO_CONSENT", "PAYDAY", "RULES", "SURE", "UNSURE", "Rule"]

RULES: tuple[Rule, ...] = (*CONSENT, *VISIT, *MONEY, *PERSON)
