"""Whose a number is: whenever the bank names a person, the number counts as the case's from then on, for ever.

Also where the word that names it was overtaken, or refused: it is a former number then, and who has it may write STOP.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from shared.contracts.loans import DetailsCorrected, LoanOverdue, Person
from shared.decision import Decision

from .case import State, Unknown
from .deciding import Now
from .rows import NamePhone

Naming = LoanOverdue | DetailsCorrected


def naming(handler: Callable[[State, Any, Now], Decision]) -> Callable[[State, Naming, Now], Decision]:
    """What `handler` decides, and the number that was named, unless it counts as the case's already."""

    @wraps(handler)
    def named(state: State, said: Naming, now: Now) -> Decision:
        decision, person = handler(state, said, now), said.data.person
        known = state.person if isinstance(state, Unknown) else state.loan.person
        if known is not None and _found_by(known) == _found_by(person):
            return decision
        row = NamePhone(person.phone_hash, said.subject, person.borrower, person.phone.kid, said.time)
        return replace(decision, effects=(row, *decision.effects))

    return named


def _found_by(person: Person) -> tuple[str, str, str]:
    """How a reply from their number is found, and under which key it is sealed."""
    return person.phone_hash, person.borrower, person.phone.kid
