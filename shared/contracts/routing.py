"""scheduler and router: slots asked and quoted, bookings, crews.

`routing` is keyed by region, so that everything about one region reaches one router in order; `assignments`
is keyed by case. `plan-revised` and `plan-changed` concern a region and are keyed by it.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from .envelope import Event
from .times import Instant, Zone
from .values import CaseId, Cell, Code, CollectorId, Ident, Member, Needs, Reason, Sealed, Slot, Value, Window


class Ask(Value):
    """Which windows between `earliest` and `latest` could be served? `around` is the time the borrower wished for."""

    request: Ident
    case: CaseId
    visit: Ident
    zone: Zone
    cell: Cell
    home: Sealed
    needs: Needs
    earliest: Instant
    latest: Instant
    around: Instant | None = None
    slots_max: Annotated[int, Field(strict=True, ge=1, le=6)] = 3
    not_collectors: tuple[CollectorId, ...] = ()


class Booking(Value):
    """A window the borrower agreed to. `booking` is the visit's id and its appointment version.

    Another time is another booking: the one before is cancelled.
    """

    booking: Ident
    case: CaseId
    visit: Ident
    window: Window
    cell: Cell
    home: Sealed
    needs: Needs
    not_collectors: tuple[CollectorId, ...] = ()


class Cancellation(Value):
    booking: Ident
    case: CaseId
    visit: Ident
    cause: Code


class Quote(Value):
    """Empty `slots` come with the reasons for which nothing was possible."""

    request: Ident
    visit: Ident
    slots: tuple[Slot, ...]
    refused: tuple[Reason, ...] = ()


class Assignment(Value):
    """`version` counts the crews a booking had; a notice is for one of them."""

    booking: Ident
    visit: Ident
    version: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
    crew: tuple[Member, ...]
    reason: Reason


class Refusal(Value):
    booking: Ident
    visit: Ident
    refused: tuple[Reason, ...]


class PlanStop(Value):
    """`arrive` is when the crew plans to be at the door: stops of a day come in that order, then by booking."""

    booking: Ident
    case: CaseId
    crew: tuple[CollectorId, ...]
    window: Window
    arrive: Instant | None = None


class Plan(Value):
    day: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    stops: tuple[PlanStop, ...]
    reason: Reason


class PlanChange(Value):
    """`stops` are new, or come instead of those of the same bookings; to the bookings `gone` nobody goes any more."""

    day: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    stops: tuple[PlanStop, ...]
    gone: tuple[Ident, ...]
    reason: Reason


class Routing(Event):
    topic: ClassVar[str] = "routing"


class SlotsAsked(Routing):
    """A visit is to be arranged, and scheduler wants windows that a legal crew could serve. Asking reserves nothing."""

    type: Literal["doorstep.slots.asked.v1"] = "doorstep.slots.asked.v1"
    data: Ask


class BookingMade(Routing):
    """The borrower agreed to a window: a crew is to be assigned and its time reserved."""

    type: Literal["doorstep.booking.made.v1"] = "doorstep.booking.made.v1"
    data: Booking


class BookingCancelled(Routing):
    """The visit is off, and `cause` says why: the crew's time is free for others."""

    type: Literal["doorstep.booking.cancelled.v1"] = "doorstep.booking.cancelled.v1"
    data: Cancellation


class AssignmentEvent(Event):
    topic: ClassVar[str] = "assignments"


class SlotsQuoted(AssignmentEvent):
    """The answer to `slots-asked`: the windows that could be served, or why there are none."""

    type: Literal["doorstep.slots.quoted.v1"] = "doorstep.slots.quoted.v1"
    data: Quote


class CrewAssigned(AssignmentEvent):
    """A crew goes to this booking, each of them certified, on shift and free. The notice names them to the borrower."""

    type: Literal["doorstep.crew.assigned.v1"] = "doorstep.crew.assigned.v1"
    data: Assignment


class CrewChanged(AssignmentEvent):
    """Somebody fell ill, or a better crew was found: the borrower must hear of it anew."""

    type: Literal["doorstep.crew.changed.v1"] = "doorstep.crew.changed.v1"
    data: Assignment


class CrewUnassigned(AssignmentEvent):
    """No legal crew; `refused` has a line for each kind of obstacle."""

    type: Literal["doorstep.crew.unassigned.v1"] = "doorstep.crew.unassigned.v1"
    data: Refusal


class PlanRevised(AssignmentEvent):
    """All stops of one region and day in their order, for crews and dispatchers: told on the evening before. What
    changes after that `plan-changed` says; a visit that has ended stays in the plan.
    """

    type: Literal["doorstep.plan.revised.v1"] = "doorstep.plan.revised.v1"
    data: Plan


class PlanChanged(AssignmentEvent):
    """What is other in the plan of one region and day since the evening before, and why. Where no plan was told then,
    nobody was to be visited.
    """

    type: Literal["doorstep.plan.changed.v1"] = "doorstep.plan.changed.v1"
    data: PlanChange
