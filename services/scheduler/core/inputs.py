"""What the machine decides on: a closed union of small inputs, made from events and timers in one place, `input_of`.

An input of an event names its visit and the event (`by`) that told it, and nothing it does not need: it is stored when
it comes too early. So its `kind` and its fields keep their spelling; fields are added with a default.
"""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from msgspec import Struct

from shared.contracts.envelope import Event
from shared.contracts.former_reasons import is_visit_over_cap, no_more_texts
from shared.contracts.outcomes import ComplaintRaised, CrewArrived, CrewDelayed, CrewDeparted, OutcomeKind, VisitEnded
from shared.contracts.routing import CrewAssigned, CrewChanged, CrewUnassigned, SlotsQuoted
from shared.contracts.texts import NamedTime, ReplyUnderstood, TextDelivered, TextFailed, TextRefused, TextUncertain
from shared.contracts.values import Reason
from shared.contracts.visits import VisitRequested, VisitWithdrawn
from shared.decision import TimerDue
from shared.decision.documents import written
from shared.decision.kept_values import Box, Moment

from .choice import ReplyChoice, choice_of, code_of, digit_of, named_time, wished_time
from .timers import TIMERS, TimerInput
from .visit_values import CrewMember, OfferedSlot, VisitNeeds, all_kept, kept

TOPICS = ("visits", "texts", "replies", "assignments", "outcomes")


class AboutVisit(Struct, frozen=True, gc=False):
    visit: str
    by: str


class VisitRequest(AboutVisit, frozen=True, gc=False):
    borrower: str
    region: str
    cell: str
    zone: str
    needs: VisitNeeds
    home: Box
    address: Box
    kind: Literal["requested"] = "requested"


class VisitBrake(AboutVisit, frozen=True, gc=False):
    """The visit must not happen. `no_more_texts`: the borrower can't be texted any more, so nor given notice."""

    cause: str
    no_more_texts: bool = False
    kind: Literal["withdrawn"] = "withdrawn"


class SlotQuote(AboutVisit, frozen=True, gc=False):
    request: str
    slots: tuple[OfferedSlot, ...]
    refused: tuple[Reason, ...]
    kind: Literal["quoted"] = "quoted"


class CrewAssignment(AboutVisit, frozen=True, gc=False):
    """A crew for a booking, the first one or another one. `number` counts them."""

    booking: str
    number: int
    members: tuple[CrewMember, ...]
    kind: Literal["crewed"] = "crewed"


class NoCrew(AboutVisit, frozen=True, gc=False):
    """No legal crew for a booking, or none any more."""

    booking: str
    refused: tuple[Reason, ...]
    kind: Literal["uncrewed"] = "uncrewed"


class TextReceipt(AboutVisit, frozen=True, gc=False):
    """The carrier's receipt of an offer or a notice; `at` is when the carrier says it was delivered."""

    text: Literal["offer", "notice"]
    intent: UUID
    version: int
    at: Moment
    kind: Literal["delivered"] = "delivered"


class OfferReceipt(TextReceipt, frozen=True, gc=False):
    text: Literal["offer"]


class NoticeReceipt(TextReceipt, frozen=True, gc=False):
    text: Literal["notice"]


class TextLoss(AboutVisit, frozen=True, gc=False):
    """An offer or a notice that was refused, failed, or of which nobody knows.

    `over_cap`: the offer was refused because a visit would be one contact too many; `until`: from when one fits.
    """

    text: Literal["offer", "notice"]
    intent: UUID
    version: int
    how: Literal["refused", "failed", "in-doubt"]
    cause: str
    rule: str
    until: Moment | None = None
    over_cap: bool = False
    kind: Literal["undelivered"] = "undelivered"


class OfferLoss(TextLoss, frozen=True, gc=False):
    text: Literal["offer"]


class NoticeLoss(TextLoss, frozen=True, gc=False):
    text: Literal["notice"]


class BorrowerReply(AboutVisit, frozen=True, gc=False, omit_defaults=True):
    """`answers` is the kind of `question`; `wished` and `named` are a time of theirs; `code` is what is asked about."""

    question: UUID | None
    answers: str
    received_at: Moment
    choice: ReplyChoice
    digit: int = written(0)
    wished: Moment | None = written(None)
    code: str = written("")
    kind: Literal["answered"] = written("answered")
    named: NamedTime | None = None


class Departure(AboutVisit, frozen=True, gc=False):
    booking: str
    at: Moment
    kind: Literal["departed"] = "departed"


class CrewDelay(AboutVisit, frozen=True, gc=False):
    """The crew is expected at the door at `expected_at`. It is never stored: what comes too early is worth nothing."""

    booking: str
    expected_at: Moment


class Arrival(AboutVisit, frozen=True, gc=False):
    booking: str
    at: Moment
    kind: Literal["arrived"] = "arrived"


class VisitOutcome(AboutVisit, frozen=True, gc=False):
    booking: str
    at: Moment
    outcome: OutcomeKind
    kind: Literal["ended"] = "ended"


class Complaint(AboutVisit, frozen=True, gc=False):
    collectors: tuple[str, ...]
    kind: Literal["complained"] = "complained"


FieldReport = Departure | Arrival | VisitOutcome
EventInput = (
    VisitRequest | VisitBrake | SlotQuote | CrewAssignment | NoCrew | OfferReceipt | NoticeReceipt | OfferLoss
    | NoticeLoss | BorrowerReply | Departure | Arrival | VisitOutcome | Complaint
)  # fmt: skip
AppointmentInput = EventInput | CrewDelay | TimerInput
ALWAYS_OURS = (
    VisitRequested, VisitWithdrawn, SlotsQuoted, CrewAssigned, CrewChanged, CrewUnassigned, CrewDeparted, CrewDelayed,
    CrewArrived, VisitEnded, ComplaintRaised,
)  # fmt: skip


def aggregate(event: Event) -> str | None:
    """The case whose appointment the event may move, or None when it has nothing to do with a visit of ours: where
    `input_of` gives none.
    """
    match event:
        case TextDelivered() | TextRefused() | TextFailed() | TextUncertain():
            ours = event.data.visit is not None and event.data.kind in ("offer", "notice")
        case ReplyUnderstood():
            ours = event.data.visit is not None
        case _:
            ours = isinstance(event, ALWAYS_OURS)
    return event.subject if ours else None


def input_of(incoming: Event | TimerDue) -> AppointmentInput | None:
    """The input that an event or a timer is, or None when it is none of ours."""
    match incoming:
        case TimerDue():
            timer = TIMERS.get(incoming.kind)
            return timer(incoming.due_at) if timer is not None else None
        case VisitRequested(data=data):
            return VisitRequest(
                data.visit, incoming.id, data.borrower, data.region, data.cell, data.zone, kept(data.needs, VisitNeeds),
                kept(data.home, Box), kept(data.address, Box),
            )  # fmt: skip
        case VisitWithdrawn(data=data):
            return VisitBrake(data.visit, incoming.id, data.cause, no_more_texts(incoming))
        case SlotsQuoted(data=data):
            return SlotQuote(data.visit, incoming.id, data.request, all_kept(data.slots, OfferedSlot), data.refused)
        case CrewAssigned(data=data) | CrewChanged(data=data):
            crew = all_kept(data.crew, CrewMember)
            return CrewAssignment(data.visit, incoming.id, data.booking, data.version, crew)
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
