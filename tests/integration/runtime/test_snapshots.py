"""Documents of an earlier version than their state, over PostgreSQL: a start, an older version, a gap, a restore."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import psycopg
import pytest

from shared.runtime.machine import Machine
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore
from shared.runtime.ports import NewerFormat
from tests.unit.runtime.toy_process import ToyProcess

from .toy import MACHINE, Seen

BY_SNAPSHOTS: Machine[Any] = replace(MACHINE, format=2, snapshot_every=4, snapshots_from=2)
Begin = Callable[[Machine[Any]], Awaitable[ToyProcess]]


@pytest.fixture
async def begin(database_url: str) -> AsyncIterator[Begin]:
    """A process that starts on the database of the test."""
    await migrate(database_url, "toy", ("shared.runtime.pg",))
    stores = []

    async def begun(machine: Machine[Any]) -> ToyProcess:
        store = PgStore(database_url, "toy")
        stores.append(store)
        await store.start()
        return ToyProcess(store, machine)

    yield begun
    for store in stores:
        await store.close()


@pytest.fixture
def ask(database_url: str) -> Callable[[str], list[Any]]:
    def asked(statement: str) -> list[Any]:
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute("SET search_path TO toy")
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    return asked


async def seen(process: ToyProcess, *cases: str) -> dict[str, Seen]:
    async with process.store.unit() as unit:
        opened = await unit.open([], cases)
        return await MACHINE.kept.standing(unit, opened.states)


async def looked_at(process: ToyProcess, case: str) -> Any:
    assert isinstance(process.store, PgStore)
    async with process.store.looking() as unit:
        return (await unit.look(case)).state_by(MACHINE.kept, case)


STANDING = "SELECT aggregate, version, coalesce(doc_version, version) FROM states ORDER BY 1"


async def test_who_starts_goes_on_with_what_history_says_after_the_document(begin: Begin, ask: Any) -> None:
    first = await begin(BY_SNAPSHOTS)
    for _ in range(7):
        await first.hear("a", "b")
    assert ask(STANDING) == [("a", 7, 5), ("b", 7, 5)]
    assert first.read == 0
    second = await begin(BY_SNAPSHOTS)
    await second.hear("a")
    await second.hear("a")
    assert second.read == 1
    assert ask(STANDING) == [("a", 9, 9), ("b", 7, 5)]
    await first.hear("a", "b")
    assert first.read == 1, "what the other wrote"
    assert await seen(first, "a", "b") == {"a": Seen(overdue=10), "b": Seen(overdue=8)}
    assert await looked_at(second, "b") == Seen(overdue=8)


async def test_an_older_version_leaves_alone_what_it_would_take_for_a_whole_document(begin: Begin, ask: Any) -> None:
    older = await begin(MACHINE)
    await older.hear("a", "b")
    newer = await begin(BY_SNAPSHOTS)
    await newer.hear("a")
    await newer.hear("a")
    assert ask(STANDING) == [("a", 3, 2), ("b", 1, 1)]
    with pytest.raises(NewerFormat):
        await older.hear("a")
    await older.hear("b")
    beside = await begin(replace(BY_SNAPSHOTS, format=1))
    await beside.hear("b")
    await beside.hear("b")
    assert ask(STANDING) == [("a", 3, 2), ("b", 4, 4)], "beside the former version all documents are whole"
    await older.hear("b")
    await newer.hear("a", "b")
    assert await seen(newer, "a", "b") == {"a": Seen(overdue=4), "b": Seen(overdue=6)}


async def test_a_gap_parks_the_aggregate_and_a_spoilt_document_does_not(begin: Begin, ask: Any) -> None:
    first = await begin(BY_SNAPSHOTS)
    for _ in range(3):
        await first.hear("gap", "spoilt", "sound")
    ask("DELETE FROM history WHERE aggregate = 'gap' AND version = 2")
    ask("UPDATE states SET doc = substr(doc, 1, 10) WHERE aggregate = 'spoilt'")
    second = await begin(BY_SNAPSHOTS)
    await second.hear("gap", "spoilt", "sound")
    assert ask("SELECT aggregate, code FROM parked") == [("gap", "history-gap")]
    assert ask(STANDING) == [("gap", 3, 1), ("sound", 4, 1), ("spoilt", 4, 4)]
    assert await seen(second, "sound", "spoilt") == {"sound": Seen(overdue=4), "spoilt": Seen(overdue=4)}


async def test_a_process_that_goes_on_over_a_restored_database_decides_on_what_was_restored(
    begin: Begin, ask: Any
) -> None:
    first = await begin(BY_SNAPSHOTS)
    await first.hear("a")
    ask("CREATE TABLE saved_states AS TABLE states")
    ask("CREATE TABLE saved_history AS TABLE history")
    await first.hear("a")
    await first.hear("a")
    for table in ("states", "history"):
        ask(f"DELETE FROM {table}")
        ask(f"INSERT INTO {table} TABLE saved_{table}")
    await first.hear("a")
    assert await seen(first, "a") == {"a": Seen(overdue=2)}
    assert ask("SELECT version FROM history ORDER BY 1") == [(1,), (2,)]
