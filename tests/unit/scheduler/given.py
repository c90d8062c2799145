"""History in, observation out: `given(requested(), quoted()).when(chose(1)).then("slot-chosen")`.

An input is an event, or `rings(kind)`: the clock goes on to when that timer is due. `later(...)` only moves the clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from services.scheduler.core.changes import CHANGES, AppointmentChange
from services.scheduler.core.inputs import input_of
from services.scheduler.core.lookup import VisitLookup
from services.scheduler.core.machine import MACHINE
from services.scheduler.core.rules import VisitRules
from services.scheduler.core.state import AppointmentState, VisitStage, awaited, initial
from shared.contracts.envelope import Event
from shared.contracts.texts import Request, Withdrawal
from shared.decision import CancelTimer, Decided, Decision, DecisionContext, Publish, SetTimer, TimerDue

from ..decisions import assert_sound
from .events import CASE, NOW, RULES

NOTHING_TAKEN = VisitLookup()
START = Decision("nothing-yet", "")
S = TypeVar("S")
P = TypeVar("P", bound=Event)


def step(
    case: AppointmentState,
    told: Event | TimerDue,
    at: datetime = NOW,
    stopped: frozenset[str] = frozenset(),
    lookup: VisitLookup = NOTHING_TAKEN,
    rules: VisitRules = RULES,
) -> Decided[AppointmentState, AppointmentChange]:
    """What is decided on an event or a timer, and the state that follows."""
    input = input_of(told)
    assert input is not None, told
    return MACHINE.step(case, input, DecisionContext(at, lambda *_: rules, lookup, stopped))


@dataclass
class Scenario:
    """One case, its clock, and the timers that a shell would keep."""

    case: AppointmentState = field(default_factory=lambda: initial(CASE))
    at: datetime = NOW
    stopped: frozenset[str] = frozenset()
    lookup: VisitLookup = NOTHING_TAKEN
    rules: VisitRules = RULES
    timers: dict[str, datetime] = field(default_factory=dict)
    decision: Decision = START

    def when(self, said: Event | TimerDue | Callable[[Scenario], Any]) -> Scenario:
        """One more input. A refusal is fine here."""
        event = said(self) if callable(said) else said
        if event is None:
            return self
        self.decision, self.case = step(self.case, event, self.at, self.stopped, self.lookup, self.rules)
        assert_sound("scheduler", self.decision, CHANGES, self.at)
        if isinstance(event, TimerDue):
            self.timers.pop(event.kind, None)
        for effect in self.decision.effects:
            if isinstance(effect, SetTimer):
                self.timers[effect.kind] = effect.due_at
            elif isinstance(effect, CancelTimer):
                self.timers.pop(effect.kind)
        return self

    def then(self, reason: str, kind: type[S] | None = None) -> Scenario:
        """The last input was decided for this reason, and led to this stage."""
        assert self.decision.reason == reason, self.decision
        assert self.timers == awaited(self.case.stage)
        assert kind is None or type(self.case.stage) is kind, self.case.stage
        return self

    def then_nothing(self, reason: str) -> Scenario:
        """The last input was refused for this reason."""
        assert (self.decision.reason, self.decision.accepted) == (reason, False), self.decision
        assert not self.decision.changes
        return self

    def stage(self, kind: type[S]) -> S:
        assert isinstance(self.case.stage, kind), self.case.stage
        return self.case.stage

    def told(self, event: type[Event]) -> Any:
        """The data of the one such event that the last decision publishes."""
        found = [effect.data for effect in self.published() if effect.event is event]
        assert len(found) == 1, self.published()
        return found[0]

    def published(self) -> list[Publish]:
        return [effect for effect in self.decision.effects if isinstance(effect, Publish)]

    def texts(self) -> list[str]:
        """The kinds of the texts that the last decision asks for."""
        return [effect.data.kind for effect in self.published() if isinstance(effect.data, Request)]

    def withdraws(self) -> list[UUID]:
        """The texts that the last decision takes back."""
        return [effect.data.intent for effect in self.published() if isinstance(effect.data, Withdrawal)]

    def told_of(self) -> list[str]:
        """The names of the events that the last decision publishes."""
        return [effect.event.__name__ for effect in self.published()]


def given(
    *inputs: Event | Callable[[Scenario], Any], lookup: VisitLookup = NOTHING_TAKEN, at: datetime = NOW
) -> Scenario:
    """A life so far. Every input of it must be accepted: a history that is refused proves nothing."""
    life = Scenario(lookup=lookup, at=at)
    for said in inputs:
        life.when(said)
        assert life.decision.accepted, life.decision
    return life


def rings(kind: str, *, late: timedelta = timedelta(0)) -> Callable[[Scenario], TimerDue]:
    """The timer of that kind comes due, and the clock with it."""

    def ring(life: Scenario) -> TimerDue:
        due = life.timers[kind]
        life.at = max(life.at, due) + late
        return TimerDue(kind, due)

    return ring


def later(**span: float) -> Callable[[Scenario], None]:
    """The clock goes on."""

    def go(life: Scenario) -> None:
        life.at += timedelta(**span)

    return go


def until(at: datetime) -> Callable[[Scenario], None]:
    """The clock goes on to this moment."""

    def go(life: Scenario) -> None:
        life.at = at

    return go


def stopping(what: str = "visiting:all") -> Callable[[Scenario], None]:
    """An operator throws a switch."""

    def throw(life: Scenario) -> None:
        life.stopped = frozenset({what})

    return throw


def resuming(life: Scenario) -> None:
    life.stopped = frozenset()


def stage_of(life: Scenario) -> VisitStage:
    return life.case.stage
