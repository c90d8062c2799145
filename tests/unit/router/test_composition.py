"""What the runtime is told about router: whose state an event moves, and whose case it concerns."""

from __future__ import annotations

from typing import Any

import pytest

from services.router.bootstrap import SERVICE, machine
from services.router.core.inputs import aggregate
from shared.contracts.catalogue import TOPICS
from shared.decision import TimerDue

from .events import MONDAY, REGION, asked, cancelled, complained, delayed, departed, hired, made
from .given import PACK

MACHINE = machine(PACK)


@pytest.mark.parametrize("said", [made("x"), asked("x"), cancelled("x"), departed("x"), complained("x")])
def test_events_about_a_case_move_their_region_and_are_remembered_with_their_case(said: Any) -> None:
    assert aggregate(said) == REGION
    assert MACHINE.about(REGION, said) == "case-x"


def test_a_crew_that_is_late_moves_no_region_because_scheduler_cancels_what_it_can_not_keep() -> None:
    assert aggregate(delayed("x", MONDAY)) is None


@pytest.mark.parametrize("said", [*hired("ana")[:2], TimerDue("tidy", MONDAY)])
def test_other_inputs_are_about_the_region(said: Any) -> None:
    assert MACHINE.about(REGION, said) == REGION


def test_router_hears_what_the_catalogue_says_it_hears() -> None:
    # Switches and operations are heard by the runtime itself, and what is read whole at each start.
    topics = {topic.name for topic in TOPICS if SERVICE in topic.consumers and not topic.is_read_whole}
    heard = topics - {"switches", "operations"}
    assert set(MACHINE.topics) == heard
