"""Is anything owed? By the newest facts alone, so that it does not matter in which order they came.

1. What is overdue, what a payment left and what a reversal left are words about one balance: the newest counts.
2. Of the same moment the smallest counts: nothing owed beats everything, and a payment the overdue event it settles.
3. A closing counts against overdue events only: it holds until one is newer. A payment that comes in after a write-off,
   or is taken back after a closing, opens nothing.
4. What was paid and what was closed are apart: an overdue event may be newer than the closing, and a payment in full
   newer than both.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from shared.contracts.loans import (
    DisputeClosed,
    DisputeOpened,
    HoldLifted,
    HoldSet,
    LoanClosed,
    PaymentReceived,
    PaymentReversed,
    PlanBroken,
    PlanSigned,
)

from .known_person import Owed
from .state import Closed, Family, KnownState, State, Unknown

BookedEvent = (
    PaymentReceived | PaymentReversed | PlanSigned | PlanBroken | DisputeOpened | DisputeClosed | HoldSet | HoldLifted
    | LoanClosed
)  # fmt: skip
Facts = Mapping[Family, datetime]
"""Family of facts → time of the newest of it. `settled` is a balance of nothing, `closed` a closing by the bank."""


def booked(input: BookedEvent) -> datetime:
    """When the bank's books had it: the time that it is compared by."""
    at: datetime | None = input.data.booked_at
    return at or input.time


def facts_of(state: State) -> dict[Family, datetime]:
    """The facts of `state`. A state of before these two families says the same by what it is."""
    if isinstance(state, Unknown):
        found = dict(state.heard)
        if state.outstanding == 0:
            found.setdefault("settled", found["balance"])
        if state.shut_at is not None:
            found.setdefault("closed", state.shut_at)
        return found
    found = dict(state.loan.heard)
    if isinstance(state, Closed):
        found.setdefault("closed" if state.final else "settled", state.at if state.final else found["balance"])
    return found


def is_settled(facts: Facts) -> bool:
    """Was the newest word about the balance that nothing is owed?"""
    settled = facts.get("settled")
    return settled is not None and settled >= facts["balance"]


def is_shut(facts: Facts) -> bool:
    """Did the bank close it, and not say since that it is overdue?"""
    closed = facts.get("closed")
    return closed is not None and closed >= facts.get("overdue", closed)


def closed_since(state: State, time: datetime) -> str | None:
    """Why the loan is closed although it was overdue at `time`: by a word of the bank's as new. None: it is open."""
    if not isinstance(state, Unknown | Closed):
        return None
    facts = facts_of(state)
    facts["overdue"] = max(time, facts.get("overdue", time))
    facts["balance"] = max(time, facts.get("balance", time))
    if is_shut(facts):
        return (state.shut or "") if isinstance(state, Unknown) else state.cause
    return "paid" if is_settled(facts) else None


def counts(state: State, time: datetime, minor: int) -> bool:
    """Does a balance of `minor` at `time` replace what is known?"""
    facts = facts_of(state)
    before = facts.get("balance")
    if before is None or time > before:
        return True
    return time == before and (minor <= 0 or (not is_settled(facts) and minor < _known(state)))


def _known(state: Unknown | KnownState) -> int:
    return (state.outstanding or 0) if isinstance(state, Unknown) else state.loan.amount.minor


def smaller(amount: Owed, left: int | None, *, newer: bool) -> Owed:
    """`amount`, or what is `left` of it by a word as new, or newer. (Of nothing left there is no amount to keep.)"""
    if not left or left < 0 or (left > amount.minor and not newer):
        return amount
    return Owed(left, amount.currency)
