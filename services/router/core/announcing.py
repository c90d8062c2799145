"""What the others are told, and what is written, when a booking gets a crew or none."""

from __future__ import annotations

from services.router.core.sending import Lacking, Sent
from shared.contracts.routing import Assignment, Booking, CrewAssigned, CrewChanged, CrewUnassigned, Refusal
from shared.contracts.values import Reason
from shared.decision import Effect, Publish


def announced(found: Sent | Lacking, booking: Booking, reason: Reason) -> tuple[Effect, ...]:
    """`reason` says why a crew was looked for; a refusal carries its own reasons."""
    if isinstance(found, Lacking):
        refusal = Refusal(booking=booking.booking, visit=booking.visit, refused=found.reasons)
        return (Publish(CrewUnassigned, booking.case, refusal),)
    version = found.change.version
    fact = Assignment(booking=booking.booking, visit=booking.visit, version=version, crew=found.members, reason=reason)
    return (Publish(CrewAssigned if version == 1 else CrewChanged, booking.case, fact), *found.duties)


def nearest() -> Reason:
    return Reason(code="nearest-crew", text="The legal crew that is nearest: it adds the least travel.")


def window_moved() -> Reason:
    return Reason(code="window-moved", text="The window was moved; this crew comes in the new one.")


def booking_cancelled() -> Reason:
    return Reason(code="booking-cancelled", text="A visit was cancelled; its crew has time for others.")


def member_away() -> Reason:
    return Reason(code="collector-unavailable", text="A member of the crew can't come; another crew was looked for.")


def member_excluded() -> Reason:
    return Reason(code="collector-excluded", text="A member of the crew must not come to this door again.")


def member_gone() -> Reason:
    return Reason(code="collector-gone", text="A member of the crew no longer works here; another crew was looked for.")


def member_uncertified() -> Reason:
    return Reason(
        code="collector-uncertified",
        text="A member of the crew has no valid certificate for that day; another crew was looked for.",
    )
