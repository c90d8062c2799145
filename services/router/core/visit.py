"""A booked visit, in one of five states. What is over keeps no home and no window: only what a late event needs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.moments import Instant
from shared.contracts.routing import Booking
from shared.contracts.values import CaseId, CollectorId, Count, Ident, Value


class Unknown(Value):
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


Open = Assigned | Underway
Visit = Annotated[Assigned | Underway | Unassigned | Cancelled | Done, Field(discriminator="kind")]
