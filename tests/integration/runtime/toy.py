"""A service with one rule: an overdue loan is told as one text intended, and woken by one timer.

An amount of `BREAKS` minor units breaks its decision for as long as the file that `TOY_BROKEN` names is there.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from shared.contracts.envelope import Event
from shared.contracts.loans import LoanOverdue
from shared.contracts.texts import Fate, TextIntended
from shared.decision import Context, Decision, Publish, SetTimer, TimerDue, accept, refuse
from shared.ids import derive
from shared.runtime.machine import Machine
from shared.runtime.service import Environment, Recipe, Service, main
from shared.runtime.settings import Settings

BREAKS = 13


@dataclass(frozen=True, slots=True)
class Seen:
    kind: Literal["seen"] = "seen"
    overdue: int = 0
    woken: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    kind: Literal["told"] = "told"


@dataclass(frozen=True, slots=True)
class Woken:
    kind: Literal["woken"] = "woken"


@dataclass(frozen=True, slots=True)
class Poke:
    """Something told to the service directly."""

    kind: Literal["poke"] = "poke"


def decide(state: Seen, said: Any, at: datetime, context: Context) -> Decision:
    if isinstance(said, TimerDue):
        return accept("woken", "the timer came due", Woken())
    if isinstance(said, Poke):
        return accept("poked", "somebody poked", Woken())
    if not isinstance(said, LoanOverdue):
        return refuse("not-mine", "only overdue loans count here")
    if said.data.amount.minor == BREAKS and Path(os.environ.get("TOY_BROKEN", "/nowhere")).exists():
        raise RuntimeError("this one breaks")
    intent = derive("toy", said.subject, state.overdue)
    fate = Fate(intent=intent, kind="reminder-firm", reason="cadence")
    effects = (Publish(TextIntended, said.subject, fate), SetTimer("wake", at + timedelta(days=1)))
    return accept("told", "an overdue loan is told", Told(), effects=effects)


def evolve(state: Seen, change: Any) -> Seen:
    if isinstance(change, Told):
        return Seen(overdue=state.overdue + 1, woken=state.woken)
    return Seen(overdue=state.overdue, woken=state.woken + 1)


def aggregate(event: Event) -> str:
    return event.subject


MACHINE: Machine[Seen] = Machine(
    service="toy",
    topics=("loans",),
    aggregate=aggregate,
    initial=lambda _case: Seen(),
    decide=decide,
    evolve=evolve,
    states=TypeAdapter(Seen),
    changes=TypeAdapter(Told | Woken),
    policy_version="toy-1",
    inputs=TypeAdapter(Poke),
)


async def build(_env: Environment[Settings]) -> Service:
    return Service(MACHINE)


RECIPE = Recipe("toy", build, Settings, ("shared.runtime.pg",))

if __name__ == "__main__":
    main(RECIPE)
