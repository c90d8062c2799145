"""Documents and changes of golden and former histories are written to the byte as pydantic wrote them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from docs.generate.stored_kinds import described
from shared.runtime.machine import as_json

from .cores import CORES

HERE = Path(__file__).parent
HISTORIES = sorted(
    path
    for name in ("notifier", "scheduler")
    for path in (*HERE.glob(f"{name}-*.json"), *HERE.glob(f"former/{name}-*"))
)


@cache
def plain_of(service: str) -> tuple[Any, Any]:
    """What pydantic reads and writes the states and changes of a service by."""
    machine = CORES[service].machine
    return described(machine.states), described(machine.changes)


def as_before(plain: Any, value: Any) -> bytes:
    return bytes(plain.dump_json(plain.validate_json(as_json(value))))


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_state_and_its_changes_are_written_as_pydantic_wrote_them(path: Path) -> None:
    document = json.loads(path.read_text("utf-8"))
    machine, (states, changes) = CORES[document["service"]].machine, plain_of(document["service"])
    state = machine.state_of(json.dumps(document["ends"]).encode())
    assert as_json(state) == as_before(states, state)
    for said in [change for step in document["steps"] for change in step["changes"]]:
        change = machine.changes.validate_json(json.dumps(said))
        assert as_json(change) == as_before(changes, change)
        assert "former" in path.parts or json.loads(as_json(change)) == said
