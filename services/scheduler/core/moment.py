"""A decision in the making: the case as it stands, when, and under which rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce

from shared.contracts.values import Window
from shared.decision import Context, Decision, Effect, accept

from .appointment import Appointment, Open
from .changes import Change
from .folding import evolve
from .offer import Busy, too_near
from .rules import Rules


@dataclass(frozen=True, slots=True)
class Known:
    """What the shell looked up: times that other cases have already taken of a borrower, by borrower."""

    busy: Mapping[str, tuple[Busy, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moment:
    case: Appointment
    at: datetime
    context: Context
    rules: Rules

    def then(self, *changes: Change) -> Moment:
        """The same moment, after these changes."""
        return Moment(reduce(evolve, changes, self.case), self.at, self.context, self.rules)

    def stopped(self, stage: Open) -> str | None:
        """The scope of the switch that stops visits here, or None."""
        return self.context.is_stopped("visiting", region=stage.visit.region, case=self.case.case)

    def busy(self, stage: Open) -> tuple[Busy, ...]:
        """When the borrower is taken by a visit of another case."""
        known = self.context.extra
        found = known.busy.get(stage.visit.borrower, ()) if isinstance(known, Known) else ()
        return tuple(busy for busy in found if busy.case != self.case.case)

    def is_taken(self, stage: Open, window: Window) -> bool:
        """Is another visit of the person too near to this window?"""
        return too_near(window, self.busy(stage), self.rules)


@dataclass(frozen=True, slots=True)
class Course:
    """Changes and effects of one way to go on."""

    changes: tuple[Change, ...] = ()
    effects: tuple[Effect, ...] = ()

    def because(self, reason: str, why: str, rule: str = "") -> Decision:
        """Go this way, and say why."""
        return accept(reason, why, *self.changes, rule=rule, effects=self.effects)

    def after(self, *changes: Change) -> Course:
        """These changes first."""
        return Course((*changes, *self.changes), self.effects)

    def also(self, *effects: Effect) -> Course:
        """These effects too."""
        return Course(self.changes, (*self.effects, *effects))
