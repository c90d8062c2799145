"""Answers to "why not?": the case as it stands is loaded and looked up, and the core is asked, as before a decision."""

from __future__ import annotations

from dataclasses import dataclass

from services.scheduler.core.changes import AppointmentChange
from services.scheduler.core.inputs import AppointmentInput
from services.scheduler.core.lookup import AppointmentContext, VisitLookup
from services.scheduler.core.rules import RulesFor
from services.scheduler.core.state import AppointmentState, ClosedVisit, Idle, OpenVisit
from services.scheduler.core.timers import LookAgain
from services.scheduler.core.why_no_visit import why_no_visit
from services.scheduler.core.why_not_slot import why_not_slot
from shared.contracts.why_not import WhyNot, WhyNotAnswer, WhyNotVisit
from shared.runtime.looking import LookStore, LookUnit
from shared.runtime.machine import Machine
from shared.runtime.ports import Clock
from shared.runtime.questions import NothingKnown, UnclearQuestion, WhyNotQuestion

from .look_up import taken_times


@dataclass(frozen=True, slots=True)
class SchedulerAnswers:
    """What `machine` would decide, and by its rules."""

    store: LookStore
    clock: Clock
    machine: Machine[AppointmentState, AppointmentInput, AppointmentChange, RulesFor, VisitLookup]

    async def __call__(self, question: WhyNotQuestion) -> WhyNot:
        if question.of == "text":
            raise UnclearQuestion("notifier knows of texts")
        async with self.store.looking() as unit:
            seen = await unit.look(question.case)
            if seen.state is None:
                raise NothingKnown
            state = seen.state_by(self.machine.kept, question.case)
            lookup = await _looked_up(unit, state)
        at = max(self.clock.now(), seen.state.at or self.clock.now())
        rules = self.machine.rules(state, LookAgain(at), at)
        context = AppointmentContext(at, rules, lookup, seen.stopped, appointment=state)
        stage = state.stage
        visit = stage.visit if isinstance(stage, OpenVisit) else None
        return WhyNot(
            of=question.of,
            service="scheduler",
            case=question.case,
            at=at,
            zone=visit.zone if visit is not None else None,
            state=stage.kind,
            version=seen.state.version,
            decided_at=seen.state.at,
            policy=rules.version,
            answers=seen.begun_with(_answers(question, context)),
            visit=_for_the_router(state),
        )


def _for_the_router(state: AppointmentState) -> WhyNotVisit | None:
    stage = state.stage
    if not isinstance(stage, OpenVisit):
        return None
    visit = stage.visit
    return WhyNotVisit(
        region=visit.region, cell=visit.cell, zone=visit.zone, needs=visit.needs.told(), not_collectors=state.barred
    )


def _answers(question: WhyNotQuestion, context: AppointmentContext) -> tuple[WhyNotAnswer, ...]:
    if question.of == "slot":
        stage = context.appointment.stage
        zone = stage.visit.zone if isinstance(stage, OpenVisit) else "UTC"
        return why_not_slot(question.window(zone), context)
    return why_no_visit(context)


async def _looked_up(unit: LookUnit, state: AppointmentState) -> VisitLookup:
    stage = state.stage
    if isinstance(stage, Idle | ClosedVisit):
        return VisitLookup()
    rows = await unit.select("busy_times", {"borrowers": [stage.visit.borrower]})
    return VisitLookup(taken_times(rows))
