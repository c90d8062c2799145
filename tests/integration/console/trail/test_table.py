"""The trail in its table: it only grows, in one chain, whoever writes at the same time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from services.console.acts.command_trail import CommandTrail
from services.console.acts.recording import WritesTrail
from services.console.store.schema import migrate_store
from services.console.store.tables import ConsoleTables
from services.console.store.trail import Trail, TrailAsked
from services.console.target import Target
from services.console.trail.entry import TrailDeed, TrailOutcome, broken
from shared.runtime.pg.migrate import migrate

from .many import add_all

NOON = datetime(2026, 11, 24, 12, 0, 0, 123_456, tzinfo=UTC)
DEED = TrailDeed("ana", "case-seen", "c-1")
DONE = TrailOutcome.DONE
FORBIDDEN = (
    "UPDATE console.trail SET by = 'ben'", "DELETE FROM console.trail", "TRUNCATE console.trail",
    "DROP TABLE console.trail", "ALTER TABLE console.trail DISABLE TRIGGER ALL", "DROP FUNCTION console.trail_stays",
)  # fmt: skip


async def opened(url: str, connections: int = 4) -> tuple[ConsoleTables, Trail]:
    tables = ConsoleTables(url, connections=connections)
    await tables.open()
    return tables, Trail(tables)


async def test_many_at_once_of_pages_and_commands_are_one_chain(database_url: str) -> None:
    await migrate(database_url, "notifier", ("shared.runtime.pg", "services.notifier.shell"))
    await migrate_store(database_url)
    (one_tables, one), (other_tables, other) = await opened(database_url), await opened(database_url)
    commands = CommandTrail(Target({"DATABASE_URL": database_url}, None, None))
    writers: list[WritesTrail] = [one, other, commands]
    numbers: list[int] = []
    for _ in range(6):
        numbers += await asyncio.gather(*(writers[n % 3].add(DEED, DONE, NOON) for n in range(12)))
    assert sorted(numbers) == list(range(1, 73))
    entries = await one.newest(TrailAsked(), 1_000)
    assert broken(entries, {entry.number: entry.hash for entry in entries}) == []
    assert len({entry.before for entry in entries}) == 72
    await one_tables.close()
    await other_tables.close()


async def test_neither_the_console_nor_an_operator_nor_its_owner_changes_what_is_written(database_url: str) -> None:
    await migrate(database_url, "notifier", ("shared.runtime.pg", "services.notifier.shell"))
    await migrate_store(database_url)
    tables, trail = await opened(database_url)
    await trail.add(DEED, DONE, NOON)
    for role, statements in (
        ("doorstep_console", FORBIDDEN),
        ("doorstep_operator", (*FORBIDDEN, "SELECT by FROM console.trail", "SELECT 1 FROM console.accounts")),
        (None, FORBIDDEN[:3]),
    ):
        with psycopg.connect(database_url, autocommit=True) as connection:
            if role is not None:
                connection.execute(f"SET ROLE {role}".encode())
            for statement in statements:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement.encode())
    assert [entry.deed for entry in await trail.newest(TrailAsked(), 10)] == [DEED]
    await tables.close()


async def test_what_was_changed_all_the_same_is_found(database_url: str) -> None:
    await migrate_store(database_url)
    tables, trail = await opened(database_url)
    for _ in range(5):
        await trail.add(DEED, DONE, NOON)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("SET session_replication_role TO replica")
        connection.execute("UPDATE console.trail SET reason = 'otherwise' WHERE number = 2")
        connection.execute("DELETE FROM console.trail WHERE number = 4")
    entries = await trail.newest(TrailAsked(), 10)
    assert broken(entries, await trail.hashes(entry.number - 1 for entry in entries)) == [2, 5]
    await tables.close()


async def test_an_entry_reads_back_as_it_was_whatever_the_zone_of_the_database(database_url: str) -> None:
    await migrate_store(database_url)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone TO %L', current_database(),"
                           " 'Asia/Shanghai'); END $$")  # fmt: skip
    tables, trail = await opened(database_url)
    await trail.add(
        TrailDeed("ana", "texts-settle", "c-1 x", "it \U0001f600 said é"), DONE, NOON, began=3, proof="a" * 64
    )
    await trail.add(DEED, DONE, datetime(2026, 3, 29, 1, 30, 0, 999_999, tzinfo=UTC))
    entries = await trail.newest(TrailAsked(), 10)
    assert broken(entries, {entry.number: entry.hash for entry in entries}) == []
    assert (entries[1].began, entries[1].proof, entries[1].at) == (3, "a" * 64, NOON)
    await tables.close()


async def test_pages_of_entries_of_one_moment_leave_none_out_and_say_none_twice(database_url: str) -> None:
    await migrate_store(database_url)
    tables, trail = await opened(database_url)
    names = ("ana" if number % 2 else "ben" for number in range(1_203))
    await add_all(database_url, (TrailDeed(name, "case-seen", "c-1") for name in names), NOON)
    seen, under = [], 2**40
    while page := await trail.newest(TrailAsked(), 100, under):
        seen += [entry.number for entry in page]
        under = page[-1].number
    assert seen == list(range(1_203, 0, -1))
    each = [entry.number async for entry in trail.each(TrailAsked(person="ana"), 1_100)]
    assert each == list(range(2, 1_101, 2))
    assert await trail.count(TrailAsked(person="ana"), 1_100) == len(each)
    assert await trail.count(TrailAsked(since=NOON, until=NOON + timedelta(seconds=1)), 10**6) == 1_203
    assert await trail.count(TrailAsked(until=NOON), 10**6) == 0
    assert await trail.kinds() == ["case-seen"]
    await tables.close()
