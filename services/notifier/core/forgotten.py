"""A person who was forgotten: their keys are gone, so nobody can text, visit or understand them any more.

1. Each case of theirs is held, without an end; every text that waits and the visit that is open are taken back, and
   nothing is said of that.
2. What the bank says of a balance still counts. A person whom it names under the forgotten id, or with a box under an
   erased key, is refused: the case, and whatever could be found by their number, stays as it is. Another person (a new
   id and a new key) ends the hold.
3. A reply that was on its way when its key went can't be read, so it counts as a STOP of its number.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final, TypeVar

from shared.contracts.loans import DetailsCorrected, LoanOverdue
from shared.decision import Decision, accept, refuse

from .changes import Braked, Change
from .inputs import BorrowerErased, ReplyRead
from .known_person import AnyPerson, KnownPerson
from .lookup import LoanContext
from .reply_meanings import weighed
from .state import State, Unknown, brakes_of
from .table_writes import Suppress
from .withdrawals import withdraw_texts, withdraw_visit

CAUSE: Final = "forgotten-person"
RULE: Final = "GDPR art. 17: who was erased on demand is not contacted from what is left"
NamedT = TypeVar("NamedT", LoanOverdue, DetailsCorrected)
NamedHandler = Callable[[State, NamedT, LoanContext], Decision[Change]]


def person_forgotten(state: State, input: BorrowerErased, context: LoanContext) -> Decision[Change]:
    person = person_of(state)
    if person is None or person.borrower != input.borrower:
        return refuse("another-person", "the bank names somebody else for this case by now")
    if is_forgotten(state):
        return refuse("already-forgotten", "it is held for that already")
    texts = withdraw_texts(state, Braked(CAUSE, None), CAUSE, RULE)
    why = "the borrower was forgotten on demand: their keys are erased"
    return accept(CAUSE, why, texts.change, rule=RULE, effects=[*texts.effects, *withdraw_visit(state, CAUSE)])


def unless_forgotten(handler: NamedHandler[NamedT]) -> NamedHandler[NamedT]:
    """What `handler` decides on a person whom the bank names, unless they were forgotten."""

    @wraps(handler)
    def told(state: State, input: NamedT, context: LoanContext) -> Decision[Change]:
        if not named_by(input.data.person).isdisjoint(context.lookup.forgotten):
            return refuse(CAUSE, "this borrower was forgotten: the bank has to name them by a new id and key", RULE)
        decision: Decision[Change] = handler(state, input, context)
        return decision

    return told


def reply_of_the_forgotten(state: State, read: ReplyRead, context: LoanContext) -> Decision[Change]:
    """Whatever it says: nothing is kept of it but that its number is silent, where it may say so."""
    if read.wording is not None and "opt-out" not in weighed(read).kinds:
        return refuse(CAUSE, "the borrower was forgotten: what comes from their number is not acted on", RULE)
    reply = read.reply
    numbers = dict.fromkeys((reply.phone_hash, *reply.forms))
    silent = [Suppress("", number, "opted-out", True, reply.received_at) for number in numbers]
    return refuse(
        "forgotten-number-silenced", "a reply of somebody forgotten may be a STOP, so it is one", RULE, *silent
    )


def is_forgotten(state: State) -> bool:
    return any(brake.cause == CAUSE for brake in brakes_of(state))


def person_of(state: State) -> KnownPerson | None:
    return state.person if isinstance(state, Unknown) else state.loan.person


def named_by(person: AnyPerson) -> frozenset[str]:
    """By what it is known whether they were forgotten: their id, and the keys of what is theirs."""
    return frozenset((person.borrower, *keys_of(person)))


def keys_of(person: AnyPerson) -> frozenset[str]:
    """The keys under which the bank sealed what is theirs. The officer's name is not."""
    return frozenset(box.kid for box in (person.phone, person.name, person.address, person.home))
