"""Whose a number is: whenever the bank names a person, the number counts as the case's from then on, for ever.

Also where the word that names it was overtaken, or refused: it is a former number then, and who has it may write STOP.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from shared.contracts.loans import DetailsCorrected, LoanOverdue
from shared.decision import Decision
from shared.decision.replaced import replace

from .changes import Change
from .known_person import AnyPerson
from .lookup import LoanContext
from .state import State, Unknown
from .table_writes import NamePhone

NamingT = TypeVar("NamingT", LoanOverdue, DetailsCorrected)
NamingHandler = Callable[[State, NamingT, LoanContext], Decision[Change]]


def naming(handler: NamingHandler[NamingT]) -> NamingHandler[NamingT]:
    """What `handler` decides, and the number that was named, unless it counts as the case's already."""

    @wraps(handler)
    def named(state: State, input: NamingT, context: LoanContext) -> Decision[Change]:
        decision: Decision[Change] = handler(state, input, context)
        person = input.data.person
        known = state.person if isinstance(state, Unknown) else state.loan.person
        if known is not None and _found_by(known) == _found_by(person):
            return decision
        row = NamePhone(person.phone_hash, input.subject, person.borrower, person.phone.kid, input.time)
        return replace(decision, effects=(row, *decision.effects))

    return named


def _found_by(person: AnyPerson) -> tuple[str, str, str]:
    """How a reply from their number is found, and under which key it is sealed."""
    return person.phone_hash, person.borrower, person.phone.kid
