"""One transaction over some inputs, done again on conflict and split when the database refuses the data itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.privacy.master import MasterKeys
from shared.runtime import metrics, probes
from shared.runtime.machine import AnyMachine
from shared.runtime.ports import (
    BadWrite,
    Clock,
    Conflict,
    Opened,
    Store,
    Unavailable,
    Unit,
)  # fmt: skip

from .aside import Aside, other_content, together
from .relay import Relay
from .turn import NotUnderstood, Said, Turn

TRIES_MAX = 8
NOTHING_ASIDE = Aside()


@dataclass(frozen=True, slots=True)
class Desk:
    """What every deciding step works with."""

    machine: AnyMachine
    store: Store
    clock: Clock
    keys: MasterKeys
    relay: Relay
    timer_set: Callable[[datetime], None] = lambda due: None


async def transact(desk: Desk, inputs: Sequence[Said], aside: Aside = NOTHING_ASIDE) -> int:
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
            # Of one id twice in a batch the first content stays.
            {
                said.inbox: said.content
                for said in reversed(inputs)
                if said.inbox is not None and said.content is not None
            },
        )
        turn = Turn(desk.machine, desk.keys, at, opened.states, set(opened.parked), opened.stopped)
        turn.writes.behind = opened.behind
        fresh, others = first_said(inputs, opened)
        await decide_all(desk, unit, turn, fresh)
        _lay_aside(turn, aside, opened)
        if others:
            late = together([other_content(desk, said, at) for said in others])
            _lay_aside(turn, late, await unit.open([row.id for row in late.dead], []))
        await commit(desk, unit, turn)
    return len(fresh) + len(others)


def _lay_aside(turn: Turn, aside: Aside, opened: Opened) -> None:
    for row, letter in zip(aside.dead, aside.letters, strict=True):
        if row.id in opened.unseen:
            turn.writes.dead.append(row)
            turn.writes.outbox.append(letter)
            metrics.count("dead_letters", topic=row.topic, code=row.code)
    known = [*opened.states, *opened.parked, *(name for name, *_ in turn.writes.states)]
    turn.writes.told += [
        hold.row for hold in aside.holds if hold.letter in opened.unseen and hold.row.aggregate in known
    ]
    turn.writes.switches.extend(aside.switches)


def first_said(inputs: Sequence[Said], opened: Opened) -> tuple[list[Said], list[Said]]:
    """Inputs that are new; and those under an id that came before with other content. Repetitions are neither."""
    contents: dict[UUID, bytes | None] = dict(opened.before)
    fresh: list[Said] = []
    others: list[Said] = []
    for said in inputs:
        if said.inbox is None or (said.inbox in opened.unseen and said.inbox not in contents):
            fresh.append(said)
            if said.inbox is not None:
                contents[said.inbox] = said.content
        elif None not in (known := contents.get(said.inbox), said.content) and known != said.content:
            others.append(said)
    return fresh, others


async def decide_all(desk: Desk, unit: Unit, turn: Turn, inputs: Sequence[Said]) -> None:
    """Look up what the decisions need, then decide; parked aggregates need nothing."""
    inputs = [turn.understood(said) for said in inputs]
    asked = [said for said in inputs if said.aggregate not in turn.parked]
    states = turn.states(dict.fromkeys(said.aggregate for said in asked))
    known = [(said.aggregate, said.input) for said in asked if not isinstance(said.input, NotUnderstood | None)]
    turn.take(inputs, await desk.machine.looked_up(unit, states, known))


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
