"""python -m tests.golden.histories.journey: record the journey anew, in a small world of the simulation.

One borrower under the default pack, from the first day past due: five reminders go unanswered, a visit is agreed and
made, and the bank books the payment that was made at the door.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from shared.runtime.machine import AnyMachine
from shared.runtime.ports import Unit
from tests.simulation.profiles import DAYS_PAST_DUE
from tests.simulation.replica import Replica
from tests.simulation.world import World

from .steps import FILE, JourneyStep, written

SEED = 399
"""With this one the carrier reports in time, the crew reports all it should, and the borrower pays at the door."""
DAYS = 80


class Recorder:
    """Stands before a machine: notes each input with what it met."""

    def __init__(self, service: str, machine: AnyMachine, steps: list[JourneyStep]) -> None:
        self.service, self.machine, self.steps = service, machine, steps
        self.told: dict[int, tuple[Any, Any]] = {}
        self.aggregates: dict[int, str] = {}

    def input_of(self, told: Any) -> Any:
        input = self.machine.input_of(told)
        self.told[id(input)] = (input, told)
        return input

    async def look_up(self, unit: Unit, states: Mapping[str, Any], inputs: Sequence[tuple[str, Any]]) -> Any:
        self.aggregates |= {id(input): aggregate for aggregate, input in inputs}
        return await self.machine.look_up(unit, states, inputs)

    @property
    def initial(self) -> Any:
        return self.machine.initial_state

    @property
    def evolve(self) -> Any:
        return lambda state, change: self.machine.fold(state, [change])

    def step(self, state: Any, input: Any, context: Any) -> Any:
        told = self.told[id(input)][1]
        aggregate = self.aggregates[id(input)]
        self.steps.append(JourneyStep(self.service, aggregate, context.at, told, context.lookup))
        return self.machine.step(state, input, context.at, context.stopped, context.lookup)


def one_borrower() -> World:
    """Who picks a time as soon as one is offered, and whose loan is a day past due when the bank first says so."""
    world = World(SEED, size=1, calm=True, brisk=False, profile="picker", days=DAYS)
    (debt,) = world.borrowers.debts.values()
    debt.since += timedelta(days=DAYS_PAST_DUE - 1)
    return world


def recorded() -> dict[str, Any]:
    steps: list[JourneyStep] = []
    unrecorded = Replica._machine

    def recording(replica: Replica) -> tuple[AnyMachine, Any]:
        machine, reads = unrecorded(replica)
        recorder = Recorder(replica.service, machine, steps)
        return replace(machine, decider=recorder, input_of=recorder.input_of, look_up=recorder.look_up), reads

    with patch.object(Replica, "_machine", recording):
        world = one_borrower()
    begins = [
        [service, name, json.loads(row.doc)]
        for service, database in world.databases.items()
        for name, row in database.states.items()
    ]
    world.run()
    world.close()
    return {"begins": begins, "steps": [written(step) for step in steps]}


if __name__ == "__main__":
    document = recorded()
    lines = ",\n".join(json.dumps(step, ensure_ascii=False) for step in document["steps"])
    begins = ",\n".join(json.dumps(each, ensure_ascii=False) for each in document["begins"])
    FILE.write_text(f'{{"begins": [\n{begins}\n],\n"steps": [\n{lines}\n]}}\n', "utf-8")
    sys.stdout.write(f"{len(document['steps'])} steps\n")
