"""Bugs between what was said and what is decided: read twice, lost, or gone on without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from shared.runtime.kafka.places import RecoveredPlace
from shared.runtime.ports import Opened, Record
from shared.runtime.steps import consume, decision_batch
from shared.runtime.steps import transact as transact_step
from shared.runtime.steps.operations import carry_out
from shared.runtime.steps.transact import transact
from tests.memory.runtime import MemoryLog
from tests.memory.runtime import log as memory_log
from tests.memory.runtime.unit import MemoryUnit

from .. import replica


@contextmanager
def no_inbox_check() -> Iterator[None]:
    """An event that comes twice is handled twice."""
    real = MemoryUnit.open

    async def opened(
        self: MemoryUnit, inbox: Sequence[Any], aggregates: Sequence[str], *more: Any, **named: Any
    ) -> Opened:
        found = await real(self, inbox, aggregates, *more, **named)
        return replace(found, unseen=frozenset(inbox), before={})

    with patch.object(MemoryUnit, "open", opened):
        yield


@contextmanager
def offset_before_commit() -> Iterator[None]:
    """The broker is told that records are handled before they are."""

    async def consumed(log: Any, desk: Any, breakers: Any, *, wait_s: float = 0.2) -> int:
        now = desk.clock.now()
        records = await log.poll(breakers.records_max, wait_s)
        if not records:
            return 0
        await log.commit(records)
        inputs, aside = consume.sort_out(desk, records, now)
        await transact(desk, inputs, aside)
        return len(records)

    with patch.object(replica, "consume_batch", consumed):
        yield


@contextmanager
def positions_are_kept_alone() -> Iterator[None]:
    """A position that comes in one batch with what is decided on is forgotten."""
    real = transact_step._keep_rejected

    def kept(batch: Any, rejected: Any, opened: Opened) -> None:
        real(batch, replace(rejected, facts=()) if batch.writes.history else rejected, opened)

    with patch.object(transact_step, "_keep_rejected", kept):
        yield


@contextmanager
def dead_letter_without_parking() -> Iterator[None]:
    """An event that breaks its decision is put aside, and the case goes on without it."""

    def park(self: decision_batch.DecisionBatch, said: Any, code: str, detail: str) -> None:
        return None

    with patch.object(decision_batch.DecisionBatch, "park", park):
        yield


@contextmanager
def failed_fetch_loses_its_records() -> Iterator[None]:
    """What was fetched when something went wrong is not fetched again; the next commit passes over it."""

    def forgotten(self: MemoryLog, records: Sequence[Record]) -> None:
        for record in records:
            self._open.pop((record.topic, record.partition), None)
        self.busy = False

    with patch.object(MemoryLog, "_rewind", forgotten):
        yield


@contextmanager
def what_was_removed_is_passed_over() -> Iterator[None]:
    """Where the log begins later than our place it is read from there, and that is all."""
    with patch.object(memory_log, "place", lambda at, begins, ends: RecoveredPlace(begins, None)):
        yield


@contextmanager
def orders_by_a_wrong_clock() -> Iterator[None]:
    """What operators ask is carried out by whatever the clock says."""

    async def carried_out(desk: Any) -> int:
        return await carry_out(replace(desk, clock_wrong=lambda: False))

    with patch.object(replica, "carry_out", carried_out), patch.object(replica, "BY_CLOCK", frozenset()):
        yield
