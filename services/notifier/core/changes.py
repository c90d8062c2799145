"""What can happen to a case: the changes that `evolve` folds into its state and history keeps for ever."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from msgspec import Struct

from shared.decision.documents import Documents, written
from shared.decision.kept_values import Moment

from .known_person import KnownPerson, Owed, SaidOverdue
from .state import BrakeCause, CaseText, Family, KeptVisit, Letter, StageName
from .text_status import TextStatus

TextsWithdrawn = tuple[UUID, ...] | None
"""Texts that a change takes back, each still in our hands. None in histories of before changes named them."""

StepReached = int | None
"""The days past due up to which steps were told: after it the reminders go on once the brake is off; -1 for none. None
in histories of before changes said it: then they began anew.
"""


class OverdueReported(Struct, frozen=True, gc=False):
    """The bank said the loan is overdue. `time` is when it was so; amount and person count when they are newest."""

    data: SaidOverdue
    time: Moment
    withdrawn: TextsWithdrawn = None
    kind: Literal["overdue-reported"] = "overdue-reported"


class BalanceChanged(Struct, frozen=True, gc=False):
    """A payment left this much overdue. None: nothing."""

    amount: Owed | None
    time: Moment
    withdrawn: TextsWithdrawn = None
    kind: Literal["balance-changed"] = "balance-changed"


class ClosureReported(Struct, frozen=True, gc=False):
    """The bank closed the loan for good."""

    cause: str
    time: Moment
    withdrawn: TextsWithdrawn = None
    kind: Literal["closure-reported"] = "closure-reported"


class FactNoted(Struct, frozen=True, gc=False):
    """The newest fact of a family, by the time of the fact."""

    family: Family
    time: Moment
    kind: Literal["fact-noted"] = "fact-noted"


class Braked(Struct, frozen=True, gc=False):
    cause: BrakeCause
    until: Moment | None
    withdrawn: TextsWithdrawn = None
    reached: StepReached = None
    kind: Literal["braked"] = "braked"


class BrakeReleased(Struct, frozen=True, gc=False):
    cause: BrakeCause
    kind: Literal["brake-released"] = "brake-released"


class RecordsUnread(Struct, frozen=True, gc=False, omit_defaults=True):
    """Held for these letters, and until then where nothing else is waited for.

    `keeps` is the visit that is not given up for them.
    """

    letters: tuple[Letter, ...]
    until: Moment | None = written(None)
    withdrawn: TextsWithdrawn = written(None)
    kind: Literal["records-unread"] = written("records-unread")
    keeps: KeptVisit | None = None
    reached: StepReached = None


class DetailsChanged(Struct, frozen=True, gc=False):
    """The bank corrected who the borrower is, or how they are reached."""

    person: KnownPerson
    time: Moment
    kind: Literal["details-changed"] = "details-changed"


class TextOpened(Struct, frozen=True, gc=False):
    """`step` is the cadence step it stands for, where it does."""

    text: CaseText
    step: int | None = None
    kind: Literal["text-opened"] = "text-opened"


class TextStatusChanged(Struct, frozen=True, gc=False):
    """What became of a text: taken back, claimed, or as the carrier says.

    `code` is the carrier's, where it is evidence about this text; None also where many failed with it at once.
    """

    intent: UUID
    status: TextStatus
    at: Moment
    code: int | None = None
    kind: Literal["text-status-changed"] = "text-status-changed"


class Answered(Struct, frozen=True, gc=False):
    """The borrower wrote something: no reminder of this round counts as unanswered any more."""

    kind: Literal["answered"] = "answered"


class ReplyUnclear(Struct, frozen=True, gc=False):
    """Nobody understood what the borrower wrote at `time`; it waits for a person."""

    time: Moment
    kind: Literal["reply-unclear"] = "reply-unclear"


class ReplyClear(Struct, frozen=True, gc=False):
    """What the borrower wrote at `time` was understood: the case waits for nobody to read what came before."""

    time: Moment
    kind: Literal["reply-clear"] = "reply-clear"


class VisitOpened(Struct, frozen=True, gc=False):
    visit: str
    at: Moment
    kind: Literal["visit-opened"] = "visit-opened"


class VisitStaged(Struct, frozen=True, gc=False):
    stage: StageName
    time: Moment
    kind: Literal["visit-staged"] = "visit-staged"


class VisitOver(Struct, frozen=True, gc=False):
    kind: Literal["visit-over"] = "visit-over"


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
CHANGES: Documents[Change] = Documents(Change, former=FORMER)
