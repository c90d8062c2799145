"""What follows from the bank's words. They may arrive in any order: the newest fact of a family counts.

A fact is compared by the time it was true, not by its arrival. On equal times the careful side wins: a brake over
its release, a longer hold over a shorter one. What is owed has a file of its own: `balance`.
"""

from __future__ import annotations

from shared.contracts.loans import (
    DetailsCorrected,
    DisputeClosed,
    DisputeOpened,
    HoldLifted,
    HoldSet,
    PlanBroken,
    PlanSigned,
)  # fmt: skip
from shared.decision import Decision, accept, refuse

from .balance import another_number
from .balance_facts import booked
from .changes import Braked, BrakeReleased, Change, DetailsChanged, FactNoted
from .forgotten import unless_forgotten
from .known_person import known_person
from .lookup import LoanContext
from .phone_naming import naming
from .state import BrakeCause, State, brakes_of, heard
from .visit_rest import called_off
from .withdrawals import withdraw_texts, withdraw_visit

LIFTED_WITH_A_HOLD: tuple[BrakeCause, ...] = ("hold", "unsafe", "complaint")
"""What an operator ends by lifting the hold, unless it came after that."""
ENDED_BY_DETAILS: tuple[BrakeCause, ...] = ("address-wrong", "unreachable", "unconfirmed", "language-unwritten")


def plan_signed(state: State, input: PlanSigned, context: LoanContext) -> Decision[Change]:
    fact, brake = FactNoted("plan", booked(input)), Braked("plan-signed", None)
    return put_on(state, fact, brake, "a signed plan stops collection", context)


def plan_broken(state: State, input: PlanBroken, context: LoanContext) -> Decision[Change]:
    fact = FactNoted("plan", booked(input))
    return take_off(state, fact, ("plan-signed",), "plan-broken", "the plan was broken")


def dispute_opened(state: State, input: DisputeOpened, context: LoanContext) -> Decision[Change]:
    fact, brake = FactNoted("dispute", booked(input)), Braked("dispute", None)
    return put_on(state, fact, brake, "the debt is disputed", context)


def dispute_closed(state: State, input: DisputeClosed, context: LoanContext) -> Decision[Change]:
    fact = FactNoted("dispute", booked(input))
    return take_off(state, fact, ("dispute",), "dispute-closed", "the dispute is settled")


def hold_set(state: State, input: HoldSet, context: LoanContext) -> Decision[Change]:
    fact, brake = FactNoted("hold", booked(input)), Braked("hold", input.data.until)
    return put_on(state, fact, brake, f"the bank holds it: {input.data.cause}", context)


def hold_lifted(state: State, input: HoldLifted, context: LoanContext) -> Decision[Change]:
    at = booked(input)
    since = {"unsafe": heard(state, "unsafe"), "complaint": heard(state, "complaint")}
    lifted = tuple(cause for cause in LIFTED_WITH_A_HOLD if (since.get(cause) or at) <= at)
    return take_off(state, FactNoted("hold", at), lifted, "hold-lifted", "the hold was lifted")


@unless_forgotten
@naming
def details_corrected(state: State, input: DetailsCorrected, context: LoanContext) -> Decision[Change]:
    newest = max(heard(state, "details") or input.time, heard(state, "overdue") or input.time)
    if newest > input.time:
        return refuse("overtaken", "newer details are known")
    person = input.data.person
    changes: list[Change] = [DetailsChanged(known_person(person), input.time)]
    changes += [BrakeReleased(brake.cause) for brake in brakes_of(state) if brake.cause in ENDED_BY_DETAILS]
    changes += another_number(state, person)
    # A visit was planned for the former details: it is taken back, and the gate is asked anew.
    over, told = called_off(state, "details-corrected", context)
    effects = [*withdraw_visit(state, "details-corrected"), *told]
    return accept("details-corrected", "the borrower's details changed", *changes, *over, effects=effects)


def put_on(state: State, fact: FactNoted, brake: Braked, why: str, context: LoanContext) -> Decision[Change]:
    """Brake, unless something newer of the family is known, or its end is past already."""
    before = heard(state, fact.family)
    if before is not None and fact.time < before:
        return refuse("overtaken", f"something newer is known about: {fact.family}")
    if fact.time == before:
        brake = _longer(state, brake)
    cause = brake.cause
    if brake.until is not None and brake.until <= context.at:
        return accept(f"{cause}-over", "it had ended when it was heard of", fact, BrakeReleased(cause))
    texts = withdraw_texts(state, brake, cause)
    return accept(cause, why, fact, texts.change, effects=[*texts.effects, *withdraw_visit(state, cause)])


def _longer(state: State, brake: Braked) -> Braked:
    """Of two that were set at the same moment the one that ends later, or never."""
    on = next((one for one in brakes_of(state) if one.cause == brake.cause), None)
    if on is None or brake.until is None:
        return brake
    return Braked(brake.cause, None if on.until is None else max(brake.until, on.until))


def take_off(state: State, fact: FactNoted, causes: tuple[BrakeCause, ...], reason: str, why: str) -> Decision[Change]:
    """Release, unless something newer of the family is known."""
    before = heard(state, fact.family)
    if before is not None and fact.time <= before:
        return refuse("overtaken", f"something newer is known about: {fact.family}")
    on = {brake.cause for brake in brakes_of(state)}
    return accept(reason, why, fact, *(BrakeReleased(cause) for cause in causes if cause in on))
