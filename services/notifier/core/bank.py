"""What follows from the bank's words. They may arrive in any order: the newest fact of a family counts.

A fact is compared by the time it was true, not by its arrival. On equal times the careful side wins: a brake over
its release, a longer hold over a shorter one. What is owed has a file of its own: `balance`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shared.contracts.loans import (
    DetailsCorrected,
    DisputeClosed,
    DisputeOpened,
    HoldLifted,
    HoldSet,
    LoanClosed,
    LoanOverdue,
    PaymentReceived,
    PaymentReversed,
    PlanBroken,
    PlanSigned,
)  # fmt: skip
from shared.decision import Decision, refuse

from .balance import another_number, on_closed, on_overdue, on_payment
from .case import BrakeCause, Family, State, Visiting, brakes_of, heard
from .changes import Braked, Change, Corrected, Heard, Released, VisitOver
from .deciding import Now, conclude
from .naming import naming
from .owed import booked

LIFTED_WITH_A_HOLD: tuple[BrakeCause, ...] = ("hold", "unsafe", "complaint")
"""What an operator ends by lifting the hold, unless it came after that."""
ENDED_BY_DETAILS: tuple[BrakeCause, ...] = ("address-wrong", "unreachable", "unconfirmed")


def on_plan_signed(state: State, said: PlanSigned, now: Now) -> Decision:
    return put_on(state, now, "plan", booked(said), "plan-signed", None, "a signed plan stops collection")


def on_plan_broken(state: State, said: PlanBroken, now: Now) -> Decision:
    return take_off(state, now, "plan", booked(said), ("plan-signed",), "plan-broken", "the plan was broken")


def on_dispute_opened(state: State, said: DisputeOpened, now: Now) -> Decision:
    return put_on(state, now, "dispute", booked(said), "dispute", None, "the debt is disputed")


def on_dispute_closed(state: State, said: DisputeClosed, now: Now) -> Decision:
    return take_off(state, now, "dispute", booked(said), ("dispute",), "dispute-closed", "the dispute is settled")


def on_hold_set(state: State, said: HoldSet, now: Now) -> Decision:
    return put_on(state, now, "hold", booked(said), "hold", said.data.until, f"the bank holds it: {said.data.cause}")


def on_hold_lifted(state: State, said: HoldLifted, now: Now) -> Decision:
    at = booked(said)
    since = {"unsafe": heard(state, "unsafe"), "complaint": heard(state, "complaint")}
    lifted = tuple(cause for cause in LIFTED_WITH_A_HOLD if (since.get(cause) or at) <= at)
    return take_off(state, now, "hold", at, lifted, "hold-lifted", "the hold was lifted")


def on_details(state: State, said: DetailsCorrected, now: Now) -> Decision:
    newest = max(heard(state, "details") or said.time, heard(state, "overdue") or said.time)
    if newest > said.time:
        return refuse("overtaken", "newer details are known")
    person = said.data.person
    changes: list[Change] = [Corrected(person, said.time)]
    changes += [Released(brake.cause) for brake in brakes_of(state) if brake.cause in ENDED_BY_DETAILS]
    changes += another_number(state, person)
    if isinstance(state, Visiting):
        # It was planned for the former details: it is taken back, and the gate is asked anew.
        changes.append(VisitOver())
    return conclude(
        state, now, "details-corrected", "the borrower's details changed", changes, withdraw="details-corrected"
    )


def put_on(
    state: State, now: Now, family: Family, time: datetime, cause: BrakeCause, until: datetime | None, why: str
) -> Decision:
    """Brake, unless something newer of the family is known, or its end is past already."""
    before = heard(state, family)
    if before is not None and time < before:
        return refuse("overtaken", f"something newer is known about: {family}")
    if time == before:
        until = _longer(state, cause, until)
    if until is not None and until <= now.at:
        return conclude(
            state, now, f"{cause}-over", "it had ended when it was heard of", [Heard(family, time), Released(cause)]
        )
    return conclude(state, now, cause, why, [Heard(family, time), Braked(cause, until)], withdraw=cause)


def _longer(state: State, cause: BrakeCause, until: datetime | None) -> datetime | None:
    """Of two that were set at the same moment the one that ends later, or never."""
    ends = [brake.until for brake in brakes_of(state) if brake.cause == cause]
    return until if until is None or not ends else None if ends[0] is None else max(until, ends[0])


def take_off(
    state: State, now: Now, family: Family, time: datetime, causes: tuple[BrakeCause, ...], reason: str, why: str
) -> Decision:
    """Release, unless something newer of the family is known."""
    before = heard(state, family)
    if before is not None and time <= before:
        return refuse("overtaken", f"something newer is known about: {family}")
    on = {brake.cause for brake in brakes_of(state)}
    return conclude(state, now, reason, why, [Heard(family, time), *(Released(c) for c in causes if c in on)])


BANK: dict[type[Any], Any] = {
    LoanOverdue: naming(on_overdue),
    PaymentReceived: on_payment,
    PlanSigned: on_plan_signed,
    PlanBroken: on_plan_broken,
    DisputeOpened: on_dispute_opened,
    DisputeClosed: on_dispute_closed,
    HoldSet: on_hold_set,
    HoldLifted: on_hold_lifted,
    DetailsCorrected: naming(on_details),
    LoanClosed: on_closed,
    PaymentReversed: on_payment,
}
