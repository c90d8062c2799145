"""What a borrower of the simulation owes: one loan, as the bank reports on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .people import Who


@dataclass(slots=True)
class Debt:
    """`said` counts what the bank said of it."""

    case: str
    who: Who
    owed: int
    since: datetime
    said: int = 0
