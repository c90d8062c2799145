"""What the crew app reports from the field. Key: case id."""

from __future__ import annotations

from typing import ClassVar, Literal

from .envelope import Event
from .values import Code, CollectorId, Ident, Region, Value

OutcomeKind = Literal["paid", "promised", "plan-wanted", "not-home", "refused", "dispute", "address-wrong", "unsafe"]


class FieldFact(Value):
    visit: Ident
    region: Region
    booking: Ident
    crew: tuple[CollectorId, ...]


class Result(FieldFact):
    outcome: OutcomeKind


class Grievance(Value):
    visit: Ident
    region: Region
    cause: Code
    collectors: tuple[CollectorId, ...] = ()


class Outcome(Event):
    topic: ClassVar[str] = "outcomes"


class CrewDeparted(Outcome):
    type: Literal["doorstep.crew.departed.v1"] = "doorstep.crew.departed.v1"
    data: FieldFact


class CrewArrived(Outcome):
    type: Literal["doorstep.crew.arrived.v1"] = "doorstep.crew.arrived.v1"
    data: FieldFact


class VisitEnded(Outcome):
    type: Literal["doorstep.visit.ended.v1"] = "doorstep.visit.ended.v1"
    data: Result


class ComplaintRaised(Outcome):
    type: Literal["doorstep.complaint.raised.v1"] = "doorstep.complaint.raised.v1"
    data: Grievance
