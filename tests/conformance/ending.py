"""A service's database with what once was, on both sides of the suite: what retention leaves of it, and writes down."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from services.notifier.bootstrap import QUERIES as NOTIFIERS_QUERIES
from services.notifier.shell.retention import TASKS as NOTIFIERS
from services.scheduler.bootstrap import QUERIES as SCHEDULERS_QUERIES
from services.scheduler.shell.retention import TASKS as SCHEDULERS
from shared.decision import Row
from shared.decision.replaced import replace
from shared.runtime.pg.retention import PgRetention
from shared.runtime.pg.store import PgStore
from shared.runtime.ports import HistoryRow, StateRow, Store, Writes
from shared.runtime.retention import RetentionStore, RetentionTask, RetentionTurn
from tests.memory.notifier.retention import ENDS as NOTIFIERS_ENDS
from tests.memory.notifier.tables import APPLIES as NOTIFIERS_APPLIES
from tests.memory.runtime import MemoryDatabase, MemoryStore, Process
from tests.memory.runtime.database import RetentionPlace
from tests.memory.runtime.retention import MemoryRetention
from tests.memory.scheduler import APPLIES as SCHEDULERS_APPLIES
from tests.memory.scheduler_retention import ENDS as SCHEDULERS_ENDS

TASKS: Mapping[str, tuple[RetentionTask, ...]] = {"notifier": NOTIFIERS, "scheduler": SCHEDULERS}
QUERIES = {"notifier": NOTIFIERS_QUERIES, "scheduler": SCHEDULERS_QUERIES}
APPLIES = {"notifier": NOTIFIERS_APPLIES, "scheduler": SCHEDULERS_APPLIES}
ENDS = {"notifier": NOTIFIERS_ENDS, "scheduler": SCHEDULERS_ENDS}
NOW = datetime.now(UTC)
DAYS = 100
LONG_AGO, LATELY = NOW - timedelta(days=DAYS + 1), NOW - timedelta(days=DAYS - 1)


class EndingHarness(ABC):
    """`store` is that of a process of `service`."""

    service: str
    store: Store

    @abstractmethod
    def retention(self) -> RetentionStore: ...

    @abstractmethod
    async def start(self, service: str) -> None: ...

    @abstractmethod
    async def left(self, table: str) -> list[str]:
        """The keys of the table's rows, in order."""

    @abstractmethod
    async def spoil(self, name: str, doc: bytes) -> None:
        """Put that where the document of a state was."""

    @abstractmethod
    async def told_over(self, task: str, at: datetime) -> None:
        """The last round is said to have ended then."""

    @abstractmethod
    async def close(self) -> None: ...

    async def write(self, writes: Writes, *names: str) -> None:
        async with self.store.unit() as unit:
            await unit.open([], names)
            await unit.commit(writes)

    async def stands(self, name: str, doc: object, at: datetime, *rows: Row, versions: int = 2) -> None:
        """An aggregate that was last decided on then, and the rows that came with it."""
        history = [
            HistoryRow(name, n, name, at, "said", f"cause {n}", "reason", "why", "rule", True, "[]")
            for n in range(1, versions + 1)
        ]
        state = StateRow(name, 0, versions, json.dumps(doc).encode(), at)
        await self.write(Writes(states=[state], history=history, rows=list(rows)), name)

    async def turn(self, task: str, folder: Path | None, days: int = DAYS) -> RetentionTurn:
        (found,) = (one for one in TASKS[self.service] if one.name == task)
        return await self.retention().turn(found, NOW, days, "the rule", folder)

    async def round(self, task: str, folder: Path | None, days: int = DAYS) -> RetentionTurn:
        """Turns until it is over; what they came to together."""
        removed = waiting = 0
        while True:
            turn = await self.turn(task, folder, days)
            removed, waiting = removed + turn.removed, waiting + turn.waiting
            if turn.over:
                return RetentionTurn(removed, waiting, turn.over, turn.looked)


class MemoryEnding(EndingHarness):
    async def start(self, service: str) -> None:
        self.service, self._database = service, MemoryDatabase()
        self._made = MemoryStore(
            self._database, Process(by_hand=False), applies=APPLIES[service], patience=1000
        )  # fmt: skip
        self._made.start()
        self.store = self._made

    def retention(self) -> RetentionStore:
        return MemoryRetention(self._made, self.service, ENDS[self.service])

    async def left(self, table: str) -> list[str]:
        database = self._database
        if table == "states":
            return sorted(database.states)
        if table == "history":
            return sorted(name for name, rows in database.history.items() for _ in rows)
        return sorted(str(key[-1] if isinstance(key, tuple) else key) for key in database.tables[table])

    async def spoil(self, name: str, doc: bytes) -> None:
        self._database.states[name] = replace(self._database.states[name], doc=doc)

    async def told_over(self, task: str, at: datetime) -> None:
        self._database.retained[task] = RetentionPlace("", at)

    async def close(self) -> None: ...


class PgEnding(EndingHarness):
    COLUMNS: ClassVar = {
        "states": "aggregate", "history": "aggregate", "texts": "intent::text", "contacts": "id", "phones": "case_id",
        "replies_to_read": "id::text", "unmatched_replies": "sid", "bookings": "booking", "suppressions": "phone_hash",
    }  # fmt: skip

    def __init__(self, url: str) -> None:
        self._url = url

    async def start(self, service: str) -> None:
        self.service, self._made = service, PgStore(self._url, service, QUERIES[service])
        await self._made.start()
        self.store = self._made

    def retention(self) -> RetentionStore:
        return PgRetention(self._made, self.service)

    async def left(self, table: str) -> list[str]:
        rows: list[dict[str, Any]] = await self._made.fetch(
            f'SELECT {self.COLUMNS[table]} AS one FROM {table} ORDER BY {self.COLUMNS[table]} COLLATE "C"', {}
        )
        return [row["one"] for row in rows]

    async def spoil(self, name: str, doc: bytes) -> None:
        spoilt = {"name": name, "doc": doc}
        await self._made.fetch("UPDATE states SET doc = %(doc)s WHERE aggregate = %(name)s", spoilt)

    async def told_over(self, task: str, at: datetime) -> None:
        said = {"task": task, "at": at}
        await self._made.fetch(
            "INSERT INTO retention_places (task, over_at) VALUES (%(task)s, %(at)s)"
            " ON CONFLICT (task) DO UPDATE SET over_at = excluded.over_at", said,
        )  # fmt: skip

    async def close(self) -> None:
        await self._made.close()
