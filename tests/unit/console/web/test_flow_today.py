"""The funnel counts events and says so: what happens again to a case is told beside the step that it is counted in."""

from __future__ import annotations

import inspect
from typing import Any

from services.console.web.flow_today import FUNNEL, funnel
from services.scheduler.core import crew_assignment
from shared.contracts.catalogue import BY_TYPE


def row(type: str, reason: str, *per_minute: int) -> dict[str, Any]:
    return {"topic": "x", "type": type, "reason": reason, "total": sum(per_minute), "per_minute": list(per_minute)}


def test_a_permit_that_another_crew_made_needed_again_explains_more_permitted_than_agreed() -> None:
    """49 agreed and 51 permitted stood beside each other without a word: for two of them the crew had changed."""
    rows = [
        row("appointment.agreed", "crew-assigned", 40, 9), row("appointment.permitted", "permit-complete", 40, 11),
        row("appointment.moved", "crew-changed", 0, 2), row("appointment.moved", "window-missed", 0, 1),
    ]  # fmt: skip
    steps = {step.stage: step for step in funnel(rows)}
    assert (steps["agreed"].total, steps["permitted"].total) == (49, 51)
    assert steps["agreed"].note == "and 2 changes of crew, which need a permit anew"
    assert steps["permitted"].per_minute == (40, 11)


def test_one_change_of_crew_is_one_and_none_is_not_mentioned() -> None:
    one = {step.stage: step.note for step in funnel([row("appointment.moved", "crew-changed", 1)])}
    assert one["agreed"] == "and 1 change of crew, which needs a permit anew"
    assert {step.note for step in funnel([])} == {""}


def test_what_happened_at_the_door_is_told_and_what_came_to_nothing_beside_it() -> None:
    rows = [
        row("appointment.kept", "refused", 3), row("appointment.kept", "promised", 5),
        row("appointment.kept", "odd", 1), row("appointment.missed", "not-home", 4),
        row("appointment.missed", "no-report", 1),
    ]  # fmt: skip
    (met,) = (step for step in funnel(rows) if step.stage == "kept")
    assert (met.name, met.total) == ("met at the door", 9)
    assert met.note == "5 promised, 3 refused, 1 odd; 5 came to nothing"


def test_the_events_that_it_counts_are_in_the_catalogue_and_the_reason_is_schedulers() -> None:
    known = {name.removeprefix("doorstep.").removesuffix(".v1") for name in BY_TYPE}
    assert set().union(*(types for _, _, types in FUNNEL)) | {"appointment.moved", "appointment.missed"} <= known
    assert '"crew-changed"' in inspect.getsource(crew_assignment.crew_changed)
