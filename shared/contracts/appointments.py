"""The life of a visit's appointment, as scheduler tells it. Key: case id."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from .envelope import Event
from .values import CollectorId, Count, Ident, PermitLine, Reason, Region, Sealed, Slot, Value, Window


class Stage(Value):
    """What every appointment event tells. `version` grows with each change of window or crew."""

    visit: Ident
    region: Region
    version: Count
    reason: Reason
    window: Window | None = None
    crew: tuple[CollectorId, ...] = ()
    slots: tuple[Slot, ...] = ()
    permit: tuple[PermitLine, ...] = ()
    booking: Ident | None = None
    check_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{4,8}$")] | None = None
    address: Sealed | None = None
    home: Sealed | None = None


class Appointment(Event):
    topic: ClassVar[str] = "appointments"
    data: Stage


class AppointmentOffered(Appointment):
    type: Literal["doorstep.appointment.offered.v1"] = "doorstep.appointment.offered.v1"


class AppointmentAgreed(Appointment):
    type: Literal["doorstep.appointment.agreed.v1"] = "doorstep.appointment.agreed.v1"


class AppointmentNoticed(Appointment):
    """The notice was delivered early enough, on the carrier's word."""

    type: Literal["doorstep.appointment.noticed.v1"] = "doorstep.appointment.noticed.v1"


class AppointmentPermitted(Appointment):
    """Every rule is satisfied: `permit` lists each with its event. The only thing a crew may act on."""

    type: Literal["doorstep.appointment.permitted.v1"] = "doorstep.appointment.permitted.v1"


class AppointmentMoved(Appointment):
    type: Literal["doorstep.appointment.moved.v1"] = "doorstep.appointment.moved.v1"


class AppointmentHeld(Appointment):
    """Waits for a person or another channel; a timer looks at it again."""

    type: Literal["doorstep.appointment.held.v1"] = "doorstep.appointment.held.v1"


class AppointmentCancelled(Appointment):
    type: Literal["doorstep.appointment.cancelled.v1"] = "doorstep.appointment.cancelled.v1"


class AppointmentExpired(Appointment):
    type: Literal["doorstep.appointment.expired.v1"] = "doorstep.appointment.expired.v1"


class AppointmentKept(Appointment):
    type: Literal["doorstep.appointment.kept.v1"] = "doorstep.appointment.kept.v1"


class AppointmentMissed(Appointment):
    type: Literal["doorstep.appointment.missed.v1"] = "doorstep.appointment.missed.v1"
