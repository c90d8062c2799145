"""Collectors: who they are, what they are trained in, when they work, where they are. Key: region.

Every fact can be corrected and taken back: of two words about the same thing the one with the later `time` counts.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from .envelope import Event
from .times import Day, Instant, Zone
from .values import Certificate, Code, CollectorId, Language, Sealed, Value


class Registration(Value):
    collector: CollectorId
    name: Sealed
    home: Sealed
    languages: tuple[Language, ...] = ("en",)
    zone: Zone


class Training(Value):
    """Valid on local days `valid_from` to `valid_to`, both included; checked at the visit's time.

    A newer word about a certificate that begins on the same day replaces the older one, also when it ends earlier; one
    that ends before it begins takes it back.
    """

    collector: CollectorId
    certificate: Certificate
    valid_from: Day
    valid_to: Day


class Revocation(Value):
    """From the local day `revoked_from` on the certificate does not count, whatever was said before about its days."""

    collector: CollectorId
    certificate: Certificate
    revoked_from: Day
    cause: Code


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
    """`absence` names it; the same name again replaces it, without names the same start does. An empty one (start =
    end) takes it back: the collector can come after all.
    """

    collector: CollectorId
    start: Instant
    end: Instant
    cause: Code
    absence: Code | None = None


class Leaving(Value):
    """The collector no longer works in this region: name and home are forgotten; registering again brings both back."""

    collector: CollectorId
    cause: Code


class Fleet(Event):
    topic: ClassVar[str] = "fleet"


class CollectorRegistered(Fleet):
    """A collector works in this region, or has another name, home, zone or languages than were known.

    Without certificates and a shift nobody is sent anywhere.
    """

    type: Literal["doorstep.collector.registered.v1"] = "doorstep.collector.registered.v1"
    data: Registration


class CollectorCertified(Fleet):
    """A collector holds a certificate on these days. Who lacks one that a visit needs on its day is not sent."""

    type: Literal["doorstep.collector.certified.v1"] = "doorstep.collector.certified.v1"
    data: Training


class CertificateRevoked(Fleet):
    """A certificate counts no longer. Crews of later visits that relied on it are formed anew."""

    type: Literal["doorstep.certificate.revoked.v1"] = "doorstep.certificate.revoked.v1"
    data: Revocation


class ShiftPlanned(Fleet):
    """A collector works from `start` to `end`. Visits are planned within shifts only."""

    type: Literal["doorstep.shift.planned.v1"] = "doorstep.shift.planned.v1"
    data: Shift


class PositionReported(Fleet):
    """Where a collector was at a moment, as the crew app saw it. An older one than the newest changes nothing."""

    type: Literal["doorstep.position.reported.v1"] = "doorstep.position.reported.v1"
    data: Position


class CollectorUnavailable(Fleet):
    """A collector can't come: ill, on leave, needed elsewhere. Crews that counted on them are formed anew."""

    type: Literal["doorstep.collector.unavailable.v1"] = "doorstep.collector.unavailable.v1"
    data: Absence


class CollectorDeregistered(Fleet):
    """A collector left the region, for good or until they are registered again. Their visits get other crews."""

    type: Literal["doorstep.collector.deregistered.v1"] = "doorstep.collector.deregistered.v1"
    data: Leaving
