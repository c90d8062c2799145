"""The steps of a journey, and how they are written down: every input of every service, in the order of deciding."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from shared.decision import Decision
from shared.runtime.machine import Machine
from tests.simulation.services import machine

from ..cores import CORES
from ..written import read_input, written_input

FILE = Path(__file__).with_name("from-the-first-reminder-to-the-payment.json")


@dataclass(frozen=True)
class JourneyStep:
    """An input of a service, when it was decided on, and what the shell had looked up for it."""

    service: str
    aggregate: str
    at: datetime
    told: Any
    lookup: Any


@dataclass(frozen=True)
class DecidedStep:
    """A step with the state that it met, and what today's code decides on it."""

    step: JourneyStep
    before: Any
    decision: Decision[Any]


def machine_of(service: str) -> Machine[Any]:
    """Under the default pack, so that the waits are those of the product."""
    return machine(service, False)


def decided(document: dict[str, Any]) -> list[DecidedStep]:
    """What today's code decides, step after step. `begins` are states that are there before the first step."""
    states = {
        (service, name): machine_of(service).state_of(json.dumps(state).encode())
        for service, name, state in document["begins"]
    }
    found = []
    for written in document["steps"]:
        step = read(written)
        core = machine_of(step.service)
        place = (step.service, step.aggregate)
        before = states[place] if place in states else core.initial_state(step.aggregate)
        decision, states[place] = core.step(before, core.input_of(step.told), step.at, frozenset(), step.lookup)
        found.append(DecidedStep(step, before, decision))
    return found


def written(step: JourneyStep) -> dict[str, Any]:
    known = CORES[step.service].write_known(step.lookup)
    head = {"service": step.service, "aggregate": step.aggregate, "at": step.at.isoformat()}
    return {**head, **written_input(step.told), "known": known}


def read(step: dict[str, Any]) -> JourneyStep:
    service, aggregate = step["service"], step["aggregate"]
    known = CORES[service].read_known(step["known"], aggregate)
    told = read_input(machine_of(service), step)
    return JourneyStep(service, aggregate, datetime.fromisoformat(step["at"]), told, known)
