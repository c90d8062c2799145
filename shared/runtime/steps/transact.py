"""Inputs of the log in one transaction, in several where one of them can't be handled: that one is parked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from shared.decision import Row
from shared.privacy.keys import KeyRing
from shared.privacy.master import MasterKeys
from shared.runtime import failpoints, metrics
from shared.runtime.held_states import HeldStates
from shared.runtime.machine import AnyMachine
from shared.runtime.places import Skips
from shared.runtime.ports import (
    Clock,
    Opened,
    PlaceMove,
    Store,
    Unit,
)  # fmt: skip

from .at_once import due_at_once
from .cold_states import read_cold
from .decision_batch import DecisionBatch
from .fewer import why_parked, with_fewer
from .pending_input import NotUnderstood, PendingInput
from .rejected import RejectedRecords, other_content, together
from .relay import Relay

NOTHING_REJECTED = RejectedRecords()


@dataclass(frozen=True, slots=True)
class StepContext:
    """What every deciding step works with. Without `ring` nothing is set aside under a person's own key.

    `timer_set` and `asked` are told when a timer, or what operators ask of us, has been committed.
    """

    machine: AnyMachine
    store: Store
    clock: Clock
    keys: MasterKeys
    relay: Relay
    timer_set: Callable[[datetime], None] = lambda due: None
    clock_wrong: Callable[[], bool] = lambda: False
    skips: Callable[[], Skips] = Skips
    ring: KeyRing | None = None
    states: HeldStates = field(default_factory=HeldStates)
    asked: Callable[[], None] = lambda: None

    def batch(self, opened: Opened, at: datetime, parked: frozenset[str] | None = None) -> DecisionBatch:
        """What is decided at `at` in the transaction that opened like that. Without `parked` it is as opened."""
        aside = set(opened.parked if parked is None else parked)
        made = DecisionBatch(self.machine, self.keys, at, opened.states, aside, opened.stopped, held=opened.held)
        made.writes.behind = opened.behind
        metrics.count("states_opened", len(opened.held), how="held")
        metrics.count("states_opened", len(opened.states) - len(opened.held), how="read")
        return made


async def transact(
    context: StepContext,
    inputs: Sequence[PendingInput],
    rejected: RejectedRecords = NOTHING_REJECTED,
    moves: Sequence[PlaceMove] = (),
) -> int:
    """Handle inputs that come from the log; how many were new. Raises `Unavailable`: then they come again.

    `moves` are written with the last of them.

    A crash at any `await` is harmless: before a commit nothing happened, after it the inbox drops the redelivery.
    """
    left, beside, new = list(inputs), rejected, 0

    async def attempt(limit: int, taken: list[PendingInput]) -> int:
        nonlocal left, beside
        taken += left[:limit]
        found = await _once(context, taken, beside, moves if len(taken) == len(left) else ())
        left, beside = left[len(taken) :], NOTHING_REJECTED
        return found

    async def park(pending: PendingInput, error: Exception) -> int:
        nonlocal left, beside
        found = await _park_alone(context, pending, beside, error, moves if len(left) == 1 else ())
        left, beside = left[1:], NOTHING_REJECTED
        return found

    while True:
        new += await with_fewer(attempt, park, max(1, len(left)))
        if not left:
            return new


async def _once(
    context: StepContext, inputs: Sequence[PendingInput], rejected: RejectedRecords, moves: Sequence[PlaceMove]
) -> int:
    at = context.clock.now()
    ids = [pending.inbox for pending in inputs if pending.inbox is not None]
    names = [pending.aggregate for pending in inputs]
    async with context.store.unit() as unit:
        opened = await unit.open(
            [*ids, *rejected.switch_ids, *(row.id for row in rejected.dead)],
            [*names, *(hold.row.aggregate for hold in rejected.holds)],
            # Of one id twice in a batch the first content stays.
            {
                pending.inbox: pending.content
                for pending in reversed(inputs)
                if pending.inbox is not None and pending.content is not None
            },
            context.states.of(names),
        )
        batch = context.batch(opened, at)
        fresh, others = first_of_each_id(inputs, opened)
        await decide_all(context, unit, batch, fresh)
        _keep_rejected(batch, rejected, opened)
        if others:
            # Which ids came before is known only now, and so whom their records name besides.
            late = together([other_content(context, pending, at) for pending in others])
            named = [hold.row.aggregate for hold in late.holds]
            _keep_rejected(batch, late, await unit.open([row.id for row in late.dead], named))
        if not context.clock_wrong() and (due := due_at_once(batch)):
            await decide_all(context, unit, batch, due)
        batch.dump()
        batch.writes.moves.extend(moves)
        await commit(context, unit, batch)
    return len(fresh) + len(others)


def _keep_rejected(batch: DecisionBatch, rejected: RejectedRecords, opened: Opened) -> None:
    for row, event in zip(rejected.dead, rejected.events, strict=True):
        if row.id in opened.unseen:
            batch.writes.dead.append(row)
            batch.writes.outbox.append(event)
            metrics.count("dead_letters", topic=row.topic, code=row.code)
    if rejected.holds:
        known = {*opened.states, *opened.parked, *batch.moved}
        batch.writes.intake += [
            hold.row for hold in rejected.holds if hold.letter in opened.unseen and hold.row.aggregate in known
        ]
    batch.writes.rows += [effect for fact in rejected.facts for effect in fact.effects if isinstance(effect, Row)]
    batch.writes.switches.extend(rejected.switches)
    batch.writes.asked.extend(rejected.asked)


def first_of_each_id(inputs: Sequence[PendingInput], opened: Opened) -> tuple[list[PendingInput], list[PendingInput]]:
    """Inputs that are new; and those under an id that came before with other content. Repetitions are neither."""
    contents: dict[UUID, bytes | None] = dict(opened.before)
    fresh: list[PendingInput] = []
    others: list[PendingInput] = []
    for pending in inputs:
        if pending.inbox is None or (pending.inbox in opened.unseen and pending.inbox not in contents):
            fresh.append(pending)
            if pending.inbox is not None:
                contents[pending.inbox] = pending.content
        elif None not in (known := contents.get(pending.inbox), pending.content) and known != pending.content:
            others.append(pending)
    return fresh, others


async def decide_all(context: StepContext, unit: Unit, batch: DecisionBatch, inputs: Sequence[PendingInput]) -> None:
    """Read the states, look up what the decisions need, then decide; parked aggregates need nothing."""
    inputs = [batch.understood(pending) for pending in inputs]
    asked = [pending for pending in inputs if pending.aggregate not in batch.parked]
    await read_cold(unit, batch, dict.fromkeys(pending.aggregate for pending in asked))
    asked = [pending for pending in asked if pending.aggregate not in batch.unreadable]
    states = batch.states(dict.fromkeys(pending.aggregate for pending in asked))
    known = [
        (pending.aggregate, pending.input) for pending in asked if not isinstance(pending.input, NotUnderstood | None)
    ]
    batch.take(inputs, await context.machine.look_up(unit, states, known))


async def commit(context: StepContext, unit: Unit, batch: DecisionBatch) -> None:
    """Commit, hand rows to the relay in memory, hold the states, and count. Raises what `Unit.commit` raises."""
    with context.relay.place([row for row in batch.writes.outbox if row.aggregate not in batch.writes.behind]):
        failpoints.reached("before-commit")
        mark = await unit.commit(batch.writes)
        failpoints.reached("after-commit")
    context.states.keep(batch.written(mark))
    if batch.writes.timers_set:
        context.timer_set(min(batch.writes.timers_set.values()))
    if batch.writes.asked:
        context.asked()
    for reason, number in batch.reasons.items():
        metrics.count("decisions", number, reason=reason)
    for parking in batch.writes.parked:
        metrics.count("cases_parked", code=parking.code)
    if batch.writes.queued:
        metrics.count("events_queued", len(batch.writes.queued))


async def _park_alone(
    context: StepContext,
    pending: PendingInput,
    rejected: RejectedRecords,
    error: Exception,
    moves: Sequence[PlaceMove],
) -> int:
    async with context.store.unit() as unit:
        ids = [pending.inbox] if pending.inbox is not None else []
        opened = await unit.open(
            [*ids, *(row.id for row in rejected.dead)],
            [pending.aggregate, *(hold.row.aggregate for hold in rejected.holds)],
        )
        batch = context.batch(opened, context.clock.now())
        if pending.inbox is None or pending.inbox in opened.unseen:
            batch.park(pending, *why_parked(error, pending.name))
        _keep_rejected(batch, rejected, opened)
        batch.writes.moves.extend(moves)
        await commit(context, unit, batch)
    return 1
