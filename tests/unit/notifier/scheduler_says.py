"""What scheduler says of a visit, one thing after the other, as steps of a scenario."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from shared.contracts.appointments import Appointment

from .events import appointment
from .given import Scenario


def told(kind: type[Appointment], ahead: timedelta | None = None) -> Callable[[Scenario], Any]:
    """It says so a moment after what it said before; of a window so far ahead, where one is named."""

    def say(life: Scenario) -> Any:
        life.at += timedelta(minutes=1)
        return appointment(kind, time=life.at, start=life.at + ahead if ahead is not None else None)

    return say
