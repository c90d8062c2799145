"""The `Store` port on PostgreSQL: connections, outbox ownership, and the statements of one service's schema."""

from __future__ import annotations

import asyncio
import contextlib
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, LiteralString, TypeAlias
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from shared.runtime.outgoing import RefusalCode, RefusedCount
from shared.runtime.ports import BadWrite, Conflict, IntakeRow, LogPlace, Outgoing, Unavailable, Writes

from .certificate import closer
from .columns import by_place, columns
from .errors import named, translated
from .master_lock import use_master
from .session import set_up
from .transaction import SQL, PgTransaction

LANES = 6
UNDO_S_MAX = 5.0
NOWHERE: Mapping[LogPlace, int] = {}
DatabaseUrl: TypeAlias = str | Callable[[], str]


@dataclass(frozen=True, slots=True)
class PooledConnection:
    """A connection, and the owner number whose shared lock it holds (-1: made before `start`)."""

    connection: psycopg.AsyncConnection[Any]
    owner: int


class PgStore:
    """Connections are made when first needed and again after an error; at most `lanes` are open at once.

    A `url` that is called is asked for each of them: its password may change.

    `owner` numbers this process among the owners of outbox rows. Every connection holds it as a shared advisory lock,
    so other processes see at once when this one is gone, and not before its last transaction has ended. After a
    commit in doubt, or when the connection that `start` made is lost, the process goes on under a new number: then
    rows that were committed without our knowing are leftovers like those of any other dead owner.
    """

    def __init__(
        self, url: DatabaseUrl, service: str, queries: Mapping[str, str] | None = None, *, lanes: int = LANES
    ) -> None:
        self._url = url
        self._service = service
        self._queries = dict(queries or {})
        self.space = zlib.crc32(service.encode()) & 0x7FFFFFFF
        self._idle: list[PooledConnection] = []
        self._free = asyncio.Semaphore(lanes)
        self._starting = asyncio.Lock()
        self._alive: psycopg.AsyncConnection[Any] | None = None
        self._doubt, self._registrations = False, 0
        self.owner = -1
        self.format = 0
        self.master_check: bytes | None = None
        self.intake_came = asyncio.Event()
        self.waking: dict[str, list[asyncio.Event]] = {}

    def unit(self) -> PgTransaction:
        return PgTransaction(self)

    def looking(self) -> PgTransaction:
        """A transaction that sees one moment, locks nothing and can't write."""
        return PgTransaction(self, only_looks=True)

    def wakes(self, statement: str, wake: asyncio.Event) -> None:
        """Set it whenever this process has committed rows of that statement."""
        self.waking.setdefault(statement, []).append(wake)

    def statement(self, name: str) -> str:
        return self._queries[name]

    async def start(self) -> None:
        """Register as an owner, under a new number each time. Raises `Unavailable`."""
        self._doubt = True
        await self._renew()

    def in_doubt(self) -> None:
        """A commit's answer was lost: what it wrote is in nobody's memory, so this owner ends here."""
        self._doubt = True

    @property
    def living_owner(self) -> int | None:
        """`owner`, or None while it is over and there is no new one yet."""
        return None if self._doubt else self.owner

    @property
    def registration(self) -> int | None:
        """The same, never twice alike: a database that was restored gives out numbers of owners again."""
        return None if self._doubt else self._registrations

    async def check(self) -> None:
        """Is the database there, does it take writes, are we still seen as alive? Mends the last. Raises `Unavailable`.

        A server that was the first and is a standby now goes on answering those who are connected, and refuses each
        write: the way that connections take anew leads to its successor.
        """
        try:
            if self._doubt or self._alive is None:
                raise psycopg.OperationalError("not started")
            cursor = await self._alive.execute("SHOW transaction_read_only")
            if await cursor.fetchone() != ("off",):
                raise psycopg.OperationalError("read only")
        except psycopg.Error:
            await self.start()

    async def close(self) -> None:
        await self._retire()
        self.owner, self._alive = -1, None

    async def _renew(self) -> None:
        async with self._starting, translated():
            if not self._doubt:
                return  # somebody else did it while we waited
            alive = await self._connect()
            try:
                cursor = await alive.execute(_text(SQL["register"]), {"space": self.space})
                row = await cursor.fetchone()
                assert row is not None
            except BaseException:
                await alive.close()
                raise
            await self._retire()
            self._registrations += 1
            self.owner, self._alive, self._doubt = row[0], alive, False

    async def _retire(self) -> None:
        """Give up the owner number. Connections in use give it up when they come back."""
        closing = [lane.connection for lane in self._idle] + ([self._alive] if self._alive is not None else [])
        self._idle = []
        for connection in closing:
            with contextlib.suppress(psycopg.Error):
                await connection.close()

    async def take(self) -> PooledConnection:
        """A connection of our own until `give`. Raises `Unavailable`."""
        await self._free.acquire()
        try:
            if self._doubt:
                await self._renew()
            while self._idle:
                lane = self._idle.pop()
                if not lane.connection.closed:
                    return lane
            async with translated():
                owner = self.owner
                return PooledConnection(await self._connect(owner), owner)
        except BaseException:
            self._free.release()
            raise

    async def give(self, lane: PooledConnection) -> None:
        connection = lane.connection
        idle = not connection.closed and connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
        if idle and lane.owner == self.owner:
            self._idle.append(lane)
        else:
            with contextlib.suppress(psycopg.Error):
                await connection.close()
        self._free.release()

    async def undo(self, lane: PooledConnection, wrote: bool) -> None:
        """Roll back; a connection that can't even do that is closed, which undoes too.

        Where nothing was written COMMIT does the same, and psycopg forgets its prepared statements with ROLLBACK. After
        an error it shall: one of them may be what went wrong, where a table is not what it was (0A000).
        """
        failed = lane.connection.info.transaction_status == psycopg.pq.TransactionStatus.INERROR
        try:
            async with translated(UNDO_S_MAX):
                await lane.connection.execute("ROLLBACK" if wrote or failed else "COMMIT")
        except (Unavailable, BadWrite, Conflict):
            await lane.connection.close()
        except BaseException:
            await lane.connection.close()
            raise

    async def ask(self, query: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        return await self.fetch(self.statement(query), params)

    async def next_due(self) -> datetime | None:
        rows = await self.fetch(SQL["next_due"], {"format": self.format})
        return rows[0]["due_at"] if rows else None

    async def take_in(self, rows: Sequence[IntakeRow]) -> None:
        if rows:
            await self.fetch(SQL["take_in"], columns([replace(row, format=self.format) for row in rows]))
        self.intake_came.set()

    async def adopt_leftovers(self, limit: int) -> list[Outgoing]:
        try:
            rows = await self._adopt(limit)
        except Unavailable as error:
            if not isinstance(error, Conflict):
                self.in_doubt()
            raise
        rows.sort(key=lambda row: int(row["seq"]))
        return [Outgoing(**{name: row[name] for name in Outgoing._fields}) for row in rows]

    async def _adopt(self, limit: int) -> list[dict[str, Any]]:
        async with self.unit() as unit:
            mine, dead = await unit.run([(SQL[name], {"space": self.space}) for name in ("one_sweeper", "dead_owners")])
            if not mine[0]["mine"]:
                return []
            params = {"dead": [row["owner"] for row in dead], "limit": limit, "me": unit.lane.owner}
            rows, _ = await unit.run([(SQL[name], params) for name in ("adopt_leftovers", "forget_dead")])
            await unit.commit(Writes())
        return rows

    async def published(self, ids: Sequence[UUID], upto: Mapping[LogPlace, int] = NOWHERE) -> None:
        if ids:
            await self.fetch(SQL["published"], {"ids": list(ids), **by_place(upto)})

    async def refuse(self, refused: Mapping[UUID, RefusalCode], aggregates: Collection[str]) -> None:
        if (me := self.living_owner) is None:
            return  # all of ours are leftovers by now, and will be refused again
        params = {"ids": list(refused), "codes": list(refused.values()), "aggregates": list(aggregates), "me": me}
        await self.fetch(SQL["refuse"], params)

    async def try_refused(self, codes: Collection[RefusalCode]) -> int:
        return len(await self.fetch(SQL["try_refused"], {"codes": list(codes)}))

    async def refused(self) -> list[RefusedCount]:
        """Rows that Kafka refuses. Raises `Unavailable`."""
        return [RefusedCount(**row) for row in await self.fetch(SQL["count_refused"], {})]

    async def counts(self) -> dict[str, int]:
        """How many aggregates are set aside, behind which events queue up (`parked`); how many letters about places of
        the log that could not be read are open (`gaps`); how many events the processes of this service have yet to
        publish, all together (`outbox_waiting`). Raises `Unavailable`."""
        (row,) = await self.fetch(SQL["count_for_ready"], {})
        return {name: int(number) for name, number in row.items()}

    async def highest_format(self) -> int | None:
        """Of what is stored; None where nothing is. Reads the tables whole. Raises `Unavailable`."""
        (row,) = await self.fetch(SQL["highest_format"], {})
        return None if row["format"] is None else int(row["format"])

    async def fetch(self, statement: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        """One statement in a transaction of its own, in one round trip; its rows."""
        lane = await self.take()
        try:
            async with translated():
                cursor = lane.connection.cursor(row_factory=dict_row, binary=True)
                await cursor.execute(_text(statement), params, prepare=True)
                return await cursor.fetchall() if cursor.description else []
        except Unavailable as error:
            if not isinstance(error, Conflict):
                await lane.connection.close()  # also for 0A000 (see `undo`), which it would say for ever
            raise
        finally:
            await self.give(lane)

    async def _connect(self, owner: int = -1) -> psycopg.AsyncConnection[Any]:
        url = self._url if isinstance(self._url, str) else self._url()
        try:
            connection = await psycopg.AsyncConnection.connect(
                url,
                autocommit=True,
                connect_timeout=5,
                prepare_threshold=0,
                application_name=f"doorstep-{self._service}",
                keepalives_idle=5,
                keepalives_interval=5,
                keepalives_count=2,
            )
        except psycopg.OperationalError as error:
            if (found := await closer(error, url)) is not None:
                raise Unavailable(str(found)) from None
            raise
        try:
            role, schema = f"doorstep_{self._service}", sql.Identifier(self._service).as_string()
            await set_up(connection, {"role": role, "search_path": f"{schema}, privacy"})
            await use_master(connection, self.master_check)
            if owner >= 0:
                await connection.execute("SELECT pg_advisory_lock_shared(%s::int4, %s::int4)", (self.space, owner))
        except psycopg.Error as error:
            await connection.close()
            raise Unavailable(named(error)) from None  # whatever it is, no event is to blame
        except BaseException:
            await connection.close()
            raise
        return connection


def _text(statement: str) -> LiteralString:
    """Statements come from our own `.sql` files, so they are as good as literals."""
    return statement
