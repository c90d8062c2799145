"""Bugs of processes that share a database: two write at once, one comes back from the dead, two see one timer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from shared.decision import TimerDue
from shared.runtime.clock_watch import ClockWatch
from shared.runtime.ports import Conflict
from shared.runtime.steps import at_once, decision_batch, transact
from shared.runtime.steps.pending_input import PendingInput
from tests.memory.runtime import landing, session
from tests.memory.runtime import unit as memory_unit
from tests.memory.runtime.session import MemorySession
from tests.memory.runtime.unit import MemoryUnit

from .. import replica


@contextmanager
def row_version_ignored() -> Iterator[None]:
    """A state is read without a lock, and written whatever has happened to it since."""
    with (
        patch.object(MemoryUnit, "_lock", lambda self, names: True),
        patch.object(landing, "check", lambda database, this, writes: None),
    ):
        yield


@contextmanager
def zombie_may_commit() -> Iterator[None]:
    """A process that slept past its session wakes up and writes as if nothing had happened."""
    real = MemoryUnit.roll_back

    def lose(self: replica.Replica) -> None:
        for one in list(self.store.units):
            assert isinstance(one, MemoryUnit)
            claims, locks = dict(one.claims), dict(one.locks)
            real(one)
            one.done, one.claims, one.locks = False, claims, locks

    def rolled_back(self: MemoryUnit) -> None:
        if not self.done:
            self.claims = {claim: None for claim in self.claims if self.database.inbox.get(claim) is self}
            _only_mine(self)
            real(self)

    released = MemoryUnit.release

    def release(self: MemoryUnit) -> None:
        _only_mine(self)
        released(self)

    with (
        patch.object(replica.Replica, "lose_connections", lose),
        patch.object(MemoryUnit, "roll_back", rolled_back),
        patch.object(MemoryUnit, "release", release),
        patch.object(landing, "check", lambda database, this, writes: None),
    ):
        yield


def _only_mine(this: MemoryUnit) -> None:
    this.locks = {lock: None for lock in this.locks if this.database.holders.get(lock) is this}
    this.intake = {name: None for name in this.intake if this.database.intake_holders.get(name) is this}


@contextmanager
def timer_fires_twice() -> Iterator[None]:
    """Two replicas see the same due timer, and it stays after it fired."""
    decide = decision_batch.DecisionBatch._decide

    def decided(self: decision_batch.DecisionBatch, said: Any, context: Any) -> None:
        before = self.writes.timers_cancelled.copy()
        decide(self, said, context)
        if isinstance(said.came, TimerDue) and (said.aggregate, said.came.kind) not in before:
            self.writes.timers_cancelled.discard((said.aggregate, said.came.kind))

    with patch.object(decision_batch.DecisionBatch, "_decide", decided):
        yield


@contextmanager
def texts_are_weighed_beside_anything() -> Iterator[None]:
    """A text is weighed in the transaction that asks for it, whatever else that writes and its look-up does not see."""
    real = at_once.due_at_once

    def due(batch: decision_batch.DecisionBatch) -> list[PendingInput]:
        rules = batch.machine.at_once
        if rules is None:
            return []
        rules = replace(rules, beside=frozenset(row.statement for row in batch.writes.rows))
        return real(replace(batch, machine=replace(batch.machine, at_once=rules)))

    with patch.object(transact, "due_at_once", due):
        yield


@contextmanager
def wrong_clock_is_believed() -> Iterator[None]:
    """Nobody compares the clock of a machine with the database's."""
    with patch.object(ClockWatch, "wrong", lambda self: False):
        yield


@contextmanager
def what_is_not_there_yet_never_comes() -> Iterator[None]:
    """Who gets no answer to a commit looks for it once. Where it is not there it never comes, and nobody has to look
    for what it would write."""
    start = MemorySession.start

    def started(self: MemorySession, *, lives_on: bool = False) -> None:
        if not lives_on:
            start(self)

    with patch.object(MemorySession, "start", started):
        yield


@contextmanager
def who_waits_for_a_lock_is_to_blame() -> Iterator[None]:
    """A lock that could not be had is a conflict like any other: after some of them the event is set aside."""
    with patch.object(session, "LockHeld", Conflict), patch.object(memory_unit, "LockHeld", Conflict):
        yield
