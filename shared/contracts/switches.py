"""Switches an operator throws: sending or visiting stopped, for everything, a region or a case. Key: scope."""

from __future__ import annotations

from typing import ClassVar, Literal

from .envelope import Event
from .values import Code, Value


class Throw(Value):
    """`scope` (the event's subject too) is `all`, `region:NAME` or `case:ID`."""

    what: Literal["sending", "visiting"]
    cause: Code


class Switch(Event):
    topic: ClassVar[str] = "switches"
    data: Throw


class SwitchStopped(Switch):
    type: Literal["doorstep.switch.stopped.v1"] = "doorstep.switch.stopped.v1"


class SwitchResumed(Switch):
    type: Literal["doorstep.switch.resumed.v1"] = "doorstep.switch.resumed.v1"
