"""What follows from the bank's words. They may arrive in any order: the newest fact of a family counts.

A fact is compared by the time it was true, not by its arrival. On equal times the careful side wins: a brake over
its release, a payment over the overdue event it settles.
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
    Person,
    PlanBroken,
    PlanSigned,
)  # fmt: skip
from shared.contracts.values import Money
from shared.decision import Decision, Effect, refuse

from .case import BrakeCause, Closed, Family, State, Unknown, Visiting, brakes_of
from .changes import Braked, Change, Corrected, Heard, Owes, Released, Shut, Told, VisitOver
from .deciding import Now, conclude, intend
from .unread import held_for, letters_of

LIFTED_WITH_A_HOLD: tuple[BrakeCause, ...] = ("hold", "unsafe", "complaint")
"""What an operator ends by lifting the hold, unless it came after that."""
ENDED_BY_DETAILS: tuple[BrakeCause, ...] = ("address-wrong", "unreachable", "unconfirmed")


def on_overdue(state: State, said: LoanOverdue, now: Now) -> Decision:
    before = heard(state, "overdue")
    if before is not None and said.time < before:
        return refuse("overtaken", "a newer overdue event is known")
    changes: list[Change] = [Told(said.data, said.time)]
    if (heard(state, "details") or said.time) <= said.time:
        changes += _number(state, said.data.person)
    if isinstance(state, Unknown):
        return _first_overdue(state, changes, now)
    if isinstance(state, Closed) and not state.final and said.time > state.loan.heard["balance"]:
        return conclude(state, now, "overdue-again", "a paid loan is overdue again", changes)
    return conclude(state, now, "overdue-still", "the loan is still overdue", changes)


def _first_overdue(state: Unknown, changes: list[Change], now: Now) -> Decision:
    """What could not be read about it before it was known is looked at now; see `unread`."""
    known = {letter.id for letter in letters_of(state)}
    more = tuple(each for each in now.lookup.letters.get(state.case, ()) if each.id not in known)
    if not more:
        return conclude(state, now, "overdue", "the loan is overdue", changes)
    braked, kept = held_for(state, (*letters_of(state), *more), now)
    why = f"the loan is overdue, and a record about it can't be read: {more[-1].code}"
    return conclude(state, now, "overdue", why, [*braked, *changes], effects=kept)


def on_payment(state: State, said: PaymentReceived, now: Now) -> Decision:
    before, left = heard(state, "balance"), said.data.outstanding
    newest = before is None or said.time > before or (said.time == before and not (left.minor and _settled(state)))
    if left.minor == 0:
        if not newest:
            return refuse("overtaken", "the bank said later that the loan is overdue")
        return _paid(state, said, now)
    until = extended(state, "part-paid", said.time + now.rules.part_paid)
    changes: list[Change] = [Owes(Money(minor=left.minor, currency=left.currency), said.time)] if newest else []
    if until > now.at:
        changes.append(Braked("part-paid", until))
    if not changes:
        return refuse("overtaken", "an old part payment; newer facts are known")
    rule = now.rules.pack.holds.partial_payment_days.rule
    return conclude(state, now, "part-paid", "a part payment earns quiet", changes, rule=rule, withdraw="part-paid")


def _settled(state: State) -> bool:
    return state.outstanding == 0 if isinstance(state, Unknown) else isinstance(state, Closed)


def _paid(state: State, said: PaymentReceived, now: Now) -> Decision:
    changes: list[Change] = [Owes(None, said.time)]
    effects: tuple[Effect, ...] = ()
    if isinstance(state, Unknown):
        return conclude(state, now, "paid-before-overdue", "remembered until the loan is said to be overdue", changes)
    if isinstance(state, Closed):
        return conclude(state, now, "paid-already-closed", "the case was closed already", changes)
    if state.loan.texted and not _silenced(state):
        opened, effects = intend(state.loan, "thanks-paid", now, answers=now.at)
        changes.append(opened)
    return conclude(state, now, "paid", "nothing is overdue any more", changes, effects=effects, withdraw="paid")


def _silenced(state: State) -> bool:
    return any(brake.cause in ("opted-out", "wrong-number") for brake in brakes_of(state))


def on_plan_signed(state: State, said: PlanSigned, now: Now) -> Decision:
    return put_on(state, now, "plan", said.time, "plan-signed", None, "a signed plan stops collection")


def on_plan_broken(state: State, said: PlanBroken, now: Now) -> Decision:
    return take_off(state, now, "plan", said.time, ("plan-signed",), "plan-broken", "the plan was broken")


def on_dispute_opened(state: State, said: DisputeOpened, now: Now) -> Decision:
    return put_on(state, now, "dispute", said.time, "dispute", None, "the debt is disputed")


def on_dispute_closed(state: State, said: DisputeClosed, now: Now) -> Decision:
    return take_off(state, now, "dispute", said.time, ("dispute",), "dispute-closed", "the dispute is settled")


def on_hold_set(state: State, said: HoldSet, now: Now) -> Decision:
    return put_on(state, now, "hold", said.time, "hold", said.data.until, f"the bank holds it: {said.data.cause}")


def on_hold_lifted(state: State, said: HoldLifted, now: Now) -> Decision:
    since = {"unsafe": heard(state, "unsafe"), "complaint": heard(state, "complaint")}
    lifted = tuple(cause for cause in LIFTED_WITH_A_HOLD if (since.get(cause) or said.time) <= said.time)
    return take_off(state, now, "hold", said.time, lifted, "hold-lifted", "the hold was lifted")


def on_details(state: State, said: DetailsCorrected, now: Now) -> Decision:
    newest = max(heard(state, "details") or said.time, heard(state, "overdue") or said.time)
    if newest > said.time:
        return refuse("overtaken", "newer details are known")
    person = said.data.person
    changes: list[Change] = [Corrected(person, said.time)]
    changes += [Released(brake.cause) for brake in brakes_of(state) if brake.cause in ENDED_BY_DETAILS]
    changes += _number(state, person)
    if isinstance(state, Visiting):
        # It was planned for the former details: it is taken back, and the gate is asked anew.
        changes.append(VisitOver())
    return conclude(
        state, now, "details-corrected", "the borrower's details changed", changes, withdraw="details-corrected"
    )


def on_closed(state: State, said: LoanClosed, now: Now) -> Decision:
    if (isinstance(state, Closed) and state.final) or (isinstance(state, Unknown) and state.shut is not None):
        return refuse("already-closed", "the bank closed it before")
    changes: list[Change] = [Shut(said.data.cause, said.time)]
    return conclude(state, now, "closed", f"the bank closed it: {said.data.cause}", changes, withdraw="closed")


def put_on(
    state: State, now: Now, family: Family, time: datetime, cause: BrakeCause, until: datetime | None, why: str
) -> Decision:
    """Brake, unless something newer of the family is known, or its end is past already."""
    before = heard(state, family)
    if before is not None and time < before:
        return refuse("overtaken", f"something newer is known about: {family}")
    if until is not None and until <= now.at:
        return conclude(
            state, now, f"{cause}-over", "it had ended when it was heard of", [Heard(family, time), Released(cause)]
        )
    return conclude(state, now, cause, why, [Heard(family, time), Braked(cause, until)], withdraw=cause)


def take_off(
    state: State, now: Now, family: Family, time: datetime, causes: tuple[BrakeCause, ...], reason: str, why: str
) -> Decision:
    """Release, unless something newer of the family is known."""
    before = heard(state, family)
    if before is not None and time <= before:
        return refuse("overtaken", f"something newer is known about: {family}")
    on = {brake.cause for brake in brakes_of(state)}
    return conclude(state, now, reason, why, [Heard(family, time), *(Released(c) for c in causes if c in on)])


def heard(state: State, family: Family) -> datetime | None:
    """The time of the newest fact of the family, None when there is none."""
    return (state.heard if isinstance(state, Unknown) else state.loan.heard).get(family)


def extended(state: State, cause: BrakeCause, until: datetime) -> datetime:
    """The later end: that of the brake that is on already, or `until`."""
    return max(until, next((brake.until or until for brake in brakes_of(state) if brake.cause == cause), until))


def _number(state: State, person: Person) -> list[Change]:
    """Another number ends the brake that a wrong one had put on."""
    if isinstance(state, Unknown) or state.loan.person.phone_hash == person.phone_hash:
        return []
    return [Released("wrong-number")]


BANK: dict[type[Any], Any] = {
    LoanOverdue: on_overdue,
    PaymentReceived: on_payment,
    PlanSigned: on_plan_signed,
    PlanBroken: on_plan_broken,
    DisputeOpened: on_dispute_opened,
    DisputeClosed: on_dispute_closed,
    HoldSet: on_hold_set,
    HoldLifted: on_hold_lifted,
    DetailsCorrected: on_details,
    LoanClosed: on_closed,
}
