"""What the crew app reports from the field. Key: case id."""

from __future__ import annotations

from typing import ClassVar, Literal

from .envelope import Event
from .times import Instant
from .values import Code, CollectorId, Ident, Region, Value

OutcomeKind = Literal["paid", "promised", "plan-wanted", "not-home", "refused", "dispute", "address-wrong", "unsafe"]


class FieldFact(Value):
    visit: Ident
    region: Region
    booking: Ident
    crew: tuple[CollectorId, ...]


class Result(FieldFact):
    outcome: OutcomeKind


class Delay(FieldFact):
    """`expected_at`: when the crew can be at the door."""

    expected_at: Instant


class Grievance(Value):
    visit: Ident
    region: Region
    cause: Code
    collectors: tuple[CollectorId, ...] = ()


class Outcome(Event):
    topic: ClassVar[str] = "outcomes"


class CrewDeparted(Outcome):
    """The crew has set out for this booking. From here on router keeps it as it is."""

    type: Literal["doorstep.crew.departed.v1"] = "doorstep.crew.departed.v1"
    data: FieldFact


class CrewDelayed(Outcome):
    """The crew runs late. One that can't be there within its window has no permit any more and must turn back."""

    type: Literal["doorstep.crew.delayed.v1"] = "doorstep.crew.delayed.v1"
    data: Delay


class CrewArrived(Outcome):
    """The crew is at the door. Outside the agreed window the permit does not count, and the crew must not ring."""

    type: Literal["doorstep.crew.arrived.v1"] = "doorstep.crew.arrived.v1"
    data: FieldFact


class VisitEnded(Outcome):
    """The visit is over; `outcome` is what came of it. Some end or stop contact, such as paid or dispute."""

    type: Literal["doorstep.visit.ended.v1"] = "doorstep.visit.ended.v1"
    data: Result


class ComplaintRaised(Outcome):
    """A borrower complained about a visit. Contact waits for a person, and `collectors` are kept from that door."""

    type: Literal["doorstep.complaint.raised.v1"] = "doorstep.complaint.raised.v1"
    data: Grievance
