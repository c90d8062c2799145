"""The state of one region: its collectors and its bookings. Coordinates are never in it, only sealed boxes.

A booking is in one of five states. What is over keeps no home and no window: only what a late event needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr

from shared.contracts.routing import Booking
from shared.contracts.times import Instant, Zone
from shared.contracts.values import CaseId, CollectorId, Count, Ident, Value

from .booked_days import BookedDays, booked_days
from .fleet import Collector


class UnknownBooking(Value):
    """A booking never heard of. Never stored: it is what an id without an entry stands for."""

    kind: Literal["unknown"] = "unknown"


class Assigned(Value):
    """`crew` goes; it plans to be at the door from `arrive` to `depart`. `version` counts the crews so far."""

    kind: Literal["assigned"] = "assigned"
    booking: Booking
    version: Count
    crew: tuple[CollectorId, ...]
    arrive: Instant
    depart: Instant


class Underway(Value):
    """The crew has left for this door: it is not sent elsewhere, nor replaced, until the visit has ended."""

    kind: Literal["underway"] = "underway"
    booking: Booking
    version: Count
    crew: tuple[CollectorId, ...]
    arrive: Instant
    depart: Instant


class Over(Value):
    """What all ends share. `until` is the end of the window: two days later the booking is forgotten."""

    case: CaseId
    visit: Ident
    version: Count
    until: Instant


class Unassigned(Over):
    """Nobody could be sent. Scheduler was told why and asks anew; only a new window revives this booking."""

    kind: Literal["unassigned"] = "unassigned"


class Cancelled(Over):
    kind: Literal["cancelled"] = "cancelled"


class Done(Over):
    kind: Literal["done"] = "done"


OpenBooking = Assigned | Underway
BookingState = Annotated[Assigned | Underway | Unassigned | Cancelled | Done, Field(discriminator="kind")]


class RegionState(Value):
    """`zone` is that of the first booking: it cuts time into the days that crews are formed for, once and for all.

    `exclusions` names, per case, the collectors about whom somebody at that door complained: never again there.
    """

    region: str
    zone: Zone | None = None
    collectors: dict[CollectorId, Collector] = Field(default_factory=dict)
    bookings: dict[Ident, BookingState] = Field(default_factory=dict)
    exclusions: dict[CaseId, tuple[CollectorId, ...]] = Field(default_factory=dict)
    _booked: BookedDays | None = PrivateAttr(None)

    def booked(self, zone: str) -> BookedDays:
        """The open bookings by local day of `zone`, which is the region's wherever it has one."""
        known = self._booked
        if known is None or known.of is not self.bookings or known.zone != zone:
            known = self._booked = booked_days(self.bookings, zone)
        return known

    def rebooked(self, moved: Mapping[Ident, BookingState]) -> RegionState:
        """With these bookings as they are now."""
        if not moved:
            return self
        after = self.model_copy(update={"bookings": {**self.bookings, **moved}})
        known = self._booked
        fits = known is not None and known.of is self.bookings
        after._booked = known.carried_on(after.bookings, moved) if known is not None and fits else None
        return after

    def booking(self, name: Ident) -> BookingState | UnknownBooking:
        return self.bookings.get(name) or UnknownBooking()

    def barred(self, case: CaseId, also: tuple[CollectorId, ...]) -> frozenset[CollectorId]:
        """Who must not go to the door of `case`."""
        return frozenset(self.exclusions.get(case, ())) | frozenset(also)


def initial(region: str) -> RegionState:
    return RegionState(region=region)
