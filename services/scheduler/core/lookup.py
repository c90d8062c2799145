"""What a decision knows besides its stage: the whole case, the moment, the rules, and what the shell looked up.

The table's handlers take the stage that the case is in, `(stage, input, context)`. The few things that concern the case
as a whole (its id, whom its door must not see again) are in `context.appointment`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shared.decision import DecisionContext

from .rules import RulesFor, VisitRules
from .state import AppointmentState, RequestedVisit


@dataclass(frozen=True, slots=True)
class TakenTime:
    """Time of a borrower that a visit has taken, arranged or made."""

    case: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class VisitLookup:
    """Times that visits have taken of borrowers, by borrower."""

    busy: Mapping[str, tuple[TakenTime, ...]] = field(default_factory=dict)


CaseContext = DecisionContext[RulesFor, VisitLookup]
"""As the runtime gives it: which rules bind depends on the borrower's day."""


class AppointmentContext(DecisionContext[VisitRules, VisitLookup], frozen=True, kw_only=True):
    """As handlers take it: the rules of that day, and the case as a whole."""

    appointment: AppointmentState

    @property
    def case(self) -> str:
        return self.appointment.case

    def visits_stopped(self, visit: RequestedVisit) -> str | None:
        """The scope of the switch that stops visits here, or None."""
        return self.is_stopped("visiting", region=visit.region, case=self.case)

    def taken(self, visit: RequestedVisit) -> tuple[TakenTime, ...]:
        """When the borrower is taken by a visit of another case."""
        return tuple(time for time in self.lookup.busy.get(visit.borrower, ()) if time.case != self.case)
