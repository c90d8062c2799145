"""Inputs in, writes out: how decisions become one transaction. No I/O, no clock.

An input that breaks its decision parks its aggregate: it and everything after it for the same aggregate is queued,
in order, and nothing else is touched. Which input breaks is known before anything is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import structs

from shared.contracts.catalogue import BY_NAME, type_name
from shared.contracts.codec import encode_parts
from shared.decision import CancelTimer, Decision, Effect, Publish, Row, SetTimer, TimerDue
from shared.ids import derive
from shared.privacy.master import MasterKeys
from shared.runtime.failures import starves
from shared.runtime.held_states import HeldState, Snapshot
from shared.runtime.machine import AnyMachine, as_json
from shared.runtime.ports import (
    HistoryRow,
    Loaded,
    Outgoing,
    Parking,
    QueuedRow,
    StateRow,
    Writes,
)

from .pending_input import NOT_YET, NotUnderstood, PendingInput


class TooLargeForReaders(Exception):
    """An event that those who read its topic would refuse. Its case is parked, where it can be seen and mended."""


@dataclass(slots=True)
class DecisionBatch:
    """One transaction's worth of decisions. `loaded` are states as stored, `held` those of them that need no reading;
    `parked` those set aside before, `unreadable` those that can't be made out, by code and detail of why.

    Clocks of two processes differ, but the decisions of one aggregate never go back in time: who hears of them orders
    them by it.
    """

    machine: AnyMachine
    keys: MasterKeys
    at: datetime
    loaded: Mapping[str, Loaded]
    parked: set[str]
    stopped: frozenset[str]
    writes: Writes = field(default_factory=Writes)
    held: Mapping[str, HeldState] = field(default_factory=dict)
    unreadable: dict[str, tuple[str, str]] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    _snapshots: dict[str, Snapshot] = field(default_factory=dict)
    _states: dict[str, Any] = field(default_factory=dict)
    _versions: dict[str, int] = field(default_factory=dict)
    _at: dict[str, datetime] = field(default_factory=dict)
    _rows: dict[str, StateRow] = field(default_factory=dict)
    _again: set[str] = field(default_factory=set)

    def cold(self, aggregate: str) -> Loaded | None:
        """What was loaded of it, where that is yet to be read."""
        if aggregate in self.held or aggregate in self._states:
            return None
        return self.loaded.get(aggregate)

    def read(self, aggregate: str, state: Any, snapshot: Snapshot) -> None:
        """This is the state that was loaded, and how its document stands."""
        self._begin(aggregate, state, self.loaded[aggregate].version, snapshot)

    def states(self, aggregates: Iterable[str]) -> dict[str, Any]:
        """The states as they are now, read from their documents once, if at all."""
        return {aggregate: self._state(aggregate) for aggregate in aggregates}

    def understood(self, pending: PendingInput) -> PendingInput:
        """With what it is to the machine, or with the error that its decision is going to be."""
        try:
            return structs.replace(pending, input=self.machine.input_of(pending.came))
        except Exception as error:
            return structs.replace(pending, input=NotUnderstood(error))

    def take(self, inputs: Sequence[PendingInput], lookup: Any) -> None:
        """Decide on each input in order and collect what is to be written. Raises what `starves` us.

        What is written of the states themselves is added by `dump`, after the last of them.
        """
        left = Counter(pending.aggregate for pending in inputs)
        for pending in inputs:
            self._take(pending, lookup)
            left[pending.aggregate] -= 1
            if not left[pending.aggregate] and pending.aggregate not in self._again:
                # Of a thousand states those decided on first have left the processor's caches when all are decided on.
                self._write(pending.aggregate)

    def _take(self, pending: PendingInput, lookup: Any) -> None:
        if pending.aggregate in self.parked:
            self._queue(pending)
            return
        if pending.aggregate in self.unreadable:
            self.park(pending, *self.unreadable[pending.aggregate])
            return
        try:
            self._decide(self.understood(pending) if pending.input is NOT_YET else pending, lookup)
        except Exception as error:
            if starves(error):
                raise
            self.park(pending, "decision-failed", f"{type(error).__name__} on {pending.name}")

    def park(self, pending: PendingInput, code: str, detail: str) -> None:
        """Set the aggregate aside, this input first in its queue."""
        self.parked.add(pending.aggregate)
        self.writes.parked.append(Parking(pending.aggregate, self.at, code, detail[:300]))
        self._queue(pending)

    def _decide(self, pending: PendingInput, lookup: Any) -> None:
        machine, aggregate = self.machine, pending.aggregate
        state = self._state(aggregate)
        if isinstance(pending.came, TimerDue):
            # It may be set again for the very moment at which it fired (clocks differ between processes), and what
            # follows then is something new.
            pending = structs.replace(pending, cause=str(derive(pending.cause, self._versions[aggregate])))
        if isinstance(pending.input, NotUnderstood):
            raise pending.input.error
        decision, state = machine.step(state, pending.input, self._at[aggregate], self.stopped, lookup)
        version = self._versions[aggregate] + 1
        published = list(self._published(pending, decision.effects))
        history = self._history(pending, version, decision, published)
        # Nothing above touched the writes, so an input that raised leaves no trace of itself.
        self._states[aggregate], self._versions[aggregate] = state, version
        snapshot = self._snapshots[aggregate]
        self._snapshots[aggregate] = structs.replace(snapshot, since_bytes=snapshot.since_bytes + len(history.changes))
        self.writes.history.append(history)
        self.writes.outbox.extend(published)
        self.reasons[decision.reason] = self.reasons.get(decision.reason, 0) + 1
        if pending.intake is not None:
            self.writes.taken.append(pending.intake)
        if isinstance(pending.came, TimerDue):
            self._cancel(aggregate, pending.came.kind)
        for effect in decision.effects:
            if isinstance(effect, SetTimer):
                self.writes.timers_set[aggregate, effect.kind] = effect.due_at
                if self.may_fire(effect.kind, effect.due_at):
                    self._again.add(aggregate)
                self.writes.timers_cancelled.discard((aggregate, effect.kind))
            elif isinstance(effect, CancelTimer):
                self._cancel(aggregate, effect.kind)
            elif isinstance(effect, Row):
                self.writes.rows.append(effect)

    def may_fire(self, kind: str, due_at: datetime) -> bool:
        """Is a timer that is set here one that is due, and may fire in the same transaction (see `at_once`)?"""
        rules = self.machine.at_once
        return rules is not None and due_at <= self.at and rules.may_fire(kind)

    def _cancel(self, aggregate: str, kind: str) -> None:
        self.writes.timers_set.pop((aggregate, kind), None)
        self.writes.timers_cancelled.add((aggregate, kind))

    def _published(self, pending: PendingInput, effects: Iterable[Effect]) -> Iterable[Outgoing]:
        ordinal = 0
        for effect in effects:
            if isinstance(effect, Publish):
                ordinal += 1
                yield self._outgoing(pending, effect, ordinal)

    def _outgoing(self, pending: PendingInput, effect: Publish, ordinal: int) -> Outgoing:
        name = type_name(effect.event)
        # By what the inbox knows the cause, because two sources may give one id to their events.
        event_id = derive(
            self.machine.service, pending.aggregate, pending.name, pending.inbox or pending.cause, name, ordinal
        )
        value = encode_parts(
            name,
            event_id=event_id,
            source=self.machine.service,
            subject=effect.subject,
            time=effect.time or self._at[pending.aggregate],
            cause=pending.cause,
            trace=pending.trace,
            policy=self.machine.policy_version,
            data=effect.data,
        )
        if len(value) > BY_NAME[effect.event.topic].bytes_max:
            raise TooLargeForReaders(name)
        return Outgoing(event_id, pending.aggregate, effect.event.topic, effect.subject, value, name, pending.trace)

    def _history(
        self, pending: PendingInput, version: int, decision: Decision, published: Sequence[Outgoing]
    ) -> HistoryRow:
        changes = b"[" + b",".join([as_json(change) for change in decision.changes]) + b"]"
        return HistoryRow(
            pending.aggregate,
            version,
            pending.aggregate if pending.input is None else self.machine.about(pending.aggregate, pending.input),
            self._at[pending.aggregate],
            pending.name,
            pending.cause,
            decision.reason,
            decision.why,
            decision.rule,
            decision.accepted,
            changes.decode(),
            " ".join(str(outgoing.id) for outgoing in published),
        )

    def _state(self, aggregate: str) -> Any:
        state = self._states.get(aggregate)
        if state is None:
            loaded = self.loaded.get(aggregate)
            if loaded is None:
                return self._begin(aggregate, self.machine.initial_state(aggregate), 0, Snapshot())
            if (held := self.held.get(aggregate)) is not None:
                return self._begin(aggregate, held.state, held.version, held.snapshot)
            snapshot = Snapshot(loaded.version, len(loaded.doc))
            return self._begin(aggregate, self.machine.state_of(loaded.doc, aggregate), loaded.version, snapshot)
        return state

    def _begin(self, aggregate: str, state: Any, version: int, snapshot: Snapshot) -> Any:
        loaded = self.loaded.get(aggregate)
        last = loaded.at if loaded is not None else None
        self._at[aggregate] = self.at if last is None or last < self.at else last
        self._states[aggregate], self._versions[aggregate], self._snapshots[aggregate] = state, version, snapshot
        return state

    def _queue(self, pending: PendingInput) -> None:
        """Only what would not come again by itself: timers and intake rows of a parked aggregate wait in place."""
        if pending.record is not None and pending.inbox is not None:
            value = self.keys.set_aside(pending.record.value or b"", pending.inbox)
            record = pending.record
            self.writes.queued.append(
                QueuedRow(pending.aggregate, pending.inbox, record.topic, record.partition, record.offset, value)
            )

    @property
    def moved(self) -> list[str]:
        """Whose states are others now than they were."""
        return [name for name, version in self._versions.items() if version > self._before(name)]

    def dump(self) -> None:
        """The states as they are now are to be written."""
        for aggregate in self.moved:
            row = self._rows.get(aggregate)
            if row is None or row.version != self._versions[aggregate]:
                self._write(aggregate)
            self.writes.states.append(self._rows[aggregate])

    def _before(self, aggregate: str) -> int:
        return loaded.version if (loaded := self.loaded.get(aggregate)) is not None else 0

    def _write(self, aggregate: str) -> None:
        """Its state as it is now, once nothing more is decided on it; nothing where nothing was."""
        before, version, doc = self._before(aggregate), self._versions.get(aggregate, 0), None
        if version <= before:
            return
        if before == 0 or self.machine.is_due(self._snapshots[aggregate], version):
            doc = as_json(self._states[aggregate])
            self._snapshots[aggregate] = Snapshot(version, len(doc))
        self._rows[aggregate] = StateRow(aggregate, before, version, doc, self._at[aggregate])

    def written(self, mark: UUID) -> dict[str, HeldState]:
        """The states that a commit of the writes left under this mark."""
        return {
            name: HeldState(version, mark, self._states[name], self._snapshots[name])
            for name, _, version, *_ in self.writes.states
        }
