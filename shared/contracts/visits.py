"""notifier asks scheduler for a visit, or takes it back. Key: case id."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from .envelope import Event
from .times import Zone
from .values import BorrowerId, Cell, Code, Count, Ident, Language, Money, Needs, Reason, Region, Sealed, Value


class Wanted(Value):
    """`visit` is new for each request of a case; `reasons` are the lines of the visit gate."""

    visit: Ident
    borrower: BorrowerId
    region: Region
    cell: Cell
    zone: Zone
    language: Language
    amount: Money
    dpd: Count
    reasons: tuple[Reason, ...]
    needs: Needs
    home: Sealed
    address: Sealed


class Unwanted(Value):
    """`cause` is for people and counts. `no_more_texts`: the borrower can't be texted any more, so nor given notice."""

    visit: Ident
    cause: Code
    no_more_texts: Annotated[bool, Field(strict=True)] | None = None


class Visit(Event):
    topic: ClassVar[str] = "visits"


class VisitRequested(Visit):
    """Texting has failed and the visit gate is met."""

    type: Literal["doorstep.visit.requested.v1"] = "doorstep.visit.requested.v1"
    data: Wanted


class VisitWithdrawn(Visit):
    """A brake: the visit must not happen."""

    type: Literal["doorstep.visit.withdrawn.v1"] = "doorstep.visit.withdrawn.v1"
    data: Unwanted
