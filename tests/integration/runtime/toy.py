"""A service with one rule: an overdue loan is told as one text intended, and woken by one timer.

An amount of `BREAKS` minor units breaks its decision for as long as the file that `TOY_BROKEN` names is there.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from shared.contracts.envelope import Event
from shared.contracts.loans import LoanOverdue
from shared.contracts.texts import Fate, TextIntended
from shared.decision import Decider, Decision, DecisionContext, Publish, SetTimer, TimerDue, accept, on, refuse
from shared.ids import derive
from shared.runtime.machine import Machine
from shared.runtime.service import Environment, Service, ServiceSpec, main
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


@dataclass(frozen=True, slots=True)
class Overdue:
    case: str
    minor: int


@dataclass(frozen=True, slots=True)
class Nudge:
    """A timer came due, or somebody poked."""

    reason: Literal["woken", "poked"]


Input = Overdue | Nudge
Change = Told | Woken
ToyContext = DecisionContext[None, None]


def input_of(came: Event | TimerDue | Poke) -> Input | None:
    match came:
        case LoanOverdue():
            return Overdue(came.subject, came.data.amount.minor)
        case TimerDue():
            return Nudge("woken")
        case Poke():
            return Nudge("poked")
        case _:
            return None


def overdue(state: Seen, input: Overdue, context: ToyContext) -> Decision[Change]:
    if input.minor == BREAKS and Path(os.environ.get("TOY_BROKEN", "/nowhere")).exists():
        raise RuntimeError("this one breaks")
    fate = Fate(intent=derive("toy", input.case, state.overdue), kind="reminder-firm", reason="cadence")
    effects = (Publish(TextIntended, input.case, fate), SetTimer("wake", context.at + timedelta(days=1)))
    return accept("told", "an overdue loan is told", Told(), effects=effects)


def nudged(state: Seen, input: Nudge, context: ToyContext) -> Decision[Change]:
    return accept(input.reason, "nudged", Woken())


def evolve(state: Seen, change: Change) -> Seen:
    if isinstance(change, Told):
        return Seen(overdue=state.overdue + 1, woken=state.woken)
    return Seen(overdue=state.overdue, woken=state.woken + 1)


DECIDER: Decider[Seen, Input, ToyContext, Change] = Decider(
    initial=lambda _case: Seen(),
    table=(on(Seen, Overdue, overdue), on(Seen, Nudge, nudged)),
    evolve=evolve,
    stage=lambda state, _: state,
    otherwise=lambda state, input, context: refuse("not-mine", "only overdue loans count here"),
)


def aggregate(event: Event) -> str:
    return event.subject


MACHINE: Machine[Seen, Input, Change, None, None] = Machine(
    service="toy",
    topics=("loans",),
    aggregate=aggregate,
    decider=DECIDER,
    rules=None,
    input_of=input_of,
    states=TypeAdapter(Seen),
    changes=TypeAdapter(Told | Woken),
    policy_version="toy-1",
    inputs=TypeAdapter(Poke),
)


async def build(_env: Environment[Settings]) -> Service:
    return Service(MACHINE)


RECIPE = ServiceSpec("toy", build, Settings, ("shared.runtime.pg",))

if __name__ == "__main__":
    main(RECIPE)
