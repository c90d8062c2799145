"""The steps of a journey, and how they are written down: every input of every service, in the order of deciding."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from services.router.core.lookup import RegionLookup
from shared.contracts.catalogue import BY_TYPE
from shared.contracts.codec import Malformed, decode_value, encode
from shared.contracts.envelope import Event
from shared.decision import Decision, TimerDue
from shared.runtime.machine import Machine, as_json
from tests.simulation.services import machine

from ..cores import CORES

FILE = Path(__file__).with_name("a-visit-agreed-and-made.json")


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
    """Under the simulation's brisk policy: its cadence takes days, where the default takes weeks."""
    return machine(service, True)


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
    told: dict[str, Any]
    if isinstance(step.told, TimerDue):
        told = {"timer": {"kind": step.told.kind, "due_at": step.told.due_at.isoformat()}}
    elif isinstance(step.told, Event):
        told = {"event": json.loads(encode(step.told))}
    else:
        told = {"direct": json.loads(as_json(step.told))}
    routers = isinstance(step.lookup, RegionLookup)
    known = _write_region_lookup(step.lookup) if routers else CORES[step.service].write_known(step.lookup)
    head = {"service": step.service, "aggregate": step.aggregate, "at": step.at.isoformat()}
    return {**head, **told, "known": known}


def read(step: dict[str, Any]) -> JourneyStep:
    service, at = step["service"], datetime.fromisoformat(step["at"])
    known = _read_region_lookup(step["known"]) if service == "router" else CORES[service].read_known(step["known"])
    return JourneyStep(service, step["aggregate"], at, _told(step, at), known)


def _told(step: dict[str, Any], at: datetime) -> Any:
    if "timer" in step:
        return TimerDue(step["timer"]["kind"], datetime.fromisoformat(step["timer"]["due_at"]))
    if "direct" in step:
        return machine_of(step["service"]).direct_input(json.dumps(step["direct"]).encode())
    value = json.dumps(step["event"], ensure_ascii=False).encode()
    event = decode_value(BY_TYPE[step["event"]["type"]].topic, value, at)
    assert not isinstance(event, Malformed), event
    return event


def _write_region_lookup(lookup: RegionLookup) -> Any:
    busy = [[region, name, *map(list, spans)] for (region, name), spans in lookup.busy.items()]
    return {"places": {box: list(place) for box, place in lookup.places.items()}, "busy": busy}


def _read_region_lookup(known: Any) -> RegionLookup:
    busy = {(region, name): [(start, end) for start, end in spans] for region, name, *spans in known["busy"]}
    return RegionLookup({box: (place[0], place[1]) for box, place in known["places"].items()}, busy)
