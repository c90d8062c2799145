"""What bank and borrower were promised, worked out from what they said alone, in the plainest words.

It knows nothing of cases, brakes or stages, and shares no code with the core. Facts of a family replace each other:
the newest counts, by the time it was true.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

DAY = timedelta(days=1)
ANSWERS = frozenset({"opt-out-confirmed", "hardship", "plan-offer", "thanks-paid", "visit-cancelled", "visit-held",
                     "moved", "missed", "code-unknown", "not-understood"})  # fmt: skip
"""What may be said to somebody who is to be left in peace: answers, and what a cancelled visit owes them."""
GOODBYES = frozenset({"opt-out-confirmed", "thanks-paid", "visit-cancelled"})
CONFIRMATION = frozenset({"opt-out-confirmed"})
ASKED_BY_SCHEDULER = (
    "offer", "agreed", "notice", "reminder", "visit-cancelled", "visit-held", "moved", "missed", "code-unknown",
    "on-the-way",
)  # fmt: skip
"""Texts about a visit that the machines ask for."""


@dataclass
class Promises:
    facts: dict[str, tuple[datetime, Any]] = field(default_factory=dict)
    rests: dict[str, datetime] = field(default_factory=dict)
    shut: datetime | None = None
    complaint: datetime | None = None
    lifted: datetime | None = None
    dropped: set[str] = field(default_factory=set)
    opt_outs: int = 0
    delivered: list[datetime] = field(default_factory=list)
    visit: str | None = None
    visits_made: list[datetime] = field(default_factory=list)

    def newest(self, family: str, time: datetime, fact: Any) -> bool:
        """Remember the fact if nothing newer of its family is known; is it news?"""
        known = self.facts.get(family)
        if known is not None and known[0] > time:
            return False
        self.facts[family] = (time, fact)
        return True

    def rests_until(self, cause: str, until: datetime) -> None:
        self.rests[cause] = max(until, self.rests.get(cause, until))

    def fact(self, family: str) -> Any:
        return self.facts[family][1] if family in self.facts else None

    @property
    def opted_out(self) -> bool:
        return bool(self.fact("consent") == "stop")

    @property
    def owes_nothing(self) -> bool:
        return self.is_shut or bool(self.fact("balance") == 0)

    @property
    def is_shut(self) -> bool:
        """The bank closed it, and has not said since that it is overdue."""
        overdue = self.facts.get("overdue")
        return self.shut is not None and (overdue is None or overdue[0] <= self.shut)

    def in_peace(self, at: datetime) -> str | None:
        """Why nobody may remind, offer or visit at `at`, or None."""
        for cause in ("plan", "dispute"):
            if self.fact(cause) == "on":
                return cause
        if self.complaint is not None and (self.lifted is None or self.lifted < self.complaint):
            return "complaint"
        hold = self.fact("hold")
        if hold is not None and hold > at:
            return "hold"
        return next((cause for cause, until in sorted(self.rests.items()) if until > at), None)

    def may_be_said(self, kind: str, phone: str, at: datetime) -> bool:
        """May a text of this kind be on its way to that number at `at`?"""
        if phone in self.dropped:
            return False
        if self.opted_out and kind not in CONFIRMATION:
            return False
        if self.owes_nothing and kind not in GOODBYES:
            return False
        return self.in_peace(at) is None or kind in ANSWERS

    def may_be_visited(self, at: datetime) -> bool:
        return not (self.opted_out or self.owes_nothing or self.in_peace(at))

    def gate(self, at: datetime, dpd: int, minor: int) -> None:
        """Long overdue and large, texting tried and failed, a week of silence, a month since the last visit."""
        assert self.may_be_visited(at), "a visit is asked for of somebody who is to be left in peace"
        assert self.visit is None, "a second visit is asked for while one is open"
        assert dpd >= 60, f"only {dpd} days past due"
        assert minor >= 10_000, "a small debt"
        assert len(self.delivered) >= 3, "fewer than three texts were delivered and not answered"
        assert at - max(self.delivered) >= 7 * DAY, "less than a week of silence"
        assert all(at - made >= 30 * DAY for made in self.visits_made), "two visits within a month"
