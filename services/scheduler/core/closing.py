"""What `evolve` keeps of a visit that is over: enough to judge what is reported late, and nothing personal."""

from __future__ import annotations

from shared.decision.replaced import replace

from .changes import CrewSeen, StageChange, VisitClosed
from .state import AppointmentState, ClosedVisit, Idle, Permitted, agreement_of, crew_of

PAST_MAX = 8
"""Says what a history means, as the bounds of `evolve` do."""


def closed(state: AppointmentState, change: VisitClosed) -> AppointmentState:
    stage = state.stage
    match stage:
        case Idle():
            return state
        case ClosedVisit():
            return replace(state, stage=replace(stage, how=change.how, cause=change.cause, at=change.at))
    over = stage.visit.id
    crew = crew_of(stage)
    kept = ClosedVisit(
        visit=over,
        region=stage.visit.region,
        how=change.how,
        cause=change.cause,
        at=change.at,
        version=stage.tally.version,
        agreement=agreement_of(stage),
        crew=crew.ids if crew is not None else (),
        permitted=isinstance(stage, Permitted),
        arrived_at=stage.arrived_at if isinstance(stage, Permitted) else None,
    )
    return replace(
        state,
        stage=kept,
        past=(*state.past, over)[-PAST_MAX:],
        early=tuple(early for early in state.early if early.visit != over),
    )


def learnt_after(stage: ClosedVisit, change: StageChange) -> ClosedVisit:
    """What can still be learnt of a visit that is over."""
    if isinstance(change, CrewSeen) and change.what == "arrived":
        return replace(stage, arrived_at=stage.arrived_at or change.at)
    return stage
