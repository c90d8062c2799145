"""What is known of one case's visit. Each stage holds what is true in it and nothing else.

`Idle` → `Asking` (router, for slots) → `Offered` → `Booked` (a crew is wanted) → `Agreed` (crew known, notice due or
out) → `Permitted` → `ClosedVisit`; to the side `InDoubt` (nobody knows whether the notice arrived) and `HeldVisit`.

Stages are stored by their `kind` and their fields' names. Older replicas read what newer ones wrote: fields are added
with a default; a name that reads better in code keeps its stored spelling by an alias.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, Literal, assert_never
from uuid import UUID

from msgspec import Struct, field
from typing_extensions import TypeVar

from shared.contracts.texts import ClosedTime
from shared.decision.documents import Document, written
from shared.decision.kept_values import Box, Moment

from .stored_inputs import EarlyInput
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
from .visit_values import ArrivalWindow, CrewMember, OfferedSlot, VisitNeeds

Ending = Literal["kept", "missed", "cancelled", "expired"]
WaitsFor = Literal["operator", "crew", "router", "switch", "channel", "ledger", "other-visit"]
"""Whom or what a held visit waits for."""


class RequestedVisit(Struct, frozen=True, gc=False):
    """What does not change while a visit is open. `requested_by` is the event of the gate."""

    id: str = field(name="visit")
    borrower: str
    region: str
    cell: str
    zone: str
    needs: VisitNeeds
    home: Box
    address: Box
    requested_by: str


class VisitCounts(Struct, frozen=True, gc=False):
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


class Offer(Struct, frozen=True, gc=False):
    """Slots as they were numbered for the borrower. `expires_at` is known once the text was delivered."""

    intent: UUID
    slots: tuple[OfferedSlot, ...]
    expires_at: Moment | None = None


class Agreement(Struct, frozen=True, gc=False):
    booking: str
    window: ArrivalWindow
    chosen_by: str


class AssignedCrew(Struct, frozen=True, gc=False):
    """`number` counts the crews that the booking had; `assigned_by` is the router's event."""

    members: tuple[CrewMember, ...]
    number: int
    assigned_by: str

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(member.collector for member in self.members)


class Idle(Struct, frozen=True, gc=False):
    kind: Literal["idle"] = "idle"


class OpenVisit(Struct, frozen=True, gc=False, kw_only=True):
    """What every stage of an open visit has. `offers` are the newest ones made: any of them may be answered yet."""

    visit: RequestedVisit
    tally: VisitCounts
    offers: tuple[Offer, ...] = written(())

    @property
    def offer(self) -> Offer | None:
        """The newest one."""
        return self.offers[-1] if self.offers else None


class Asking(OpenVisit, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """The router was asked for slots, `tries` times, and has until `quote_by`.

    `not_before`: an earlier visit would be one contact too many. `closed`: what the rules close of the time wished for.
    """

    quote_by: Moment
    tries: int = written(1)
    around: Moment | None = written(None)
    not_before: Moment | None = written(None)
    kind: Literal["asking"] = written("asking")
    closed: ClosedTime | None = None


class Offered(OpenVisit, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """`answer_by` is when we stop waiting; an answer received before the offer's `expires_at` counts anyway.

    `around` is the time the borrower wished for, where the slots answer a wish; `closed` what the rules close of it.
    """

    answer_by: Moment
    around: Moment | None = written(None)
    kind: Literal["offered"] = written("offered")
    closed: ClosedTime | None = None


class Booked(OpenVisit, frozen=True, gc=False, kw_only=True):
    """The borrower agreed to a window; the router was asked for a crew, `tries` times, and has until `crew_by`."""

    agreement: Agreement
    crew_by: Moment
    tries: int = 1
    kind: Literal["booking"] = "booking"


class Agreed(OpenVisit, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """The crew is known. While `notice_at` is set the borrower has not been told of it, and will be then; after that
    the notice is out, and its receipt is awaited until `receipt_by`.
    """

    agreement: Agreement
    crew: AssignedCrew
    receipt_by: Moment
    kind: Literal["agreed"] = written("agreed")
    notice_at: Moment | None = None


class InDoubt(OpenVisit, frozen=True, gc=False, kw_only=True):
    """The notice may have arrived or not. It is not said twice; the booking is kept until `receipt_by`."""

    agreement: Agreement
    crew: AssignedCrew
    receipt_by: Moment
    kind: Literal["in-doubt"] = "in-doubt"


class Permitted(OpenVisit, frozen=True, gc=False, kw_only=True):
    """Every rule of the permit is satisfied. `remind_at` and `look_at` are None when that is done or not due."""

    agreement: Agreement
    crew: AssignedCrew
    noticed_at: Moment
    report_by: Moment
    remind_at: Moment | None = None
    look_at: Moment | None = None
    departed_at: Moment | None = None
    arrived_at: Moment | None = None
    kind: Literal["permitted"] = "permitted"

    @property
    def crew_is_there(self) -> bool:
        return self.arrived_at is not None


class HeldVisit(OpenVisit, frozen=True, gc=False, kw_only=True):
    """Waits for `waits_for`, and is looked at again at `look_at`. `braked`: only a new request goes on."""

    reason: str
    waits_for: WaitsFor
    look_at: Moment
    braked: bool = False
    kind: Literal["held"] = "held"


class ClosedVisit(Struct, frozen=True, gc=False, kw_only=True):
    """The visit is over. Nothing personal is kept; the last agreement is, to judge reports that come late."""

    visit: str
    region: str
    how: Ending
    cause: str
    at: Moment
    version: int
    agreement: Agreement | None = None
    crew: tuple[str, ...] = ()
    permitted: bool = False
    arrived_at: Moment | None = None
    kind: Literal["closed"] = "closed"


StageWithCrew = Agreed | InDoubt | Permitted
StageWithAgreement = Booked | StageWithCrew
OpenStage = Asking | Offered | StageWithAgreement | HeldVisit
VisitStage = Idle | OpenStage | ClosedVisit
StageT = TypeVar("StageT", bound=VisitStage, default=VisitStage, covariant=True)


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


def _no_stage() -> Any:
    """Every state has said its stage, always: a document without one is no visit's, and none is made up."""
    raise ValueError("no stage")


class AppointmentState(Struct, Generic[StageT], frozen=True, gc=False, omit_defaults=True):
    """State of a case. `early` are inputs that came before what they are about; `past` the visits that are over.

    `barred` are collectors who must not come to this door again. `heard_at` is when the newest answer that was followed
    had been received: an older one that is read later undoes nothing.
    """

    case: str
    stage: StageT = field(default_factory=_no_stage)
    early: tuple[EarlyInput, ...] = written(())
    past: tuple[str, ...] = written(())
    barred: tuple[str, ...] = written(())
    heard_at: Moment | None = None


STATES: Document[AppointmentState] = Document(AppointmentState, "stage")


def initial(case: str) -> AppointmentState:
    return AppointmentState(case, Idle())
