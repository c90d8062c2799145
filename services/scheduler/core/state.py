"""What is known of one case's visit. Each stage holds what is true in it and nothing else.

`Idle` → `Asking` (router, for slots) → `Offered` → `Booked` (a crew is wanted) → `Agreed` (crew known, notice due or
out) → `Permitted` → `ClosedVisit`; to the side `InDoubt` (nobody knows whether the notice arrived) and `HeldVisit`.

Stages are stored by their `kind` and their fields' names. Older replicas read what newer ones wrote: fields are added
with a default; a name that reads better in code keeps its stored spelling by an alias.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal, assert_never
from uuid import UUID

from pydantic import ConfigDict, Field

from shared.contracts.texts import ClosedTime
from shared.contracts.values import Member, Needs, Sealed, Slot, Window

from .inputs import EventInput
from .timers import (
    AnswerBackstop,
    CrewOverdue,
    LastLook,
    LookAgain,
    NoticeDeadline,
    NoticeDue,
    OfferExpiry,
    OutcomeOverdue,
    QuoteOverdue,
    VisitReminderDue,
)

Ending = Literal["kept", "missed", "cancelled", "expired"]
WaitsFor = Literal["operator", "crew", "router", "switch", "channel", "ledger", "other-visit"]
"""Whom or what a held visit waits for."""
WishedInVain = Annotated[ClosedTime | None, Field(exclude_if=lambda closed: closed is None)]


@dataclass(frozen=True, slots=True)
class RequestedVisit:
    """What does not change while a visit is open. `requested_by` is the event of the gate."""

    __pydantic_config__ = ConfigDict(serialize_by_alias=True)

    id: Annotated[str, Field(alias="visit")]
    borrower: str
    region: str
    cell: str
    zone: str
    needs: Needs
    home: Sealed
    address: Sealed
    requested_by: str


@dataclass(frozen=True, slots=True)
class VisitCounts:
    """Counts of one visit. `asks`, `offers` and `version` number things; the others are bounded by the rules."""

    asks: int = 0
    offers: int = 0
    version: int = 0
    unanswered: int = 0
    wishes: int = 0
    moves: int = 0
    empty: int = 0
    looks: int = 0
    capped: int = 0
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """Slots as they were numbered for the borrower. `expires_at` is known once the text was delivered."""

    intent: UUID
    slots: tuple[Slot, ...]
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    booking: str
    window: Window
    chosen_by: str


@dataclass(frozen=True, slots=True)
class AssignedCrew:
    """`number` counts the crews that the booking had; `assigned_by` is the router's event."""

    members: tuple[Member, ...]
    number: int
    assigned_by: str

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(member.collector for member in self.members)


@dataclass(frozen=True, slots=True)
class Idle:
    kind: Literal["idle"] = "idle"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenVisit:
    """What every stage of an open visit has. `offers` are the newest ones made: any of them may be answered yet."""

    visit: RequestedVisit
    tally: VisitCounts
    offers: tuple[Offer, ...] = ()

    @property
    def offer(self) -> Offer | None:
        """The newest one."""
        return self.offers[-1] if self.offers else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking(OpenVisit):
    """The router was asked for slots, `tries` times, and has until `quote_by`.

    `not_before`: an earlier visit would be one contact too many. `closed`: what the rules close of the time wished for.
    """

    quote_by: datetime
    tries: int = 1
    around: datetime | None = None
    not_before: datetime | None = None
    kind: Literal["asking"] = "asking"
    closed: WishedInVain = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered(OpenVisit):
    """`answer_by` is when we stop waiting; an answer received before the offer's `expires_at` counts anyway.

    `around` is the time the borrower wished for, where the slots answer a wish; `closed` what the rules close of it.
    """

    answer_by: datetime
    around: datetime | None = None
    kind: Literal["offered"] = "offered"
    closed: WishedInVain = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked(OpenVisit):
    """The borrower agreed to a window; the router was asked for a crew, `tries` times, and has until `crew_by`."""

    agreement: Agreement
    crew_by: datetime
    tries: int = 1
    kind: Literal["booking"] = "booking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed(OpenVisit):
    """The crew is known. While `notice_at` is set the borrower has not been told of it, and will be then; after that
    the notice is out, and its receipt is awaited until `receipt_by`.
    """

    agreement: Agreement
    crew: AssignedCrew
    receipt_by: datetime
    kind: Literal["agreed"] = "agreed"
    notice_at: Annotated[datetime | None, Field(exclude_if=lambda at: at is None)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InDoubt(OpenVisit):
    """The notice may have arrived or not. It is not said twice; the booking is kept until `receipt_by`."""

    agreement: Agreement
    crew: AssignedCrew
    receipt_by: datetime
    kind: Literal["in-doubt"] = "in-doubt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Permitted(OpenVisit):
    """Every rule of the permit is satisfied. `remind_at` and `look_at` are None when that is done or not due."""

    agreement: Agreement
    crew: AssignedCrew
    noticed_at: datetime
    report_by: datetime
    remind_at: datetime | None = None
    look_at: datetime | None = None
    departed_at: datetime | None = None
    arrived_at: datetime | None = None
    kind: Literal["permitted"] = "permitted"

    @property
    def crew_is_there(self) -> bool:
        return self.arrived_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldVisit(OpenVisit):
    """Waits for `waits_for`, and is looked at again at `look_at`. `braked`: only a new request goes on."""

    reason: str
    waits_for: WaitsFor
    look_at: datetime
    braked: bool = False
    kind: Literal["held"] = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedVisit:
    """The visit is over. Nothing personal is kept; the last agreement is, to judge reports that come late."""

    visit: str
    region: str
    how: Ending
    cause: str
    at: datetime
    version: int
    agreement: Agreement | None = None
    crew: tuple[str, ...] = ()
    permitted: bool = False
    arrived_at: datetime | None = None
    kind: Literal["closed"] = "closed"


StageWithCrew = Agreed | InDoubt | Permitted
StageWithAgreement = Booked | StageWithCrew
OpenStage = Asking | Offered | StageWithAgreement | HeldVisit
VisitStage = Idle | OpenStage | ClosedVisit


def agreement_of(stage: VisitStage) -> Agreement | None:
    """The agreement that stands, if one does."""
    return stage.agreement if isinstance(stage, StageWithAgreement) else None


def is_untold(stage: VisitStage) -> bool:
    """Is a time agreed, and nobody told yet who comes? Until then it is all the same who does."""
    return isinstance(stage, Booked) or (isinstance(stage, Agreed) and stage.notice_at is not None)


def crew_of(stage: VisitStage) -> AssignedCrew | None:
    """The crew that is known, if one is."""
    return stage.crew if isinstance(stage, StageWithCrew) else None


def awaited(stage: VisitStage) -> dict[str, datetime]:
    """When the stage's timers are due, by their names. Empty only where nothing is open."""
    match stage:
        case Idle() | ClosedVisit():
            return {}
        case Asking():
            return {QuoteOverdue.name: stage.quote_by}
        case Offered():
            delivered = stage.offer is not None and stage.offer.expires_at is not None
            return {OfferExpiry.name if delivered else AnswerBackstop.name: stage.answer_by}
        case Booked():
            return {CrewOverdue.name: stage.crew_by}
        case Agreed(notice_at=datetime() as due):
            return {NoticeDue.name: due}
        case Agreed() | InDoubt():
            return {NoticeDeadline.name: stage.receipt_by}
        case Permitted():
            once = {VisitReminderDue.name: stage.remind_at, LastLook.name: stage.look_at}
            always = {OutcomeOverdue.name: stage.report_by}
            return {name: due for name, due in once.items() if due is not None} | always
        case HeldVisit():
            return {LookAgain.name: stage.look_at}
        case _:
            assert_never(stage)


def _no_stage() -> VisitStage:
    """Every state has said its stage, always: a document without one is no visit's, and none is made up."""
    raise ValueError("no stage")


@dataclass(frozen=True, slots=True)
class AppointmentState:
    """State of a case. `early` are inputs that came before what they are about; `past` the visits that are over.

    `barred` are collectors who must not come to this door again. `heard_at` is when the newest answer that was followed
    had been received: an older one that is read later undoes nothing.
    """

    case: str
    stage: Annotated[VisitStage, Field(discriminator="kind")] = field(default_factory=_no_stage)
    early: tuple[EventInput, ...] = ()
    past: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    heard_at: Annotated[datetime | None, Field(exclude_if=lambda at: at is None)] = None


def initial(case: str) -> AppointmentState:
    return AppointmentState(case, Idle())
