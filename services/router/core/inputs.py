"""What a region is decided on: events about bookings, about the fleet and from the field, and its timers."""

from __future__ import annotations

from dataclasses import dataclass

from shared.contracts.envelope import Event
from shared.contracts.fleet import (
    CertificateRevoked,
    CollectorCertified,
    CollectorDeregistered,
    CollectorRegistered,
    CollectorUnavailable,
    ShiftPlanned,
)
from shared.contracts.outcomes import ComplaintRaised, CrewArrived, CrewDeparted, Outcome, VisitEnded
from shared.contracts.routing import BookingCancelled, BookingMade, SlotsAsked
from shared.decision import TimerDue

from .timers import PLAN, TIDY

TOPICS = ("routing", "fleet", "outcomes")


@dataclass(frozen=True, slots=True)
class PlanDue:
    """It is the evening before `day`, a local day as written: `2026-12-01`."""

    day: str


@dataclass(frozen=True, slots=True)
class TidyDue:
    """What is long over is forgotten."""


BookingInput = BookingMade | BookingCancelled | CrewDeparted | CrewArrived | VisitEnded
"""They name one booking."""
FleetFact = (
    CollectorRegistered | CollectorDeregistered | CollectorCertified | CertificateRevoked | ShiftPlanned
    | CollectorUnavailable
)  # fmt: skip
"""They may take a crew from its bookings."""
RegionInput = SlotsAsked | ComplaintRaised | FleetFact | PlanDue | TidyDue
RouterInput = BookingInput | RegionInput
"""Events are taken as they are: classes of our own would only copy them."""


def input_of(incoming: Event | TimerDue) -> RouterInput | None:
    """The input that an event or a timer is; None for what is nothing to a region."""
    if not isinstance(incoming, TimerDue):
        return incoming if isinstance(incoming, RouterInput) else None
    if incoming.kind == TIDY:
        return TidyDue()
    return PlanDue(incoming.kind.removeprefix(PLAN)) if incoming.kind.startswith(PLAN) else None


def aggregate(event: Event) -> str | None:
    """The region whose state an event moves: outcomes travel by case and say which. None when it moves none."""
    if input_of(event) is None:
        return None
    return str(event.data.region) if isinstance(event, Outcome) else event.subject  # type: ignore[attr-defined]


def about(region: str, input: object) -> str:
    """The case that an input concerns; the region where it concerns none."""
    match input:
        case SlotsAsked() | BookingMade() | BookingCancelled():
            return input.data.case
        case Outcome():
            return input.subject
        case _:
            return region
