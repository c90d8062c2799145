"""What the machine decides on: a closed union of small inputs, made from events and timers in one place, `input_of`.

An input of an event names its visit and the event (`by`) that told it, and nothing it does not need: it is stored when
it comes too early. So its `kind` and its fields keep their spelling; fields are added with a default.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, GetPydanticSchema
from pydantic_core.core_schema import CoreSchema, no_info_after_validator_function

from shared.contracts.envelope import Event
from shared.contracts.former_reasons import is_visit_over_cap, no_more_texts
from shared.contracts.outcomes import ComplaintRaised, CrewArrived, CrewDelayed, CrewDeparted, OutcomeKind, VisitEnded
from shared.contracts.routing import CrewAssigned, CrewChanged, CrewUnassigned, SlotsQuoted
from shared.contracts.texts import NamedTime, ReplyUnderstood, TextDelivered, TextFailed, TextRefused, TextUncertain
from shared.contracts.values import Member, Needs, Reason, Sealed, Slot
from shared.contracts.visits import VisitRequested, VisitWithdrawn
from shared.decision import TimerDue

from .choice import ReplyChoice, choice_of, code_of, digit_of, named_time, wished_time
from .former_inputs import with_no_more_texts, with_over_cap
from .timers import TIMERS, TimerInput

TOPICS = ("visits", "texts", "replies", "assignments", "outcomes")
T = TypeVar("T", bound="TextReceipt | TextLoss")


@dataclass(frozen=True, slots=True)
class AboutVisit:
    visit: str
    by: str


@dataclass(frozen=True, slots=True)
class VisitRequest(AboutVisit):
    borrower: str
    region: str
    cell: str
    zone: str
    needs: Needs
    home: Sealed
    address: Sealed
    kind: Literal["requested"] = "requested"


@dataclass(frozen=True, slots=True)
class VisitBrake(AboutVisit):
    """The visit must not happen. `no_more_texts`: the borrower can't be texted any more, so nor given notice."""

    cause: str
    no_more_texts: bool = False
    kind: Literal["withdrawn"] = "withdrawn"


@dataclass(frozen=True, slots=True)
class SlotQuote(AboutVisit):
    request: str
    slots: tuple[Slot, ...]
    refused: tuple[Reason, ...]
    kind: Literal["quoted"] = "quoted"


@dataclass(frozen=True, slots=True)
class CrewAssignment(AboutVisit):
    """A crew for a booking, the first one or another one. `number` counts them."""

    booking: str
    number: int
    members: tuple[Member, ...]
    kind: Literal["crewed"] = "crewed"


@dataclass(frozen=True, slots=True)
class NoCrew(AboutVisit):
    """No legal crew for a booking, or none any more."""

    booking: str
    refused: tuple[Reason, ...]
    kind: Literal["uncrewed"] = "uncrewed"


@dataclass(frozen=True, slots=True)
class TextReceipt(AboutVisit):
    """The carrier's receipt of an offer or a notice; `at` is when the carrier says it was delivered."""

    text: Literal["offer", "notice"]
    intent: UUID
    version: int
    at: datetime
    kind: Literal["delivered"] = "delivered"


@dataclass(frozen=True, slots=True)
class OfferReceipt(TextReceipt):
    text: Literal["offer"]


@dataclass(frozen=True, slots=True)
class NoticeReceipt(TextReceipt):
    text: Literal["notice"]


@dataclass(frozen=True, slots=True)
class TextLoss(AboutVisit):
    """An offer or a notice that was refused, failed, or of which nobody knows.

    `over_cap`: the offer was refused because a visit would be one contact too many; `until`: from when one fits.
    """

    text: Literal["offer", "notice"]
    intent: UUID
    version: int
    how: Literal["refused", "failed", "in-doubt"]
    cause: str
    rule: str
    until: datetime | None = None
    over_cap: bool = False
    kind: Literal["undelivered"] = "undelivered"


@dataclass(frozen=True, slots=True)
class OfferLoss(TextLoss):
    text: Literal["offer"]


@dataclass(frozen=True, slots=True)
class NoticeLoss(TextLoss):
    text: Literal["notice"]


@dataclass(frozen=True, slots=True)
class BorrowerReply(AboutVisit):
    """`answers` is the kind of `question`; `wished` and `named` are a time of theirs; `code` is what is asked about."""

    question: UUID | None
    answers: str
    received_at: datetime
    choice: ReplyChoice
    digit: int = 0
    wished: datetime | None = None
    code: str = ""
    kind: Literal["answered"] = "answered"
    named: Annotated[NamedTime | None, Field(exclude_if=lambda named: named is None)] = None


@dataclass(frozen=True, slots=True)
class Departure(AboutVisit):
    booking: str
    at: datetime
    kind: Literal["departed"] = "departed"


@dataclass(frozen=True, slots=True)
class CrewDelay(AboutVisit):
    """The crew is expected at the door at `expected_at`. It is never stored: what comes too early is worth nothing."""

    booking: str
    expected_at: datetime


@dataclass(frozen=True, slots=True)
class Arrival(AboutVisit):
    booking: str
    at: datetime
    kind: Literal["arrived"] = "arrived"


@dataclass(frozen=True, slots=True)
class VisitOutcome(AboutVisit):
    booking: str
    at: datetime
    outcome: OutcomeKind
    kind: Literal["ended"] = "ended"


@dataclass(frozen=True, slots=True)
class Complaint(AboutVisit):
    collectors: tuple[str, ...]
    kind: Literal["complained"] = "complained"


def _stored_as(one: type[T], offer: type[T], notice: type[T]) -> Callable[[Any, GetCoreSchemaHandler], CoreSchema]:
    """Offers and notices are stored under one kind, and are two inputs: other lines of the table answer them."""

    def told_apart(stored: T) -> T:
        known = offer if stored.text == "offer" else notice
        return known(**{field.name: getattr(stored, field.name) for field in fields(stored)})

    return lambda source, handler: no_info_after_validator_function(told_apart, handler(one))


FieldReport = Departure | Arrival | VisitOutcome
EventInput = Annotated[
    VisitRequest
    | Annotated[VisitBrake, BeforeValidator(with_no_more_texts)]
    | SlotQuote
    | CrewAssignment
    | NoCrew
    | Annotated[OfferReceipt | NoticeReceipt, GetPydanticSchema(_stored_as(TextReceipt, OfferReceipt, NoticeReceipt))]
    | Annotated[
        OfferLoss | NoticeLoss,
        GetPydanticSchema(_stored_as(TextLoss, OfferLoss, NoticeLoss)),
        BeforeValidator(with_over_cap),
    ]
    | BorrowerReply
    | Departure
    | Arrival
    | VisitOutcome
    | Complaint,
    Field(discriminator="kind"),
]
AppointmentInput = EventInput | CrewDelay | TimerInput


def aggregate(event: Event) -> str | None:
    """The case whose appointment the event may move, or None when it has nothing to do with a visit of ours."""
    return event.subject if input_of(event) is not None else None


def input_of(incoming: Event | TimerDue) -> AppointmentInput | None:
    """The input that an event or a timer is, or None when it is none of ours."""
    match incoming:
        case TimerDue():
            timer = TIMERS.get(incoming.kind)
            return timer(incoming.due_at) if timer is not None else None
        case VisitRequested(data=data):
            return VisitRequest(
                data.visit, incoming.id, data.borrower, data.region, data.cell, data.zone, data.needs, data.home,
                data.address,
            )  # fmt: skip
        case VisitWithdrawn(data=data):
            return VisitBrake(data.visit, incoming.id, data.cause, no_more_texts(incoming))
        case SlotsQuoted(data=data):
            return SlotQuote(data.visit, incoming.id, data.request, data.slots, data.refused)
        case CrewAssigned(data=data) | CrewChanged(data=data):
            return CrewAssignment(data.visit, incoming.id, data.booking, data.version, data.crew)
        case CrewUnassigned(data=data):
            return NoCrew(data.visit, incoming.id, data.booking, data.refused)
        case TextDelivered():
            return _receipt(incoming)
        case TextRefused():
            return _loss(incoming, "refused")
        case TextFailed():
            return _loss(incoming, "failed")
        case TextUncertain():
            return _loss(incoming, "in-doubt")
        case ReplyUnderstood():
            return _reply(incoming)
        case CrewDeparted(data=data):
            return Departure(data.visit, incoming.id, data.booking, incoming.time)
        case CrewDelayed(data=data):
            return CrewDelay(data.visit, incoming.id, data.booking, data.expected_at)
        case CrewArrived(data=data):
            return Arrival(data.visit, incoming.id, data.booking, incoming.time)
        case VisitEnded(data=data):
            return VisitOutcome(data.visit, incoming.id, data.booking, incoming.time, data.outcome)
        case ComplaintRaised(data=data):
            return Complaint(data.visit, incoming.id, data.collectors)
        case _:
            return None


def _receipt(event: TextDelivered) -> OfferReceipt | NoticeReceipt | None:
    data = event.data
    if data.visit is None:
        return None
    what = (data.intent, data.appointment_version, event.time)
    if data.kind == "offer":
        return OfferReceipt(data.visit, event.id, "offer", *what)
    return NoticeReceipt(data.visit, event.id, "notice", *what) if data.kind == "notice" else None


def _loss(
    event: TextRefused | TextFailed | TextUncertain, how: Literal["refused", "failed", "in-doubt"]
) -> OfferLoss | NoticeLoss | None:
    data = event.data
    if data.visit is None:
        return None
    what = (data.intent, data.appointment_version, how, data.reason, data.rule, data.until)
    if data.kind == "offer":
        over_cap = isinstance(event, TextRefused) and is_visit_over_cap(event)
        return OfferLoss(data.visit, event.id, "offer", *what, over_cap)
    return NoticeLoss(data.visit, event.id, "notice", *what) if data.kind == "notice" else None


def _reply(event: ReplyUnderstood) -> BorrowerReply | None:
    data = event.data
    if data.visit is None:
        return None
    return BorrowerReply(
        data.visit, event.id, data.question, data.question_kind or "", data.received_at, choice_of(data.meanings),
        digit_of(data.meanings), wished_time(data.meanings), code_of(data.meanings), named=named_time(data.meanings),
    )  # fmt: skip
