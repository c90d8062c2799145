"""A case as notifier sees it: one of five states, each holding only what can be true in it.

| state | the case |
|---|---|
| Unknown | the bank said something about it before it said that it is overdue; that is remembered |
| Texting | walks the cadence |
| Visiting | a visit was asked for and is not over |
| Held | at least one brake is on; each has a cause and, where it ends by itself, an end |
| Closed | paid, or closed by the bank; brakes stay remembered, because a paid loan may become overdue again |

States are frozen structs: they are rewritten with every event, so they are kept small and cheap.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct, field

from shared.contracts.texts import TextKind, Wording
from shared.decision.documents import Documents, written
from shared.decision.kept_values import Moment

from .known_person import KnownPerson, Owed
from .text_status import WAITING, TextStatus

BrakeCause = Literal[
    "part-paid", "plan-signed", "dispute", "hold", "opted-out", "wrong-number", "hardship", "promise", "paid-claimed",
    "visited", "no-answer", "address-wrong", "unsafe", "complaint", "unreachable", "unconfirmed",
    "unread-record", "unread-reply", "language-unwritten", "forgotten-person", "visits-refused",
]  # fmt: skip
Family = Literal[
    "balance", "overdue", "plan", "dispute", "hold", "details", "consent", "complaint", "unsafe",
    "settled", "closed", "understood",
]  # fmt: skip
"""Facts that replace each other: the newest of a family counts, by the time of the fact, not of its arrival."""
StageName = Literal["requested", "offered", "agreed", "noticed", "permitted", "moved", "held", "kept"]


ONE_REPLY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Letter:
    """A dead letter: a record that could not be read, and the code that it was refused with."""

    id: UUID
    code: str


class Brake(Struct, frozen=True, gc=False):
    """`until` is None where only a fact of the bank, of the borrower or of an operator releases it.

    `letters` are the newest of those it is on for, where it is on for letters.
    """

    cause: BrakeCause
    until: Moment | None
    letters: tuple[Letter, ...] = ()


class CaseText(Struct, frozen=True, gc=False):
    """One text of the case. `asks` marks a reminder of the present round that has no answer yet.

    `wording` is kept until the carrier has it. `claimed_at` is its place in the ledger.
    `answers` is when the borrower wrote what this text answers. `code` is the carrier's, where it is evidence about the
    number (see `evidence`).
    """

    intent: UUID
    kind: TextKind
    status: TextStatus
    at: Moment
    not_before: Moment
    not_after: Moment
    asks: bool = False
    visit: str | None = None
    version: int = 0
    answers: Moment | None = None
    claimed_at: Moment | None = None
    wording: Wording | None = None
    code: int | None = None

    @property
    def waits(self) -> bool:
        return self.status in WAITING


class CaseLoan(Struct, frozen=True, gc=False):
    """What is known of an overdue loan. `reached`: up to so many days past due the steps of the cadence were
    told in this round; -1 for none.

    `unread`: when the borrower wrote what nobody understood, since something was understood or a person looked.
    """

    case: str
    person: KnownPerson
    amount: Owed
    due_since: date
    heard: dict[Family, Moment]
    texts: tuple[CaseText, ...] = ()
    reached: int = -1
    texts_made: int = 0
    visits_made: int = 0
    texted: bool = False
    last_visit: str | None = None
    unread: tuple[Moment, ...] = ()


class Unknown(Struct, frozen=True, gc=False):
    """`outstanding` is what a payment left; `shut` is why the bank closed a loan that we never heard was overdue."""

    case: str
    heard: dict[Family, Moment] = field(default_factory=dict)
    brakes: tuple[Brake, ...] = ()
    outstanding: int | None = None
    shut: str | None = None
    shut_at: Moment | None = None
    person: KnownPerson | None = None
    kind: Literal["unknown"] = "unknown"


class Texting(Struct, frozen=True, gc=False):
    loan: CaseLoan
    kind: Literal["texting"] = "texting"


class Visiting(Struct, frozen=True, gc=False):
    """`since` is when `stage` was reached."""

    loan: CaseLoan
    visit: str
    stage: StageName
    since: Moment
    kind: Literal["visiting"] = "visiting"


class KeptVisit(Struct, frozen=True, gc=False, omit_defaults=True):
    """A visit that has its permit, or of which nobody was told yet who comes, since `since`; it goes on as agreed
    where its case is let go before `until`.
    """

    visit: str
    since: Moment
    until: Moment
    stage: StageName = "permitted"


class Held(Struct, frozen=True, gc=False, omit_defaults=True):
    """`brakes` are sorted by cause and never empty.

    `kept` is a visit that is not given up yet: only where nothing but records that nobody can read hold the case.
    `held_visit` is one that was given up while no text may be sent: scheduler holds it (see `held_visits`).
    """

    loan: CaseLoan
    brakes: tuple[Brake, ...]
    kind: Literal["held"] = written("held")
    kept: KeptVisit | None = None
    held_visit: str | None = None


class Closed(Struct, frozen=True, gc=False):
    """`final` when the bank closed it; a loan that was only paid may become overdue again."""

    loan: CaseLoan
    cause: str
    at: Moment
    final: bool
    brakes: tuple[Brake, ...] = ()
    kind: Literal["closed"] = "closed"


Open = Texting | Visiting | Held
KnownState = Texting | Visiting | Held | Closed
State = Texting | Held | Visiting | Closed | Unknown
STATES: Documents[State] = Documents(State)


def initial(case: str) -> State:
    return Unknown(case)


def case_of(state: State) -> str:
    return state.case if isinstance(state, Unknown) else state.loan.case


def open_visit(state: State) -> str | None:
    """The visit that is not over, if there is one."""
    match state:
        case Visiting():
            return state.visit
        case Held(kept=KeptVisit() as kept):
            return kept.visit
        case _:
            return None


def brakes_of(state: State) -> tuple[Brake, ...]:
    """The brakes that are on; none while texting or visiting, by construction."""
    return () if isinstance(state, Texting | Visiting) else state.brakes


def utterances(times: tuple[datetime, ...]) -> int:
    """How many replies that is: what is said within `ONE_REPLY` is one, in however many messages."""
    return sum(number == 0 or at - times[number - 1] > ONE_REPLY for number, at in enumerate(times))


def text_of(loan: CaseLoan, intent: UUID) -> CaseText | None:
    return next((text for text in loan.texts if text.intent == intent), None)


def heard(state: State, family: Family) -> datetime | None:
    """The time of the newest fact of the family, None when there is none."""
    return (state.heard if isinstance(state, Unknown) else state.loan.heard).get(family)


def extended(state: State, cause: BrakeCause, until: datetime) -> datetime:
    """The later end: that of the brake that is on already, or `until`."""
    return max(until, next((brake.until or until for brake in brakes_of(state) if brake.cause == cause), until))
