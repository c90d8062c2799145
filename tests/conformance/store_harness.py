"""What a test has to do to a store from outside, and the side of the suite that is PostgreSQL."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any
from uuid import UUID

import psycopg

from shared.runtime.hearing import HearingStore, Life, of_any
from shared.runtime.pg.hearing import PgHearingStore
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.places import PgPlaces
from shared.runtime.pg.store import PgStore
from shared.runtime.pg.waiting import PgWaiting
from shared.runtime.places import LogPlace, PlaceStore
from shared.runtime.ports import HistoryRow, IntakeRow, Store
from shared.runtime.waiting import WaitingStore
from tests.polling import until

from .service.notes import QUERIES

SERVICE = "conformance"
TABLES = (
    "inbox",
    "states",
    "history",
    "timers",
    "outbox",
    "parked",
    "parked_events",
    "dead_letters",
    "intake",
    "operations",
    "notes",
)
EMPTIED = (
    "switches", "processes", "set_aside", "consumed_places", "published_places", "recovery", "skipped_ranges",
    "must_hear", "heard",
)  # fmt: skip


class StoreHarness(ABC):
    """One database of one service, used by any number of processes."""

    @abstractmethod
    async def store(self) -> Store:
        """The store of a process that has just started."""

    @abstractmethod
    async def kill(self, store: Store) -> None:
        """The process is gone, as after SIGKILL; returns when the database knows."""

    @abstractmethod
    async def ask_replay(self, aggregate: str) -> None: ...

    @abstractmethod
    async def outcomes(self) -> dict[UUID, str]:
        """What came of operations: empty where it was done."""

    @abstractmethod
    async def count(self) -> dict[str, int]:
        """Rows of each table that has any."""

    @abstractmethod
    async def store_again(self, row: IntakeRow) -> None:
        """What a `take_in` leaves that looked at the inbox just before the row's handling was committed."""

    @abstractmethod
    async def rewrite(self, aggregate: str, doc: bytes) -> None:
        """A statement that takes something out of a state, and leaves its version."""

    @abstractmethod
    async def write_as_former(self, row: HistoryRow, doc: bytes) -> None:
        """A decision on a state that exists, as a version writes it that knows of no marks."""

    @abstractmethod
    async def restored(self, since: Callable[[], Awaitable[None]]) -> None:
        """States are those of before `since` again, which happens meanwhile; nobody who is connected is told."""

    @abstractmethod
    def places(self, store: Store) -> PlaceStore:
        """Those of the store's database."""

    @abstractmethod
    def hearing(self, store: Store, life: Life = of_any) -> HearingStore:
        """That of the store's database."""

    @abstractmethod
    def waiting(self, store: Store) -> WaitingStore:
        """That of the store's database, for a process of its version."""

    @abstractmethod
    async def published_places(self) -> dict[LogPlace, int]: ...

    @abstractmethod
    async def skip(self, source: str, ranges: Mapping[LogPlace, tuple[int, int]]) -> None:
        """What a recovery says of a time that was lost."""

    @abstractmethod
    async def recover(self) -> None:
        """It is done."""

    @abstractmethod
    async def until_blocked(self) -> None:
        """Returns when somebody waits for a lock."""

    @abstractmethod
    def held(self, table: str) -> AbstractAsyncContextManager[None]:
        """Somebody outside has the table meanwhile."""

    @abstractmethod
    async def close(self) -> None: ...


async def prepare(url: str) -> None:
    await migrate(url, SERVICE, ("shared.runtime.pg", "tests.conformance.service"))


class PgStoreHarness(StoreHarness):
    def __init__(self, url: str) -> None:
        self._url = url
        self._stores: list[PgStore] = []
        self._admin: psycopg.AsyncConnection[Any] | None = None

    async def store(self) -> Store:
        made = PgStore(self._url, SERVICE, QUERIES)
        await made.start()
        self._stores.append(made)
        return made

    async def kill(self, store: Store) -> None:
        assert isinstance(store, PgStore)
        # Of this database only: tests beside this one have owners of the same numbers in theirs.
        here = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        theirs = f"FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND objid = %s AND {here}"
        owner = (store.owner,)
        await self._ask(f"SELECT count(pg_terminate_backend(pid)) {theirs}", owner)
        await self._until(f"SELECT count(*) = 0 {theirs}", owner)
        await store.close()

    async def ask_replay(self, aggregate: str) -> None:
        await self._ask("UPDATE conformance.parked SET replay = true WHERE aggregate = %s", (aggregate,))

    async def outcomes(self) -> dict[UUID, str]:
        found = await self._ask(
            "SELECT json_object_agg(id, coalesce(refused, '')) FROM conformance.operations WHERE done_at IS NOT NULL"
        )
        return {UUID(id): refused for id, refused in (found or {}).items()}

    async def count(self) -> dict[str, int]:
        parts = ", ".join(f"'{table}', (SELECT count(*) FROM conformance.{table})" for table in TABLES)
        found = await self._ask(f"SELECT json_build_object({parts})")
        return {table: number for table, number in found.items() if number}

    async def store_again(self, row: IntakeRow) -> None:
        await self._ask(
            "INSERT INTO conformance.intake (id, aggregate, at, doc) VALUES (%s, %s, %s, %s)",
            (row.id, row.aggregate, row.at, row.doc),
        )

    async def rewrite(self, aggregate: str, doc: bytes) -> None:
        await self._ask("UPDATE conformance.states SET doc = %s WHERE aggregate = %s", (doc, aggregate))

    async def write_as_former(self, row: HistoryRow, doc: bytes) -> None:
        await self._ask(
            "WITH decided AS (INSERT INTO conformance.history VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s))"
            " UPDATE conformance.states SET version = %s, doc = %s, format = 0 WHERE aggregate = %s",
            (*row[:11], row.version, doc, row.aggregate),
        )

    async def restored(self, since: Callable[[], Awaitable[None]]) -> None:
        await self._ask("CREATE TABLE conformance.saved AS TABLE conformance.states")
        try:
            await since()
            await self._ask("DELETE FROM conformance.states")
            await self._ask("INSERT INTO conformance.states TABLE conformance.saved")
        finally:
            await self._ask("DROP TABLE conformance.saved")

    def places(self, store: Store) -> PlaceStore:
        assert isinstance(store, PgStore)
        return PgPlaces(store)

    def hearing(self, store: Store, life: Life = of_any) -> HearingStore:
        assert isinstance(store, PgStore)
        return PgHearingStore(store, life)

    def waiting(self, store: Store) -> WaitingStore:
        assert isinstance(store, PgStore)
        return PgWaiting(store)

    async def published_places(self) -> dict[LogPlace, int]:
        one = "json_build_array(topic, partition, next_offset)"
        found = await self._ask(f"SELECT json_agg({one}) FROM conformance.published_places")
        return {(topic, partition): at for topic, partition, at in found or ()}

    async def skip(self, source: str, ranges: Mapping[LogPlace, tuple[int, int]]) -> None:
        for place, between in ranges.items():
            await self._ask(
                "INSERT INTO conformance.skipped_ranges (source, topic, partition, first_offset, end_offset)"
                " VALUES (%s, %s, %s, %s, %s)",
                (source, *place, *between),
            )

    async def recover(self) -> None:
        await self._ask("DELETE FROM conformance.recovery")

    async def until_blocked(self) -> None:
        await self._until(
            "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )

    @asynccontextmanager
    async def held(self, table: str) -> AsyncIterator[None]:
        async with await psycopg.AsyncConnection.connect(self._url) as outside:
            await outside.execute(f"LOCK TABLE conformance.{table} IN ACCESS EXCLUSIVE MODE".encode())
            yield

    async def close(self) -> None:
        for store in self._stores:
            await store.close()
        tables = [f"conformance.{table}" for table in (*TABLES, *EMPTIED)]
        tables.append("conformance.lives WHERE number > 1")
        await self._ask("; ".join(f"DELETE FROM {table}" for table in tables))
        if self._admin is not None:
            await self._admin.close()

    async def _until(self, question: str, params: Sequence[Any] = ()) -> None:
        await until(lambda: self._ask(question, params), every=0.005)

    async def _ask(self, question: str, params: Sequence[Any] = ()) -> Any:
        if self._admin is None:
            self._admin = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
        cursor = await self._admin.execute(question.encode(), params)
        row = await cursor.fetchone() if cursor.description else None
        return None if row is None else row[0]
