"""What came early is kept as it always was: `came-early.jsonl` was written by a version that had no structs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest

from services.scheduler.core.changes import CHANGES, Remembered
from services.scheduler.core.evolve import evolve
from services.scheduler.core.inputs import EventInput, aggregate, input_of
from services.scheduler.core.state import STATES, AppointmentState, initial
from shared.contracts.envelope import Event
from shared.runtime.machine import as_json
from tests.golden.histories.cores import CORES
from tests.golden.histories.files import recorded
from tests.golden.histories.written import read_input

from .events import CASE

LINES = (Path(__file__).parent / "came-early.jsonl").read_bytes().splitlines()


def remembering(line: bytes) -> AppointmentState:
    return evolve(initial(CASE), CHANGES.validate_json(line))


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_each_input_is_read_from_history_and_written_to_the_byte(line: bytes) -> None:
    assert as_json(CHANGES.validate_json(line)) == line
    state = remembering(line)
    fact = line.removeprefix(b'{"fact":').removesuffix(b',"kind":"remembered"}')
    assert b'"early":[' + fact + b"]" in as_json(state)
    assert STATES.validate_json(as_json(state)) == state


def test_there_is_one_of_each() -> None:
    facts = [change.fact for line in LINES if isinstance(change := CHANGES.validate_json(line), Remembered)]
    assert {type(fact) for fact in facts} == set(get_args(EventInput))


def test_a_case_takes_the_events_that_are_inputs_and_no_others() -> None:
    told = [
        read_input(CORES[document["service"]].machine, step)
        for document in (json.loads(path.read_text("utf-8")) for path in recorded())
        for step in document["steps"]
        if "event" in step
    ]
    events = [event for event in told if isinstance(event, Event)]
    assert [event for event in events if (aggregate(event) is None) != (input_of(event) is None)] == []
    assert {aggregate(event) is None for event in events} == {True, False}
