"""The life of a visit's appointment, as scheduler tells it. Key: case id."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from .envelope import Event
from .values import CollectorId, Count, Ident, PermitLine, Reason, Region, Sealed, Slot, Value, Window


class Stage(Value):
    """What every appointment event tells. `version` grows with each change of window, and of a crew that the borrower
    was told of.

    `keeps_window`: it was moved to another crew only, and the time agreed stays.
    """

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
    keeps_window: Annotated[bool, Field(strict=True)] | None = None


class Appointment(Event):
    topic: ClassVar[str] = "appointments"
    data: Stage


class AppointmentOffered(Appointment):
    """Router can serve `slots`, and a text that offers them was asked for. Nothing is reserved yet."""

    type: Literal["doorstep.appointment.offered.v1"] = "doorstep.appointment.offered.v1"


class AppointmentAgreed(Appointment):
    """The borrower picked `window`, and router sends `crew`. Notice and permit are still to come.

    Told again under the same `version` when another crew comes before the borrower was told of any.
    """

    type: Literal["doorstep.appointment.agreed.v1"] = "doorstep.appointment.agreed.v1"


class AppointmentNoticed(Appointment):
    """The notice was delivered early enough, on the carrier's word."""

    type: Literal["doorstep.appointment.noticed.v1"] = "doorstep.appointment.noticed.v1"


class AppointmentPermitted(Appointment):
    """Every rule is satisfied: `permit` lists each with its event. The only thing a crew may act on."""

    type: Literal["doorstep.appointment.permitted.v1"] = "doorstep.appointment.permitted.v1"


class AppointmentMoved(Appointment):
    """What was agreed no longer holds: another window or crew with a new `version`, or none while one is looked for.

    A notice and a permit that were given for the old version no longer count.
    """

    type: Literal["doorstep.appointment.moved.v1"] = "doorstep.appointment.moved.v1"


class AppointmentHeld(Appointment):
    """Waits for a person or another channel; a timer looks at it again."""

    type: Literal["doorstep.appointment.held.v1"] = "doorstep.appointment.held.v1"


class AppointmentCancelled(Appointment):
    """The visit will not happen: the loan is settled, a brake is on, or the borrower said no; `reason` tells which.

    A permit that was given no longer counts.
    """

    type: Literal["doorstep.appointment.cancelled.v1"] = "doorstep.appointment.cancelled.v1"


class AppointmentExpired(Appointment):
    """The borrower let every offer run out, so nobody visits. The case waits, and is looked at again later."""

    type: Literal["doorstep.appointment.expired.v1"] = "doorstep.appointment.expired.v1"


class AppointmentKept(Appointment):
    """The crew was there and met somebody; `reason` holds the outcome they reported."""

    type: Literal["doorstep.appointment.kept.v1"] = "doorstep.appointment.kept.v1"


class AppointmentMissed(Appointment):
    """A visit that was agreed came to nothing: nobody at home, a wrong address, or not safe. `reason` says which."""

    type: Literal["doorstep.appointment.missed.v1"] = "doorstep.appointment.missed.v1"
