"""The real store, with one thing going wrong when a test says so: the process dies, or an answer never comes.

A fault strikes once, before or after the call it names has done its work.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from shared.runtime.outgoing import RefusalCode
from shared.runtime.pg.store import NOWHERE, PgStore
from shared.runtime.pg.transaction import NONE_HELD, NOTHING, PgTransaction
from shared.runtime.ports import (
    Conflict,
    DueTimers,
    HeldState,
    IntakeRow,
    LogPlace,
    Opened,
    Outgoing,
    QueuedRow,
    TableOperation,
    Unavailable,
    Writes,
    WrittenChanges,
)
from tests.memory.runtime import Crashed, Fault, Process

CALLS = ("store.open", "store.commit", "store.published", "store.adopt_leftovers", "store.take_in", "store.due_timers",
         "store.taken_in", "store.replayable", "log.poll", "log.commit", "out.publish")  # fmt: skip


@dataclass(frozen=True)
class PlantedFault:
    """`lost`: the connection breaks. After the call's work was done that means: nobody heard of it."""

    call: str
    when: Literal["before", "after"]
    how: Literal["crash", "lost", "conflict"]


@dataclass
class FaultInjector:
    """Strikes the one call that `fault` names, or holds the process up before its next transaction (`paused`)."""

    process: Process = field(default_factory=lambda: Process(by_hand=False))
    fault: PlantedFault | None = None
    paused: asyncio.Event | None = None
    resumed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.process.faults = self._in_memory

    def strikes(self, call: str, when: str) -> PlantedFault | None:
        """The fault that this call has now, if any. A crash is over with it."""
        fault = self.fault
        if fault is None or (fault.call, fault.when) != (call, when):
            return None
        self.fault = None
        if fault.how == "crash":
            self.process.crash()
            raise Crashed
        return fault

    def _in_memory(self, call: str) -> Fault | None:
        fault = self.fault
        if fault is None or fault.call != call:
            return None
        self.fault = None
        if fault.how == "crash":
            self.process.crash()
        return Fault(Crashed() if fault.how == "crash" else Unavailable("lost"), fault.when == "after")  # type: ignore[arg-type]

    @contextmanager
    def around(self, call: str) -> Any:
        """For calls of which a lost answer means nothing more than that."""
        if self.process.dead:
            raise Crashed
        if self.strikes(call, "before"):
            raise Unavailable("lost")
        yield
        if self.strikes(call, "after"):
            raise Unavailable("lost")

    async def pause_if_told(self) -> None:
        if self.paused is not None:
            paused, self.paused = self.paused, None
            paused.set()
            await self.resumed.wait()


class FailingTransaction:
    """See the `Unit` port."""

    def __init__(self, store: PgStore, faults: FaultInjector) -> None:
        self._store, self._faults = store, faults
        self._unit: PgTransaction = store.unit()

    async def __aenter__(self) -> FailingTransaction:
        await self._faults.pause_if_told()
        await self._unit.__aenter__()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._unit.__aexit__(*exc)

    async def open(
        self,
        inbox: Sequence[UUID],
        aggregates: Sequence[str],
        contents: Mapping[UUID, bytes] = NOTHING,
        held: Mapping[str, HeldState] = NONE_HELD,
    ) -> Opened:
        with self._faults.around("store.open"):
            return await self._unit.open(inbox, aggregates, contents, held)

    async def changes_after(self, versions: Mapping[str, int]) -> dict[str, list[WrittenChanges]]:
        with self._faults.around("store.changes_after"):
            return await self._unit.changes_after(versions)

    async def due_timers(self, at: datetime, limit: int) -> DueTimers:
        with self._faults.around("store.due_timers"):
            return await self._unit.due_timers(at, limit)

    async def replayable(self, limit: int) -> tuple[str, list[QueuedRow]] | None:
        with self._faults.around("store.replayable"):
            return await self._unit.replayable(limit)

    async def taken_in(self, limit: int) -> list[IntakeRow]:
        with self._faults.around("store.taken_in"):
            return await self._unit.taken_in(limit)

    async def next_operation(self) -> tuple[UUID, bytes] | None:
        with self._faults.around("store.next_operation"):
            return await self._unit.next_operation()

    async def carry_out(self, operation: TableOperation) -> bool:
        with self._faults.around("store.carry_out"):
            return await self._unit.carry_out(operation)

    async def select(self, query: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        return await self._unit.select(query, params)

    async def select_each(self, queries: Sequence[tuple[str, Mapping[str, Any]]]) -> list[list[dict[str, Any]]]:
        return await self._unit.select_each(queries)

    async def commit(self, writes: Writes) -> UUID:
        fault = self._faults.strikes("store.commit", "before")
        if fault is not None and fault.how == "conflict":
            raise Conflict("somebody was first")
        if fault is not None:
            await self._unit.lane.connection.close()  # so the real commit finds it broken
        mark = await self._unit.commit(writes)
        if self._faults.strikes("store.commit", "after"):
            self._store.in_doubt()
            raise Unavailable("lost")
        return mark


class FailingStore:
    """See the `Store` port."""

    def __init__(self, store: PgStore, faults: FaultInjector) -> None:
        self.inner, self._faults = store, faults
        self.format = store.format

    def unit(self) -> FailingTransaction:
        return FailingTransaction(self.inner, self._faults)

    async def ask(self, query: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        return await self.inner.ask(query, params)

    async def next_due(self) -> datetime | None:
        return await self.inner.next_due()

    async def take_in(self, rows: Sequence[IntakeRow]) -> None:
        with self._faults.around("store.take_in"):
            await self.inner.take_in(rows)

    async def adopt_leftovers(self, limit: int) -> list[Outgoing]:
        try:
            with self._faults.around("store.adopt_leftovers"):
                return await self.inner.adopt_leftovers(limit)
        except Unavailable:
            self.inner.in_doubt()
            raise

    async def published(self, ids: Sequence[UUID], upto: Mapping[LogPlace, int] = NOWHERE) -> None:
        with self._faults.around("store.published"):
            await self.inner.published(ids, upto)

    async def refuse(self, refused: Mapping[UUID, RefusalCode], aggregates: Collection[str]) -> None:
        with self._faults.around("store.refuse"):
            await self.inner.refuse(refused, aggregates)

    async def try_refused(self, codes: Collection[RefusalCode]) -> int:
        with self._faults.around("store.try_refused"):
            return await self.inner.try_refused(codes)
