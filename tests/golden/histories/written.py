"""A history as it is written down: every input with its time and what was known, and what was decided on it.

    {"service", "aggregate", "policy", "story", "steps": [...], "ends": the last state}

A step holds the input (`event`, `timer` or `direct`), the switches thrown and what the shell had looked up where the
decision depends on it, then what followed: reason, rule, changes, effects (one line each) and the state's digest.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from shared.contracts.catalogue import BY_TYPE, type_name
from shared.contracts.codec import Malformed, decode_value, encode
from shared.contracts.envelope import Event
from shared.decision import CancelTimer, Decided, Decision, Effect, Publish, Row, SetTimer, TimerDue
from shared.runtime.machine import AnyMachine, as_json

from .cores import Core

LINES_DEPTH = 3


@dataclass(frozen=True)
class RecordedInput:
    """One input of a history: when, what, and what was known then."""

    at: datetime
    said: Any
    stopped: frozenset[str]
    lookup: Any


def written(core: Core, aggregate: str, story: str, history: Iterable[RecordedInput]) -> dict[str, Any]:
    """What today's code makes of these inputs."""
    state = core.machine.initial_state(aggregate)
    steps = []
    for said in history:
        known = _needed(core, state, said)
        decision, _ = _step(core, state, said, said.lookup)
        state = core.machine.fold(state, decision.changes)
        steps.append({**_input(core, said, known), **_decided(decision), "state": sha256(as_json(state)).hexdigest()})
    return {
        "service": core.machine.service,
        "aggregate": aggregate,
        "policy": core.machine.policy_version,
        "story": story,
        "steps": steps,
        "ends": json.loads(as_json(state)),
    }


def read(core: Core, document: dict[str, Any]) -> list[RecordedInput]:
    """The inputs of a history that was written down."""
    return [_read(core, document["aggregate"], step) for step in document["steps"]]


def text_of(document: dict[str, Any]) -> str:
    """JSON that can be reviewed: an input, a change, an effect is a line each."""
    return _laid(document, 0) + "\n"


def _laid(value: Any, depth: int) -> str:
    if not value or depth > LINES_DEPTH or (depth == LINES_DEPTH and isinstance(value, dict)):
        return json.dumps(value, ensure_ascii=False)
    pad, end = " " * (depth + 1), " " * depth
    if isinstance(value, dict):
        lines = [f"{pad}{json.dumps(key)}: {_laid(each, depth + 1)}" for key, each in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{end}}}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(pad + _laid(each, depth + 1) for each in value) + f"\n{end}]"
    return json.dumps(value, ensure_ascii=False)


def _needed(core: Core, state: Any, said: RecordedInput) -> bool:
    """Does the decision depend on what the shell had looked up?"""
    blind = _step(core, state, said, core.nothing)
    return _decided(blind.decision) != _decided(_step(core, state, said, said.lookup).decision)


def _step(core: Core, state: Any, said: RecordedInput, lookup: Any) -> Decided[Any, Any]:
    return core.machine.step(state, core.machine.input_of(said.said), said.at, said.stopped, lookup)


def _input(core: Core, said: RecordedInput, known: bool) -> dict[str, Any]:
    found = {"at": said.at.isoformat(), **written_input(said.said)}
    if said.stopped:
        found["stopped"] = sorted(said.stopped)
    if known:
        found["known"] = core.write_known(said.lookup)
    return found


def written_input(came: Any) -> dict[str, Any]:
    """An event, a timer or a direct input under the name of what it is."""
    if isinstance(came, TimerDue):
        return {"timer": {"kind": came.kind, "due_at": came.due_at.isoformat()}}
    if isinstance(came, Event):
        return {"event": json.loads(encode(came))}
    return {"direct": json.loads(as_json(came))}


def read_input(machine: AnyMachine, step: dict[str, Any]) -> Any:
    """The event, timer or direct input of a step."""
    if "timer" in step:
        return TimerDue(step["timer"]["kind"], datetime.fromisoformat(step["timer"]["due_at"]))
    if "direct" in step:
        assert machine.inputs is not None
        return machine.inputs.validate_json(json.dumps(step["direct"]))
    value = json.dumps(step["event"], ensure_ascii=False).encode()
    event = decode_value(BY_TYPE[step["event"]["type"]].topic, value, datetime.fromisoformat(step["at"]))
    assert not isinstance(event, Malformed), event
    return event


def _read(core: Core, aggregate: str, step: dict[str, Any]) -> RecordedInput:
    lookup = core.read_known(step["known"], aggregate) if "known" in step else core.nothing
    stopped = frozenset(step.get("stopped", ()))
    return RecordedInput(datetime.fromisoformat(step["at"]), read_input(core.machine, step), stopped, lookup)


def _decided(decision: Decision) -> dict[str, Any]:
    return {
        "reason": decision.reason,
        "why": decision.why,
        "rule": decision.rule,
        "accepted": decision.accepted,
        "changes": [json.loads(as_json(change)) for change in decision.changes],
        "effects": [_line(effect) for effect in decision.effects],
    }


def _line(effect: Effect) -> str:
    match effect:
        case Publish():
            when = f" at {effect.time.isoformat()}" if effect.time is not None else ""
            data = json.loads(effect.data.model_dump_json(exclude_none=True))
            return f"tell {type_name(effect.event)} about {effect.subject}{when}: {_short(data)}"
        case SetTimer():
            return f"wake {effect.kind} at {effect.due_at.isoformat()}"
        case CancelTimer():
            return f"do not wake {effect.kind}"
        case Row():
            return f"write {effect.statement}: {_short(asdict(effect))}"  # type: ignore[call-overload]


def _short(data: Any) -> str:
    """One line of JSON in which a sealed value is only named."""
    return json.dumps(_named(data), ensure_ascii=False, default=str)


def _named(data: Any) -> Any:
    if isinstance(data, dict):
        return f"sealed {data['field']}" if "box" in data else {key: _named(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_named(value) for value in data]
    return "sealed" if isinstance(data, str) and data.startswith('{"kid"') else data
