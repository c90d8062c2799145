"""Events of other services into facts. Which events concern a visit at all is decided here too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shared.contracts.envelope import Event
from shared.contracts.outcomes import ComplaintRaised, CrewArrived, CrewDeparted, VisitEnded
from shared.contracts.routing import CrewAssigned, CrewChanged, CrewUnassigned, SlotsQuoted
from shared.contracts.texts import (
    Meaning,
    ReplyUnderstood,
    TextDelivered,
    TextFailed,
    TextRefused,
    TextUncertain,
)
from shared.contracts.visits import VisitRequested, VisitWithdrawn

from .facts import (
    Answered,
    Arrived,
    Choice,
    Complained,
    Crewed,
    Delivered,
    Departed,
    Ended,
    Fact,
    Quoted,
    Requested,
    Uncrewed,
    Undelivered,
    Withdrawn,
)

TOPICS = ("visits", "texts", "replies", "assignments", "outcomes")
CONFIDENCE_MIN = 0.6
SLOT_CONFIDENCE_MIN = 0.9
"""Nothing but a digit or a position in the list takes a slot: words that were guessed at do not."""
OVER_CAP_BEFORE = "visit-over-cap"
_STOPS = frozenset({"opt-out", "wrong-number"})
_ABOUT_THE_DEBT = frozenset({"hardship", "dispute", "paid", "promise"})


def aggregate(event: Event) -> str | None:
    """The case whose appointment the event may move, or None when it has nothing to do with a visit of ours."""
    match event:
        case TextDelivered() | TextFailed() | TextRefused() | TextUncertain():
            return event.subject if event.data.visit and event.data.kind in ("offer", "notice") else None
        case ReplyUnderstood():
            return event.subject if event.data.visit else None
        case _:
            return event.subject if type(event) in _READERS else None


def hear(event: Event) -> Fact | None:
    """The fact that an event tells, or None when it is none of ours."""
    reader = _READERS.get(type(event))
    return reader(event) if reader is not None and aggregate(event) is not None else None


def choice(meanings: tuple[Meaning, ...]) -> Choice:
    """What a reply asks of us. Who chooses a slot and says more has chosen it; only a stop beats that."""
    sure = _sure(meanings)
    kinds = {meaning.kind for meaning in sure}
    if kinds & _STOPS:
        return "left-to-notifier"
    if "slot" in kinds:
        return "slot" if len(_digits(sure)) == 1 else "unclear"
    if kinds & _ABOUT_THE_DEBT:
        return "left-to-notifier"
    if "other-time" in kinds:
        return "other-time"
    if "who" in kinds:
        return "who"
    return "left-to-notifier" if "opt-in" in kinds else "unclear"


def _sure(meanings: tuple[Meaning, ...]) -> list[Meaning]:
    return [
        meaning
        for meaning in meanings
        if meaning.confidence >= (SLOT_CONFIDENCE_MIN if meaning.kind == "slot" else CONFIDENCE_MIN)
    ]


def _digits(meanings: list[Meaning]) -> set[int]:
    return {meaning.digit or 0 for meaning in meanings if meaning.kind == "slot"}


def _answered(event: ReplyUnderstood) -> Answered:
    data = event.data
    sure = _sure(data.meanings)
    wishes = [meaning for meaning in sure if meaning.kind == "other-time" and meaning.at is not None]
    return Answered(
        visit=str(data.visit),
        by=event.id,
        question=data.question,
        answers=data.question_kind or "",
        received_at=data.received_at,
        choice=choice(data.meanings),
        digit=min(_digits(sure), default=0),
        wished=max(wishes, key=lambda meaning: meaning.confidence).at if wishes else None,
    )


def _requested(event: VisitRequested) -> Requested:
    data = event.data
    return Requested(
        visit=data.visit,
        by=event.id,
        borrower=data.borrower,
        region=data.region,
        cell=data.cell,
        zone=data.zone,
        needs=data.needs,
        home=data.home,
        address=data.address,
    )


def _delivered(event: TextDelivered) -> Delivered:
    data = event.data
    assert data.kind == "offer" or data.kind == "notice"  # `aggregate` lets no other pass
    return Delivered(str(data.visit), event.id, data.kind, data.intent, data.appointment_version, event.time)


def _undelivered(event: TextFailed | TextRefused | TextUncertain) -> Undelivered:
    data = event.data
    assert data.kind == "offer" or data.kind == "notice"
    how = _HOW[type(event)]
    return Undelivered(
        str(data.visit), event.id, data.kind, data.intent, data.appointment_version, how,
        data.reason, data.rule, data.until, _is_over_cap(event),
    )  # fmt: skip


def _is_over_cap(event: TextFailed | TextRefused | TextUncertain) -> bool:
    """Was it refused because of a cap on visits? Events from before the field was there say so in their reason only."""
    if event.data.visit_over_cap is None:
        return isinstance(event, TextRefused) and event.data.reason == OVER_CAP_BEFORE
    return event.data.visit_over_cap


_HOW: dict[type[Event], Any] = {TextFailed: "failed", TextRefused: "refused", TextUncertain: "in-doubt"}

_READERS: dict[type[Event], Callable[[Any], Fact]] = {
    VisitRequested: _requested,
    VisitWithdrawn: lambda event: Withdrawn(event.data.visit, event.id, event.data.cause),
    SlotsQuoted: lambda event: Quoted(
        event.data.visit, event.id, event.data.request, event.data.slots, event.data.refused
    ),
    CrewAssigned: lambda event: Crewed(
        event.data.visit, event.id, event.data.booking, event.data.version, event.data.crew
    ),
    CrewChanged: lambda event: Crewed(
        event.data.visit, event.id, event.data.booking, event.data.version, event.data.crew
    ),
    CrewUnassigned: lambda event: Uncrewed(event.data.visit, event.id, event.data.booking, event.data.refused),
    TextDelivered: _delivered,
    TextFailed: _undelivered,
    TextRefused: _undelivered,
    TextUncertain: _undelivered,
    ReplyUnderstood: _answered,
    CrewDeparted: lambda event: Departed(event.data.visit, event.id, event.data.booking, event.time),
    CrewArrived: lambda event: Arrived(event.data.visit, event.id, event.data.booking, event.time),
    VisitEnded: lambda event: Ended(event.data.visit, event.id, event.data.booking, event.time, event.data.outcome),
    ComplaintRaised: lambda event: Complained(event.data.visit, event.id, event.data.collectors),
}
