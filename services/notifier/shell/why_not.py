"""Answers to "why not?": the case as it stands is loaded and looked up, and the core is asked, as before a decision."""

from __future__ import annotations

from dataclasses import dataclass

from services.notifier.core.inputs import LookDue
from services.notifier.core.rules import rules_for
from services.notifier.core.state import State, Unknown
from services.notifier.core.why_no_text import why_no_text
from services.notifier.core.why_no_visit import why_no_visit
from services.notifier.core.why_not_slot import why_not_slot
from shared.contracts.why_not import WhyNot
from shared.decision import DecisionContext
from shared.policy import Pack
from shared.runtime.looking import LookStore
from shared.runtime.ports import Clock
from shared.runtime.questions import NothingKnown, UnclearQuestion, WhyNotQuestion

from .forgetting import KEPT
from .look_up import LoanLookUp
from .outages import outage_of


@dataclass(frozen=True, slots=True)
class NotifierAnswers:
    """Under `pack`; `format` as the machine's."""

    store: LookStore
    look_up: LoanLookUp
    clock: Clock
    pack: Pack
    format: int

    async def __call__(self, question: WhyNotQuestion) -> WhyNot:
        if question.of == "crew":
            raise UnclearQuestion("the router knows of crews")
        async with self.store.looking() as unit:
            seen = await unit.look(question.case)
            if seen.state is None:
                raise NothingKnown
            state = seen.state_by(KEPT, question.case)
            lookup = await self.look_up.look(unit, question.case, state)
            outages = await unit.select("outage_now", {}) if _waits_for_the_carrier(state) else []
        # As in a decision, time does not go back behind the last one.
        at = max(self.clock.now(), seen.state.at or self.clock.now())
        rules = rules_for(self.pack, state, LookDue(), at, format=self.format)
        context = DecisionContext(at, rules, lookup, seen.stopped)
        outage = outage_of(outages[0]) if outages else None
        zone = None if isinstance(state, Unknown) else state.loan.person.zone
        if question.of == "text":
            answers = why_no_text(state, context, seen.timers, outage)
        elif question.of == "visit":
            answers = why_no_visit(state, context, seen.timers)
        else:
            answers = why_not_slot(question.window(zone or "UTC"), state, context, seen.timers)
        return WhyNot(
            of=question.of,
            service="notifier",
            case=question.case,
            at=at,
            zone=zone,
            state=state.kind,
            version=seen.state.version,
            decided_at=seen.state.at,
            policy=self.pack.version,
            answers=seen.begun_with(answers),
        )


def _waits_for_the_carrier(state: State) -> bool:
    return not isinstance(state, Unknown) and any(text.status == "claimed" for text in state.loan.texts)
