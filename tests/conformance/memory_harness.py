"""The side of the suite that is memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sized
from contextlib import asynccontextmanager
from uuid import UUID

from shared.decision.replaced import replace
from shared.runtime.hearing import HearingStore, Life, of_any
from shared.runtime.places import LogPlace, PlaceStore, SkippedRange
from shared.runtime.ports import HistoryRow, IntakeRow, Loaded, Store
from shared.runtime.waiting import WaitingStore
from tests.memory.runtime import MemoryDatabase, MemoryHearingStore, MemoryPlaces, MemoryStore, MemoryWaiting, Process
from tests.memory.runtime.backup import backup, put_back

from .service.notes import keep_notes, notes_of
from .store_harness import TABLES, StoreHarness


class MemoryStoreHarness(StoreHarness):
    def __init__(self) -> None:
        self._database = MemoryDatabase()

    async def store(self) -> Store:
        process = Process(by_hand=False)
        made = MemoryStore(
            self._database,
            process,
            reads={"notes_of": notes_of},
            applies={"keep_notes": keep_notes},
            patience=1000,
        )
        made.start()
        return made

    async def kill(self, store: Store) -> None:
        assert isinstance(store, MemoryStore)
        store.process.crash()
        store.crash()

    async def ask_replay(self, aggregate: str) -> None:
        self._database.ask_replay(aggregate)

    async def outcomes(self) -> dict[UUID, str]:
        return {id: outcome.refused for id, outcome in self._database.outcomes.items()}

    async def count(self) -> dict[str, int]:
        database = self._database
        rows: tuple[Sized, ...] = (
            [claim for claim, by in database.inbox.items() if by is None],
            database.states,
            [version for versions in database.history.values() for version in versions],
            database.timers,
            database.outbox,
            database.parked,
            [row for rows in database.queued.values() for row in rows],
            database.dead,
            database.intake,
            database.operations,
            database.tables["notes"],
        )
        return {table: len(found) for table, found in zip(TABLES, rows, strict=True) if len(found)}

    async def store_again(self, row: IntakeRow) -> None:
        self._database.intake[row.id] = row

    async def rewrite(self, aggregate: str, doc: bytes) -> None:
        states = self._database.states
        states[aggregate] = replace(states[aggregate], doc=doc, mark=None)

    async def write_as_former(self, row: HistoryRow, doc: bytes) -> None:
        self._database.history.setdefault(row.aggregate, {})[row.version] = row
        self._database.states[row.aggregate] = Loaded(row.version, doc)

    async def restored(self, since: Callable[[], Awaitable[None]]) -> None:
        kept = backup(self._database)
        await since()
        put_back(self._database, kept)

    def places(self, store: Store) -> PlaceStore:
        assert isinstance(store, MemoryStore)
        return MemoryPlaces(store)

    def hearing(self, store: Store, life: Life = of_any) -> HearingStore:
        assert isinstance(store, MemoryStore)
        return MemoryHearingStore(store, life)

    def waiting(self, store: Store) -> WaitingStore:
        assert isinstance(store, MemoryStore)
        return MemoryWaiting(store)

    async def published_places(self) -> dict[LogPlace, int]:
        return dict(self._database.places.published)

    async def skip(self, source: str, ranges: Mapping[LogPlace, tuple[int, int]]) -> None:
        rows = self._database.places.skipped
        rows += [SkippedRange(*place, source, *between) for place, between in ranges.items()]

    async def recover(self) -> None:
        self._database.places.held = None

    async def until_blocked(self) -> None:
        await asyncio.sleep(0)

    @asynccontextmanager
    async def held(self, table: str) -> AsyncIterator[None]:
        self._database.held_tables.hold(table)
        yield
        self._database.held_tables.let_go(table)

    async def close(self) -> None: ...
