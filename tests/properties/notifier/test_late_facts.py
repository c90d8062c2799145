"""What the machine of `test_machine_case` found, at its smallest: a fact from before a brake does not end it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from services.notifier.core.state import Held, Texting, Visiting, brakes_of
from tests.unit.notifier.events import complains, dispute_ends, ended, lifted, overdue
from tests.unit.notifier.given import Scenario, given, until

BEFORE, AFTER = timedelta(minutes=-20), timedelta(minutes=20)
ENDS: dict[str, tuple[Callable[[Scenario], Any], Callable[..., Any]]] = {
    "complaint": (lambda life: complains(life.at), lifted),
    "unsafe": (lambda life: ended("unsafe", life.at), lifted),
    "dispute": (lambda life: ended("dispute", life.at), dispute_ends),
}


def visiting() -> Scenario:
    return given(overdue(dpd=70), until(lambda life: isinstance(life.state, Visiting)))


@pytest.mark.parametrize("cause", ENDS)
def test_a_brake_of_the_field_outlives_what_the_bank_had_ended_before_it(cause: str) -> None:
    brake, release = ENDS[cause]
    life = visiting()
    life.when(brake).then(life.decision.reason, Held)
    life.when(release(life.at + BEFORE))
    assert [each.cause for each in brakes_of(life.state)] == [cause]
    life.when(release(life.at + AFTER)).then(life.decision.reason, Texting)
