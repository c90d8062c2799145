"""One transaction over some inputs, done again on conflict and split when the database refuses the data itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.privacy.master import MasterKeys
from shared.runtime import metrics, probes
from shared.runtime.machine import Machine
from shared.runtime.ports import (
    BadWrite,
    Clock,
    Conflict,
    DeadRow,
    IntakeRow,
    Opened,
    Outgoing,
    Store,
    SwitchRow,
    Unavailable,
    Unit,
)  # fmt: skip

from .relay import Relay
from .turn import Said, Turn

TRIES_MAX = 8


@dataclass(frozen=True, slots=True)
class Desk:
    """What every deciding step works with."""

    machine: Machine[Any]
    store: Store
    clock: Clock
    keys: MasterKeys
    relay: Relay
    timer_set: Callable[[datetime], None] = lambda due: None


@dataclass(frozen=True, slots=True)
class Hold:
    """A direct input about the dead letter `letter`, for an aggregate that the record names."""

    letter: UUID
    row: IntakeRow


@dataclass(frozen=True, slots=True)
class Aside:
    """What a batch holds besides inputs: records that are no event, and switches. Dead ones are in the inbox too.

    `holds` tell what is known already of a letter that may concern it; of what is not known nothing is made, or
    garbage under random keys would make as many aggregates.
    """

    dead: tuple[DeadRow, ...] = ()
    letters: tuple[Outgoing, ...] = ()
    switches: tuple[SwitchRow, ...] = ()
    switch_ids: tuple[Any, ...] = ()
    holds: tuple[Hold, ...] = ()


async def transact(desk: Desk, inputs: Sequence[Said], aside: Aside = Aside()) -> int:
    """Handle inputs that come from the log; how many were new. Raises `Unavailable`: then nothing was written.

    A crash at any `await` is harmless: before the commit nothing happened, after it the inbox drops the redelivery.
    """
    for _ in range(TRIES_MAX):
        try:
            return await _once(desk, inputs, aside)
        except Conflict:
            metrics.count("conflicts")
        except Unavailable:
            raise
        except Exception as error:
            return await _split(desk, inputs, aside, error)
    # Others can't be in the way this often: a constraint refuses what one of these inputs leads to.
    return await _split(desk, inputs, aside, BadWrite("refused again and again"))


async def _split(desk: Desk, inputs: Sequence[Said], aside: Aside, error: Exception) -> int:
    """Halve until the one input that can't be written is alone, and park it."""
    if len(inputs) > 1:
        middle = len(inputs) // 2
        return await transact(desk, inputs[:middle], aside) + await transact(desk, inputs[middle:])
    if not inputs:
        raise error
    return await _park_alone(desk, inputs[0], aside, error)


async def _once(desk: Desk, inputs: Sequence[Said], aside: Aside) -> int:
    at = desk.clock.now()
    ids = [said.inbox for said in inputs if said.inbox is not None]
    async with desk.store.unit() as unit:
        opened = await unit.open(
            [*ids, *aside.switch_ids, *(row.id for row in aside.dead)],
            [*(said.aggregate for said in inputs), *(hold.row.aggregate for hold in aside.holds)],
        )
        turn = Turn(desk.machine, desk.keys, at, opened.states, set(opened.parked), opened.stopped)
        turn.writes.behind = opened.behind
        fresh = [said for said in inputs if said.inbox is None or said.inbox in opened.unseen]
        await decide_all(desk, unit, turn, _without_repeats(fresh))
        _lay_aside(turn, aside, opened)
        await commit(desk, unit, turn)
    return len(fresh)


def _lay_aside(turn: Turn, aside: Aside, opened: Opened) -> None:
    for row, letter in zip(aside.dead, aside.letters, strict=True):
        if row.id in opened.unseen:
            turn.writes.dead.append(row)
            turn.writes.outbox.append(letter)
            metrics.count("dead_letters", topic=row.topic, code=row.code)
    known = [*opened.states, *opened.parked, *(name for name, *_ in turn.writes.states)]
    turn.writes.told = [
        hold.row for hold in aside.holds if hold.letter in opened.unseen and hold.row.aggregate in known
    ]
    turn.writes.switches.extend(aside.switches)


def _without_repeats(inputs: Sequence[Said]) -> list[Said]:
    """The same event twice in one batch: the inbox can't tell them apart, so the first one counts."""
    seen: set[Any] = set()
    kept = []
    for said in inputs:
        if said.inbox is None or said.inbox not in seen:
            seen.add(said.inbox)
            kept.append(said)
    return kept


async def decide_all(desk: Desk, unit: Unit, turn: Turn, inputs: Sequence[Said]) -> None:
    """Look up what the decisions need, then decide; parked aggregates need nothing."""
    asked = [said for said in inputs if said.aggregate not in turn.parked]
    states = turn.states(dict.fromkeys(said.aggregate for said in asked))
    extra = await desk.machine.prepare(unit, states, [(said.aggregate, said.said) for said in asked])
    turn.take(inputs, extra)


async def commit(desk: Desk, unit: Unit, turn: Turn) -> None:
    """Commit, hand rows to the relay in memory, and count. Raises what `Unit.commit` raises."""
    with desk.relay.place([row for row in turn.writes.outbox if row.aggregate not in turn.writes.behind]):
        probes.reached("before-commit")
        await unit.commit(turn.writes)
        probes.reached("after-commit")
    if turn.writes.timers_set:
        desk.timer_set(min(turn.writes.timers_set.values()))
    for reason, number in turn.reasons.items():
        metrics.count("decisions", number, reason=reason)
    for parking in turn.writes.parked:
        metrics.count("cases_parked", code=parking.code)
    if turn.writes.queued:
        metrics.count("events_queued", len(turn.writes.queued))


async def _park_alone(desk: Desk, said: Said, aside: Aside, error: Exception) -> int:
    code = "write-refused" if isinstance(error, BadWrite) else "decision-failed"
    async with desk.store.unit() as unit:
        ids = [said.inbox] if said.inbox is not None else []
        opened = await unit.open(
            [*ids, *(row.id for row in aside.dead)], [said.aggregate, *(hold.row.aggregate for hold in aside.holds)]
        )
        turn = Turn(desk.machine, desk.keys, desk.clock.now(), opened.states, set(opened.parked), opened.stopped)
        if said.inbox is None or said.inbox in opened.unseen:
            # A message may hold values, so the error's class has to do.
            turn.park(said, code, f"{type(error).__name__} on {said.name}")
        _lay_aside(turn, aside, opened)
        await commit(desk, unit, turn)
    return 1
