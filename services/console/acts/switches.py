"""A switch thrown: sending or visiting stopped or resumed for everything, a region or a case."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import uuid4

from shared.contracts.switches import SwitchResumed, SwitchStopped, Throw

What = Literal["sending", "visiting"]


def thrown_switch(
    event: type[SwitchStopped | SwitchResumed], what: What, scope: str, cause: str, by: str, at: datetime
) -> SwitchStopped | SwitchResumed:
    """Each throw is a new fact, so its id is random. Raises `ValidationError`."""
    return event(id=str(uuid4()), source="console", subject=scope, time=at, data=Throw(what=what, cause=cause, by=by))
