"""What can happen to a case: the changes that `evolve` folds into its state and history keeps for ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from shared.contracts.loans import Overdue, Person
from shared.contracts.values import Money
from shared.decision.stored import stored

from .state import BrakeCause, CaseText, Family, KeptVisit, Letter, StageName
from .text_status import TextStatus

TextsWithdrawn = tuple[UUID, ...] | None
"""Texts that a change takes back, each still in our hands. None in histories of before changes named them."""


@dataclass(frozen=True, slots=True)
class OverdueReported:
    """The bank said the loan is overdue. `time` is when it was so; amount and person count when they are newest."""

    data: Overdue
    time: datetime
    withdrawn: TextsWithdrawn = None
    kind: Literal["overdue-reported"] = "overdue-reported"


@dataclass(frozen=True, slots=True)
class BalanceChanged:
    """A payment left this much overdue. None: nothing."""

    amount: Money | None
    time: datetime
    withdrawn: TextsWithdrawn = None
    kind: Literal["balance-changed"] = "balance-changed"


@dataclass(frozen=True, slots=True)
class ClosureReported:
    """The bank closed the loan for good."""

    cause: str
    time: datetime
    withdrawn: TextsWithdrawn = None
    kind: Literal["closure-reported"] = "closure-reported"


@dataclass(frozen=True, slots=True)
class FactNoted:
    """The newest fact of a family, by the time of the fact."""

    family: Family
    time: datetime
    kind: Literal["fact-noted"] = "fact-noted"


@dataclass(frozen=True, slots=True)
class Braked:
    cause: BrakeCause
    until: datetime | None
    withdrawn: TextsWithdrawn = None
    kind: Literal["braked"] = "braked"


@dataclass(frozen=True, slots=True)
class BrakeReleased:
    cause: BrakeCause
    kind: Literal["brake-released"] = "brake-released"


@dataclass(frozen=True, slots=True)
class RecordsUnread:
    """Held for these letters, and until then where nothing else is waited for.

    `keeps` is the visit that is not given up for them.
    """

    letters: tuple[Letter, ...]
    until: datetime | None = None
    withdrawn: TextsWithdrawn = None
    kind: Literal["records-unread"] = "records-unread"
    keeps: Annotated[KeptVisit | None, Field(exclude_if=lambda kept: kept is None)] = None


@dataclass(frozen=True, slots=True)
class DetailsChanged:
    """The bank corrected who the borrower is, or how they are reached."""

    person: Person
    time: datetime
    kind: Literal["details-changed"] = "details-changed"


@dataclass(frozen=True, slots=True)
class TextOpened:
    """`step` is the cadence step it stands for, where it does."""

    text: CaseText
    step: int | None = None
    kind: Literal["text-opened"] = "text-opened"


@dataclass(frozen=True, slots=True)
class TextStatusChanged:
    """What became of a text: taken back, claimed, or as the carrier says.

    `code` is the carrier's, where it is evidence about this text; None also where many failed with it at once.
    """

    intent: UUID
    status: TextStatus
    at: datetime
    code: int | None = None
    kind: Literal["text-status-changed"] = "text-status-changed"


@dataclass(frozen=True, slots=True)
class Answered:
    """The borrower wrote something: no reminder of this round counts as unanswered any more."""

    kind: Literal["answered"] = "answered"


@dataclass(frozen=True, slots=True)
class ReplyUnclear:
    """Nobody understood what the borrower wrote at `time`; it waits for a person."""

    time: datetime
    kind: Literal["reply-unclear"] = "reply-unclear"


@dataclass(frozen=True, slots=True)
class ReplyClear:
    """What the borrower wrote at `time` was understood: the case waits for nobody to read what came before."""

    time: datetime
    kind: Literal["reply-clear"] = "reply-clear"


@dataclass(frozen=True, slots=True)
class VisitOpened:
    visit: str
    at: datetime
    kind: Literal["visit-opened"] = "visit-opened"


@dataclass(frozen=True, slots=True)
class VisitStaged:
    stage: StageName
    time: datetime
    kind: Literal["visit-staged"] = "visit-staged"


@dataclass(frozen=True, slots=True)
class VisitOver:
    kind: Literal["visit-over"] = "visit-over"


# The most frequent first: pydantic tries the members of a union in order when it writes one down.
Change = (
    OverdueReported | TextOpened | TextStatusChanged | Braked | BrakeReleased | Answered | BalanceChanged | FactNoted
    | VisitOpened | VisitStaged | VisitOver | DetailsChanged | ClosureReported | RecordsUnread | ReplyUnclear
    | ReplyClear
)  # fmt: skip
FORMER = {
    "told": "overdue-reported",
    "owes": "balance-changed",
    "shut": "closure-reported",
    "heard": "fact-noted",
    "unread": "records-unread",
    "puzzled": "reply-unclear",
    "explained": "reply-clear",
    "text-moved": "text-status-changed",
    "released": "brake-released",
    "corrected": "details-changed",
}
"""Kinds under which histories of before hold a change: that one is read as this one. None is ever taken away."""
CHANGES: TypeAdapter[Change] = stored(Change, former=FORMER)
