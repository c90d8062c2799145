"""A switch thrown: sending or visiting stopped or resumed for everything, a region or a case."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal
from uuid import uuid4

from shared.contracts.switches import SwitchResumed, SwitchStopped, Throw

from ..target import Target
from .producer import publish

What = Literal["sending", "visiting"]
SwitchThrow = SwitchStopped | SwitchResumed
SCOPES = "`all`, `region:NAME` or `case:ID`"
SCOPE = re.compile(r"all|region:[a-z0-9][a-z0-9-]{0,31}|case:[A-Za-z0-9][A-Za-z0-9._:-]{0,58}")


def thrown_switch(event: type[SwitchThrow], what: What, scope: str, cause: str, by: str, at: datetime) -> SwitchThrow:
    """Each throw is a new fact, so its id is random. Raises `ValidationError`."""
    return event(id=str(uuid4()), source="console", subject=scope, time=at, data=Throw(what=what, cause=cause, by=by))


async def throw(target: Target, event: type[SwitchThrow], what: What, scope: str, cause: str, by: str) -> SwitchThrow:
    """It is on its way to the services when this returns. Raises `UserError` when no broker has it."""
    thrown = thrown_switch(event, what, scope, cause, by, target.clock().now())
    await publish(target, thrown)
    return thrown
