"""Collectors: who they are, what they are trained in, when they work, where they are. Key: region."""

from __future__ import annotations

from typing import ClassVar, Literal

from .envelope import Event
from .moments import Day, Instant, Zone
from .values import Certificate, Code, CollectorId, Language, Sealed, Value


class Registration(Value):
    collector: CollectorId
    name: Sealed
    home: Sealed
    languages: tuple[Language, ...] = ("en",)
    zone: Zone


class Training(Value):
    """Valid on local days `valid_from` to `valid_to`, both included; checked at the visit's time."""

    collector: CollectorId
    certificate: Certificate
    valid_from: Day
    valid_to: Day


class Shift(Value):
    """`shift` names it; the same name again replaces it, an empty one (start = end) removes it."""

    collector: CollectorId
    shift: Code
    start: Instant
    end: Instant


class Position(Value):
    collector: CollectorId
    at: Instant
    place: Sealed


class Absence(Value):
    collector: CollectorId
    start: Instant
    end: Instant
    cause: Code


class Fleet(Event):
    topic: ClassVar[str] = "fleet"


class CollectorRegistered(Fleet):
    type: Literal["doorstep.collector.registered.v1"] = "doorstep.collector.registered.v1"
    data: Registration


class CollectorCertified(Fleet):
    type: Literal["doorstep.collector.certified.v1"] = "doorstep.collector.certified.v1"
    data: Training


class ShiftPlanned(Fleet):
    type: Literal["doorstep.shift.planned.v1"] = "doorstep.shift.planned.v1"
    data: Shift


class PositionReported(Fleet):
    type: Literal["doorstep.position.reported.v1"] = "doorstep.position.reported.v1"
    data: Position


class CollectorUnavailable(Fleet):
    type: Literal["doorstep.collector.unavailable.v1"] = "doorstep.collector.unavailable.v1"
    data: Absence
