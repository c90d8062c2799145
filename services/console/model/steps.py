"""From an overdue loan to a visit: how far a case has come, by the newest moment of each step. Pure.

The moments are all that is kept, and of each the newest, so it does not matter in which order they come to be known.

1. A case begins anew when it is overdue later than it was last paid or closed.
2. A visit begins anew when it is asked for later than the last one ended.
3. The furthest step counts that belongs to the present beginning.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

CaseStep = Literal[
    "overdue", "due", "texted", "replied", "requested", "offered", "agreed", "permitted", "kept", "visit-over", "paid",
    "closed",
]  # fmt: skip
CaseStage = Literal[
    "unknown", "overdue", "texted", "replied", "requested", "offered", "agreed", "permitted", "kept", "paid", "closed"
]  # fmt: skip
CaseSteps = Mapping[CaseStep, datetime]

STAGES: tuple[CaseStage, ...] = (
    "overdue", "texted", "replied", "requested", "offered", "agreed", "permitted", "kept", "paid", "closed"
)  # fmt: skip
TEXTING: tuple[Literal["replied", "texted"], ...] = ("replied", "texted")
VISITING: tuple[Literal["permitted", "agreed", "offered", "requested"], ...] = (
    "permitted", "agreed", "offered", "requested"
)  # fmt: skip
NEVER = datetime.min.replace(tzinfo=UTC)


def stage_of(steps: CaseSteps) -> tuple[CaseStage, datetime | None]:
    """The stage, and since when. An overdue loan is that since its oldest unpaid instalment fell due."""
    paid, closed = steps.get("paid", NEVER), steps.get("closed", NEVER)
    over = max(paid, closed)
    overdue = steps.get("overdue", NEVER)
    if over > NEVER and overdue <= over:
        return ("closed", closed) if closed >= paid else ("paid", paid)
    visit_over = max(over, steps.get("visit-over", NEVER), steps.get("kept", NEVER))
    for stage in VISITING:
        if (at := steps.get(stage, NEVER)) > visit_over:
            return stage, at
    if (kept := steps.get("kept", NEVER)) > over:
        return "kept", kept
    for spoken in TEXTING:
        if (at := steps.get(spoken, NEVER)) > over:
            return spoken, at
    return ("overdue", steps.get("due", overdue)) if overdue > NEVER else ("unknown", None)
