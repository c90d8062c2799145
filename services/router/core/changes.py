"""What can change in a region. Kept as history for ever, so a change says everything that `evolve` needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, Literal, assert_never

from pydantic import Field

from shared.contracts.fleet import Absence, Leaving, Position, Registration, Revocation, Shift, Training
from shared.contracts.routing import Booking
from shared.contracts.times import Instant, Zone
from shared.contracts.values import CaseId, CollectorId, Count, Ident, Value


class Registered(Value):
    kind: Literal["registered"] = "registered"
    said_at: Instant
    fact: Registration


class Certified(Value):
    """`said_at` is missing where history is older than this field; such a word is the oldest."""

    kind: Literal["certified"] = "certified"
    said_at: Instant | None = None
    fact: Training


class Revoked(Value):
    kind: Literal["revoked"] = "revoked"
    said_at: Instant
    fact: Revocation


class Deregistered(Value):
    kind: Literal["deregistered"] = "deregistered"
    said_at: Instant
    fact: Leaving


class ShiftSet(Value):
    kind: Literal["shift-set"] = "shift-set"
    said_at: Instant
    fact: Shift


class Located(Value):
    """Only in histories from before positions were facts (`positions`)."""

    kind: Literal["located"] = "located"
    fact: Position


class WentAbsent(Value):
    """`said_at` is missing where history is older than this field; such a word is the oldest."""

    kind: Literal["went-absent"] = "went-absent"
    said_at: Instant | None = None
    fact: Absence


class Excluded(Value):
    """These collectors never again at the door of this case."""

    kind: Literal["excluded"] = "excluded"
    case: CaseId
    collectors: tuple[CollectorId, ...]


class Settled(Value):
    """The region's zone, from its first booking on."""

    kind: Literal["settled"] = "settled"
    zone: Zone


class Leg(Value):
    """The crew of `booking` plans to be at that door from `arrive` to `depart`."""

    booking: Ident
    arrive: Instant
    depart: Instant


class CrewConsidered(Value):
    """`cost_s` is the travel it would add, summed over its members. `out`: it has other doors that day."""

    crew: tuple[CollectorId, ...]
    cost_s: int
    out: bool


class CrewChosen(Value):
    """`legs` times the whole route of the crew, this booking included. `considered` are the best crews, the one chosen
    first; empty where history is older than this field.
    """

    kind: Literal["crew-chosen"] = "crew-chosen"
    booking: Booking
    version: Count
    crew: tuple[CollectorId, ...]
    legs: tuple[Leg, ...]
    considered: tuple[CrewConsidered, ...] = ()


class CrewLacking(Value):
    """Nobody legal can go. A crew that the booking had is free of it."""

    kind: Literal["crew-lacking"] = "crew-lacking"
    booking: Booking
    version: Count


class Retimed(Value):
    """A route lost a stop or its crew some hours; those that stay are timed anew."""

    kind: Literal["retimed"] = "retimed"
    legs: tuple[Leg, ...]


class SetOff(Value):
    kind: Literal["set-off"] = "set-off"
    booking: Ident


class Withdrawn(Value):
    kind: Literal["withdrawn"] = "withdrawn"
    booking: Ident


class Ended(Value):
    kind: Literal["ended"] = "ended"
    booking: Ident


SAID_SINCE = timedelta(days=30)


class Tidied(Value):
    """Everything that was over before `before` is forgotten, but a certificate of which something was said since
    `said_since`. Histories older than that field mean `SAID_SINCE` before `before`."""

    kind: Literal["tidied"] = "tidied"
    before: Instant
    said_since: Instant | None = None


RegionChange = Annotated[
    Registered | Deregistered | Certified | Revoked | ShiftSet | Located | WentAbsent | Excluded | Settled | CrewChosen
    | CrewLacking | Retimed | SetOff | Withdrawn | Ended | Tidied,
    Field(discriminator="kind"),
]  # fmt: skip


def touched(changes: Iterable[RegionChange]) -> set[Ident] | None:
    """The bookings that these changes may move; None where that is all of them."""
    found: set[Ident] = set()
    for change in changes:
        match change:
            case CrewChosen():
                found.update((change.booking.booking, *(leg.booking for leg in change.legs)))
            case CrewLacking():
                found.add(change.booking.booking)
            case Retimed():
                found.update(leg.booking for leg in change.legs)
            case SetOff() | Withdrawn() | Ended():
                found.add(change.booking)
            case Tidied():
                return None
            case (
                Registered() | Deregistered() | Certified() | Revoked() | ShiftSet() | Located() | WentAbsent()
                | Excluded() | Settled()
            ):  # fmt: skip
                pass
            case _:
                assert_never(change)
    return found
