"""How far a case has come, by the newest moment of each step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.console.model.steps import CaseStage, CaseStep, stage_of

DAY = datetime(2026, 4, 1, tzinfo=UTC)


def on(**days: int) -> dict[CaseStep, datetime]:
    return {name.replace("_", "-"): DAY + timedelta(days=day) for name, day in days.items()}  # type: ignore[misc]


@pytest.mark.parametrize(
    ("steps", "stage", "since"),
    [
        ({}, "unknown", None),
        ({"overdue": 9, "due": 1}, "overdue", 1),
        ({"overdue": 9}, "overdue", 9),
        ({"overdue": 1, "texted": 2}, "texted", 2),
        ({"overdue": 1, "texted": 4, "replied": 3}, "replied", 3),
        ({"overdue": 1, "texted": 5, "requested": 4}, "requested", 4),
        ({"overdue": 1, "requested": 2, "offered": 3, "agreed": 4, "permitted": 5}, "permitted", 5),
        ({"overdue": 1, "texted": 2, "requested": 3, "agreed": 4, "visit_over": 5}, "texted", 2),
        ({"overdue": 1, "requested": 7, "agreed": 4, "visit_over": 5}, "requested", 7),
        ({"overdue": 1, "requested": 2, "permitted": 3, "kept": 4}, "kept", 4),
        ({"overdue": 1, "permitted": 3, "kept": 4, "requested": 9}, "requested", 9),
        ({"overdue": 1, "texted": 2, "paid": 3}, "paid", 3),
        ({"paid": 3}, "paid", 3),
        ({"overdue": 1, "closed": 3, "paid": 2}, "closed", 3),
        ({"overdue": 4, "due": 4, "texted": 2, "kept": 2, "paid": 3}, "overdue", 4),
        ({"overdue": 3, "paid": 3}, "paid", 3),
        ({"texted": 2}, "texted", 2),
    ],
)
def test_the_furthest_step_of_the_present_beginning_counts(
    steps: dict[str, int], stage: CaseStage, since: int | None
) -> None:
    found = stage_of(on(**steps))
    assert found == (stage, DAY + timedelta(days=since) if since is not None else None)
