"""I9, I10 and I12, and what is left of I1: when faults have stopped and everything has come to rest."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from shared.runtime.machine import as_json

from ..services import machine
from ..violation import Violation
from .inputs import Inputs

if TYPE_CHECKING:
    from ..world import World

FOLDED_EVERY = 8
"""Folding all histories anew takes as long as the run, so one seed in so many does it."""
_LISTS: dict[str, TypeAdapter[list[Any]]] = {}


class Ending:
    def __init__(self, world: World, inputs: Inputs) -> None:
        self._world, self._inputs = world, inputs

    def check(self, forgotten: set[str]) -> None:
        self._at_rest()
        self._world.events = self._inputs.check()
        self._something_to_wait_for()
        if self._world.seed % FOLDED_EVERY == 0 or self._world.trace is not None:
            self._folds()
        for kid in forgotten:
            if self._world.keys.has(kid):
                raise Violation("I12", kid, "a forgotten key was made anew")

    def _at_rest(self) -> None:
        world, now = self._world, self._world.moment.at
        for service, database in world.databases.items():
            lag = world.broker.lag(world.broker.groups[f"doorstep-{service}"])
            if lag:
                raise Violation("I10", service, f"{lag} records are still to be committed")
            if database.outbox:
                raise Violation("I10", service, f"{len(database.outbox)} events were never published")
            if database.intake:
                raise Violation("I10", service, f"{len(database.intake)} rows of the intake are left")
            if database.parked:
                raise Violation("I10", service, f"{len(database.parked)} cases are still parked")
            if database.holders or database.named_locks:
                raise Violation("I10", service, "somebody still holds a lock")
            for due_at, name, kind in database.timers:
                if due_at <= now:
                    raise Violation("I10", name, f"{service}: timer {kind} of {due_at} is overdue")
                break
        if world.texts.posting:
            raise Violation("I10", str(next(iter(world.texts.posting))), "still said to be on its way")

    def _something_to_wait_for(self) -> None:
        """A case that is not over has a timer, in notifier or in scheduler, or waits for a word of the bank's."""
        notifier, scheduler = self._world.databases["notifier"], self._world.databases["scheduler"]
        for case, kept in notifier.states.items():
            state = json.loads(kept.doc)
            if state["kind"] in ("closed", "unknown") or notifier.timers.of(case) or scheduler.timers.of(case):
                continue
            if state["kind"] == "held" and any(brake["until"] is None for brake in state["brakes"]):
                continue
            raise Violation("I10", case, f"{state['kind']}, and nothing to wait for")
        for case, kept in scheduler.states.items():
            stage = json.loads(kept.doc)["stage"]["kind"]
            if stage not in ("idle", "closed") and not scheduler.timers.of(case):
                raise Violation("I10", case, f"its visit is {stage}, and nothing to wait for")

    def _folds(self) -> None:
        for service, database in self._world.databases.items():
            made = machine(service, self._world.brisk)
            changes = _LISTS.setdefault(service, TypeAdapter(list[made.changes._type]))  # type: ignore[name-defined]
            for name, kept in database.states.items():
                state = made.initial(name)
                for version in range(1, kept.version + 1):
                    for change in changes.validate_json(database.history[name][version].changes):
                        state = made.evolve(state, change)
                if as_json(state) != kept.doc:
                    raise Violation("I9", name, f"{service}: the history does not fold to the state")
