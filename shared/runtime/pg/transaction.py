"""One transaction on PostgreSQL, in two round trips: begin + inbox + states, then writes + commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid4

import psycopg
from psycopg.rows import dict_row

from shared.runtime.looking import SeenAggregate
from shared.runtime.ports import (
    BadWrite,
    Conflict,
    DueTimers,
    HeldState,
    IntakeRow,
    NewerFormat,
    Opened,
    QueuedRow,
    TableOperation,
    Writes,
    WrittenChanges,
)

from .columns import Statement, columns
from .errors import translated
from .opening import SQL as STATEMENTS
from .opening import FoundDue, found_due, looking_for_due, opened, opening
from .operations import SQL as OPERATIONS
from .operations import statements
from .queries import load
from .state_rows import SQL as STATES
from .state_rows import loaded_from, written

if TYPE_CHECKING:
    from .store import PgStore, PooledConnection

SQL = STATEMENTS | load("shared.runtime.pg", "places.sql")
NOTHING: Mapping[UUID, bytes] = {}
NONE_HELD: Mapping[str, HeldState] = {}
LOOK: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class PgTransaction:
    """See the `Unit` port. Takes a connection of the store's pool for as long as the context lasts."""

    lane: PooledConnection

    def __init__(self, store: PgStore, *, only_looks: bool = False) -> None:
        self._store = store
        self._only_looks = only_looks
        self._begun = False
        self._committed = False
        self._wrote = False
        self._found: FoundDue | None = None

    async def __aenter__(self) -> PgTransaction:
        self.lane = await self._store.take()
        return self

    async def __aexit__(self, *exc: object) -> None:
        try:
            if self._begun and not self._committed:
                await self._store.undo(self.lane, self._wrote)
        finally:
            await self._store.give(self.lane)

    async def run(self, statements: Iterable[Statement]) -> list[list[dict[str, Any]]]:
        """Run statements in one round trip (beginning the transaction first); the rows of each."""
        async with translated():
            connection, cursors = self.lane.connection, []
            async with connection.pipeline():
                await self._begin()
                for sql, params in statements:
                    cursor = connection.cursor(row_factory=dict_row, binary=True)
                    cursors.append(await cursor.execute(sql, params, prepare=True))
            # Leaving the pipeline sends what is left and waits for all results; a sync would be a second round trip.
            return [await cursor.fetchall() if _has_rows(cursor) else [] for cursor in cursors]

    async def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            await self.lane.connection.execute(LOOK if self._only_looks else "BEGIN")

    async def _write(self, statements: Iterable[Statement]) -> psycopg.AsyncCursor[Any]:
        """All of them and COMMIT in one round trip; how that ended. What they give back is nobody's, so they share a
        cursor: to make one costs a fifth of a small statement."""
        connection = self.lane.connection
        async with connection.pipeline():
            await self._begin()
            cursor = connection.cursor(binary=True)
            for sql, params in statements:
                await cursor.execute(sql, params, prepare=True)
            return await connection.execute("COMMIT")

    async def open(
        self,
        inbox: Sequence[UUID],
        aggregates: Sequence[str],
        contents: Mapping[UUID, bytes] = NOTHING,
        held: Mapping[str, HeldState] = NONE_HELD,
    ) -> Opened:
        names, (found, self._found) = sorted(set(aggregates)), (self._found, None)
        if found is not None and names == found.names and not inbox:
            return opened(found.rows, self._store.format, held)
        self._wrote |= bool(inbox)
        asked = opening(names, held, self.lane.owner)
        if not inbox:
            return opened(await self.run(asked), self._store.format, held)
        claim = {"ids": list(inbox), "contents": [contents.get(id) for id in inbox]}
        seen, *rows = await self.run([(SQL["claim_inbox"], claim), *asked])
        ids = [row["id"] for row in seen]
        made = opened(rows, self._store.format, held, frozenset(inbox).difference(ids))
        before = await self._contents([id for id in ids if id in contents])
        return replace(made, before=before) if before else made

    async def _contents(self, ids: list[UUID]) -> dict[UUID, bytes]:
        if not ids:
            return {}
        (rows,) = await self.run([(SQL["contents_of"], {"ids": ids})])
        return {row["id"]: bytes(row["content"]) for row in rows}

    async def look(self, aggregate: str) -> SeenAggregate:
        """The aggregate as it stands, held from nobody. Raises `NewerFormat`."""
        states, changes, stopped, parked, timers = await self.run(
            [
                (STATES["look_at_state"], {"aggregate": aggregate}),
                (STATES["look_at_changes"], {"aggregate": aggregate}),
                (SQL["stopped_switches"], {}),
                (SQL["look_at_parked"], {"aggregate": aggregate}),
                (SQL["look_at_timers"], {"aggregate": aggregate}),
            ]
        )
        if any(row["format"] > self._store.format for row in states):
            raise NewerFormat("the state is stored in a newer format than this version has")
        loaded = [loaded_from(row) for row in states]
        return SeenAggregate(
            loaded[0] if loaded else None,
            frozenset(f"{row['what']}:{row['scope']}" for row in stopped),
            (parked[0]["since"], parked[0]["code"]) if parked else None,
            {row["kind"]: row["due_at"] for row in timers},
            tuple(WrittenChanges(**row) for row in changes),
        )

    async def changes_after(self, versions: Mapping[str, int]) -> dict[str, list[WrittenChanges]]:
        asked = {"aggregates": list(versions), "versions": list(versions.values())}
        (rows,) = await self.run([(STATES["changes_after"], asked)])
        found: dict[str, list[WrittenChanges]] = {name: [] for name in versions}
        for row in rows:
            found[row["aggregate"]].append(WrittenChanges(row["version"], row["changes"]))
        return found

    async def due_timers(self, at: datetime, limit: int) -> DueTimers:
        found = found_due(await self.run(looking_for_due(at, limit, self._store.format, self.lane.owner)))
        self._found = found
        return found.due

    async def replayable(self, limit: int) -> tuple[str, list[QueuedRow]] | None:
        (locked,) = await self.run([(SQL["lock_replay"], {"format": self._store.format})])
        if not locked:
            return None
        aggregate = str(locked[0]["aggregate"])
        (rows,) = await self.run([(SQL["queued_of"], {"aggregate": aggregate, "limit": limit})])
        return aggregate, [QueuedRow(**row) for row in rows]

    async def taken_in(self, limit: int) -> list[IntakeRow]:
        (rows,) = await self.run([(SQL["lock_intake"], {"limit": limit, "format": self._store.format})])
        if again := [row["id"] for row in rows if row["again"]]:  # may stay forgotten, whatever becomes of this unit
            await self.run([(SQL["forget_intake"], {"ids": again})])
        return [
            IntakeRow(row["id"], row["aggregate"], row["at"], bytes(row["doc"])) for row in rows if not row["again"]
        ]

    async def next_operation(self) -> tuple[UUID, bytes] | None:
        (rows,) = await self.run([(OPERATIONS["next_operation"], {})])
        return (rows[0]["id"], bytes(rows[0]["doc"])) if rows else None

    async def carry_out(self, operation: TableOperation) -> bool:
        self._wrote = True
        found = await self.run(statements(operation))
        return bool(found[-1])

    async def select(self, query: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        self._wrote |= not self._only_looks  # for all we know
        (rows,) = await self.run([(self._store.statement(query), dict(params))])
        return rows

    async def select_each(self, queries: Sequence[tuple[str, Mapping[str, Any]]]) -> list[list[dict[str, Any]]]:
        self._wrote |= not self._only_looks  # as above
        return await self.run([(self._store.statement(query), dict(params)) for query, params in queries])

    async def commit(self, writes: Writes) -> UUID:
        """All writes and the commit in one round trip; nothing is written when one of them is refused."""
        self._wrote = True
        mark = uuid4()
        if writes.outbox and self.lane.owner != self._store.living_owner:
            raise Conflict("this owner has ended")  # in the meantime, so what is behind whom must be seen again
        try:
            async with translated():
                done = await self._write(self._statements(writes, mark))
                if done.statusmessage != "COMMIT":  # PostgreSQL answers COMMIT of a failed transaction with ROLLBACK
                    raise psycopg.OperationalError("rolled back")
        except (Conflict, BadWrite):
            raise
        except BaseException:
            self._store.in_doubt()
            raise
        self._committed = True
        if writes.intake:
            self._store.intake_came.set()
        if self._store.waking and writes.rows:
            for statement in {row.statement for row in writes.rows} & self._store.waking.keys():
                for wake in self._store.waking[statement]:
                    wake.set()
        return mark

    def _statements(self, writes: Writes, mark: UUID) -> Iterator[Statement]:
        yield from written(writes.states, mark, self._store.format)
        if writes.history:
            yield SQL["add_history"], columns(writes.history)
        if writes.timers_cancelled:
            yield SQL["cancel_timers"], _pairs(sorted(writes.timers_cancelled))
        if writes.timers_set:
            pairs = sorted(writes.timers_set)
            yield SQL["set_timers"], _pairs(pairs) | {"due": [writes.timers_set[pair] for pair in pairs]}
        for statement, run in groupby(writes.rows, key=lambda row: row.statement):
            yield self._store.statement(statement), columns(list(run))
        if writes.outbox:
            yield SQL["add_outbox"], self._outbox(writes)
        yield from self._set_aside(writes)

    def _outbox(self, writes: Writes) -> dict[str, Any]:
        rows = columns(writes.outbox)
        rows["owner"] = [0 if row.aggregate in writes.behind else self.lane.owner for row in writes.outbox]
        return rows

    def _set_aside(self, writes: Writes) -> Iterator[Statement]:
        if writes.taken:
            yield SQL["forget_intake"], {"ids": writes.taken}
        if writes.unqueued:
            yield SQL["unqueue_parked"], {"ids": writes.unqueued}
        if writes.unparked:
            yield SQL["unpark"], {"aggregates": writes.unparked}
        if writes.parked:
            yield (
                SQL["add_parked"],
                {
                    "aggregates": [parking.aggregate for parking in writes.parked],
                    "since": [parking.at for parking in writes.parked],
                    "codes": [parking.code for parking in writes.parked],
                    "details": [parking.detail for parking in writes.parked],
                },
            )
        if writes.queued:
            yield SQL["queue_parked"], columns(writes.queued)
        if writes.dead:
            yield SQL["add_dead"], columns(writes.dead)
        if writes.intake:
            yield SQL["take_in"], columns([replace(row, format=self._store.format) for row in writes.intake])
        if writes.asked:
            yield OPERATIONS["ask_operations"], columns(writes.asked)
        if writes.moves:
            yield SQL["move_places"], columns(writes.moves)
        if writes.outcomes:
            yield OPERATIONS["settle_operations"], columns(writes.outcomes)
        for switch in writes.switches:
            yield SQL["throw_switches"], columns([switch])


def _has_rows(cursor: psycopg.AsyncCursor[Any]) -> bool:
    """Asked of `description`, each column would be described first."""
    return cursor.pgresult is not None and cursor.pgresult.nfields > 0


def _pairs(pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    return {"aggregates": [pair[0] for pair in pairs], "kinds": [pair[1] for pair in pairs]}
