"""A borrower and an amount as the state keeps them: what the bank said, checked when it came, in structs.

They are written as the contract's own values are, and `contract` names which.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from msgspec import Struct, convert

from shared.contracts.loans import Overdue, Person
from shared.contracts.values import Money, Value
from shared.decision.documents import written
from shared.decision.kept_values import Box


class KnownPerson(Struct, frozen=True, gc=False, omit_defaults=True, kw_only=True):
    contract: ClassVar[type[Value]] = Person
    borrower: str
    language: str = written("en")
    language_tag: str | None = None
    zone: str
    region: str
    cell: str
    phone: Box
    phone_hash: str
    name: Box
    address: Box
    home: Box
    officer: Box


class Owed(Struct, frozen=True, gc=False):
    """In minor units of the currency, and more than nothing."""

    contract: ClassVar[type[Value]] = Money
    minor: int
    currency: str

    def money(self) -> Money:
        return Money(minor=self.minor, currency=self.currency)


class SaidOverdue(Struct, frozen=True, gc=False):
    contract: ClassVar[type[Value]] = Overdue
    amount: Owed
    due_since: date
    person: KnownPerson
    risk: float | None = None


AnyPerson = Person | KnownPerson
"""As the bank says it, or as it is kept."""


def known_person(person: Person) -> KnownPerson:
    return convert(person, KnownPerson, from_attributes=True)


def said_overdue(data: Overdue) -> SaidOverdue:
    return convert(data, SaidOverdue, from_attributes=True)
