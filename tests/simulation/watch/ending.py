"""I9, I10 and I12, and what is left of I1: when faults have stopped and everything has come to rest."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from shared.runtime.machine import Machine, as_json
from shared.runtime.ports import HistoryRow

from ..people import REGION
from ..services import machine, staffed
from ..standing import OF, standing
from ..violation import Violation
from . import published
from .inputs import Inputs

if TYPE_CHECKING:
    from ..world import World

FOLDED_EVERY = 8
"""Folding all histories anew takes half as long as the run, so one seed in so many does it."""


class Ending:
    def __init__(self, world: World, inputs: Inputs) -> None:
        self._world, self._inputs = world, inputs

    def check(self) -> None:
        self._at_rest()
        self._world.events = self._inputs.check()
        self._something_to_wait_for()
        published.check(self._world)
        if self._world.seed % FOLDED_EVERY in (0, OF) or self._world.trace is not None:
            self._folds()
        self._forgotten_for_ever()

    def _forgotten_for_ever(self) -> None:
        """No key is made anew, and no number leads to whom it was."""
        keys, notifier = self._world.keys, self._world.databases["notifier"]
        told = {
            record.key
            for (topic, _), log in self._world.broker.records.items()
            if topic == "erasures"
            for record in log
        }
        for kid, borrower in keys.forgotten.items():
            if keys.has(kid):
                raise Violation("I12", kid, "a forgotten key was made anew")
            if kid.encode() not in told:
                raise Violation("I12", kid, "a key was erased, and the topic that outlives the database not told")
            (who,) = [one.who for one in self._world.borrowers.by_phone.values() if one.who.id == borrower]
            number = who.person.phone_hash.encode()
            stood = [case for case, state in notifier.states.items() if number in state.doc]
            if stood or any(row["borrower"] == borrower for row in notifier.tables["phones"].values()):
                raise Violation("I12", kid, f"the number of somebody forgotten still stands: {stood}")

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
        for case in notifier.states:
            state = json.loads(standing(self._world, "notifier", case))
            if state["kind"] in ("closed", "unknown") or notifier.timers.of(case) or scheduler.timers.of(case):
                continue
            if state["kind"] == "held" and any(brake["until"] is None for brake in state["brakes"]):
                continue
            raise Violation("I10", case, f"{state['kind']}, and nothing to wait for")
        for case in scheduler.states:
            stage = json.loads(standing(self._world, "scheduler", case))["stage"]["kind"]
            if stage not in ("idle", "closed") and not scheduler.timers.of(case):
                raise Violation("I10", case, f"its visit is {stage}, and nothing to wait for")

    def _folds(self) -> None:
        world = self._world
        for service, database in world.databases.items():
            made = machine(service, world.brisk)
            for name, kept in database.states.items():
                state, first = made.initial_state(name), 1
                if name == REGION:
                    state, first = _staff_folded(world.variant, world.brisk, world.staffed_days)
                rows = database.history[name]
                folded = _fold(made, state, (rows[version] for version in range(first, kept.version + 1)))
                if as_json(folded) != standing(world, service, name):
                    raise Violation("I9", name, f"{service}: the history does not fold to the state")


def _fold(made: Machine[Any], state: Any, rows: Iterable[HistoryRow]) -> Any:
    kept = made.kept
    for row in rows:
        state = kept.fold(state, kept.changes_of(row.changes))
    return state


@cache
def _staff_folded(variant: int, brisk: bool, days: int) -> tuple[Any, int]:
    """What all runs with this staff begin with, folded from nothing, and the version that comes next."""
    made, staff = machine("router", brisk), staffed(variant, brisk, days)
    rows = [staff.history[version] for version in range(1, staff.state.version + 1)]
    return _fold(made, made.initial_state(REGION), rows), staff.state.version + 1
