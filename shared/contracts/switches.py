"""Switches an operator throws: sending or visiting stopped, for everything, a region or a case. Key: scope."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator

from .envelope import Event, Subject
from .operations import Operator
from .values import Code, Value

_SCOPE = re.compile(r"all|region:[a-z0-9][a-z0-9-]{0,31}|case:[A-Za-z0-9][A-Za-z0-9._:-]*")


def _known_scope(subject: str) -> str:
    if _SCOPE.fullmatch(subject) is None:
        raise ValueError("no scope: all, region:NAME or case:ID")
    return subject


class Throw(Value):
    """`by` is who threw it, as the bank knows its staff; nobody said it of switches of before."""

    what: Literal["sending", "visiting"]
    cause: Code
    by: Operator | None = None


class Switch(Event):
    """`subject` is the scope: `all`, `region:NAME` or `case:ID`. Another one is refused rather than obeyed nowhere."""

    topic: ClassVar[str] = "switches"
    subject: Annotated[Subject, AfterValidator(_known_scope)]
    data: Throw


class SwitchStopped(Switch):
    """From now on nothing is sent, or nobody visits, in this scope, until the switch is resumed. What was due waits."""

    type: Literal["doorstep.switch.stopped.v1"] = "doorstep.switch.stopped.v1"


class SwitchResumed(Switch):
    """The stop of this scope is over. What still has its time goes on; what ran out meanwhile is not made up for."""

    type: Literal["doorstep.switch.resumed.v1"] = "doorstep.switch.resumed.v1"
