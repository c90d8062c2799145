"""The toy's next version: a case that was told twice rests, which the toy itself has never heard of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter

from shared.decision import Decider, Decision, on, refuse
from shared.decision.stored import stored
from shared.runtime.machine import Machine
from shared.runtime.service import Environment, Service, ServiceSpec, main
from shared.runtime.settings import Settings

from . import toy


@dataclass(frozen=True, slots=True)
class Resting:
    overdue: int
    woken: int
    since_told: int
    kind: Literal["resting"] = "resting"


State = toy.Seen | Resting
STATES: TypeAdapter[State] = stored(State)


def overdue(state: State, input: toy.Overdue, context: toy.ToyContext) -> Decision[toy.Change]:
    return toy.overdue(toy.Seen(overdue=state.overdue, woken=state.woken), input, context)


def nudged(state: State, input: toy.Nudge, context: toy.ToyContext) -> Decision[toy.Change]:
    return toy.nudged(toy.Seen(overdue=state.overdue, woken=state.woken), input, context)


def evolve(state: State, change: toy.Change) -> State:
    told = isinstance(change, toy.Told)
    number, woken = state.overdue + told, state.woken + (not told)
    return Resting(number, woken, number - 2) if number >= 2 else toy.Seen(overdue=number, woken=woken)


DECIDER: Decider[State, toy.Input, toy.ToyContext, toy.Change] = Decider(
    initial=lambda _case: toy.Seen(),
    table=(
        on(toy.Seen, toy.Overdue, overdue, to=(Resting,)),
        on(Resting, toy.Overdue, overdue),
        on(toy.Seen, toy.Nudge, nudged),
        on(Resting, toy.Nudge, nudged),
    ),
    evolve=evolve,
    stage=lambda state, _: state,
    otherwise=lambda state, input, context: refuse("not-mine", "only overdue loans count here"),
)
MACHINE: Machine[State, toy.Input, toy.Change, None, None] = Machine(
    service=toy.MACHINE.service,
    topics=toy.MACHINE.topics,
    aggregate=toy.aggregate,
    decider=DECIDER,
    rules=None,
    input_of=toy.input_of,
    states=STATES,
    changes=toy.MACHINE.changes,
    policy_version="toy-2",
    inputs=toy.MACHINE.inputs,
    format=2,
)


async def build(_env: Environment[Settings]) -> Service:
    return Service(MACHINE)


RECIPE: ServiceSpec[Any] = ServiceSpec("toy", build, Settings, ("shared.runtime.pg",))

if __name__ == "__main__":
    main(RECIPE)
