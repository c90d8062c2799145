"""Histories of former code fold to the states that it had reached, whatever today's rules would decide.

`former/` holds histories as they were once written down; they are never written anew, only added to.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .cores import CORES

FORMER = sorted((Path(__file__).parent / "former").glob("*.json"))


def folded(document: dict[str, Any]) -> Any:
    machine = CORES[document["service"]].machine
    state = machine.initial_state(document["aggregate"])
    for step in document["steps"]:
        changes = [machine.changes.validate_json(json.dumps(change), extra="ignore") for change in step["changes"]]
        state = machine.fold(state, changes)
    return state


@pytest.mark.parametrize("path", FORMER, ids=lambda path: path.stem)
def test_a_former_history_folds_to_the_state_that_it_ended_in(path: Path) -> None:
    document = json.loads(path.read_text("utf-8"))
    machine = CORES[document["service"]].machine
    assert folded(document) == machine.state_of(json.dumps(document["ends"]).encode())
