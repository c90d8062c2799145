"""What an administrator has set for our login, database or server changes nothing that we promise."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors, sql

from deploy.checks.database import database
from deploy.checks.kept_rows import kept_rows
from shared.runtime.pg.errors import translated
from shared.runtime.pg.migrate import LOCK, connected, migrate, prepare
from shared.runtime.pg.places import PgPlaces
from shared.runtime.pg.session import SETTINGS
from shared.runtime.pg.store import PgStore
from shared.runtime.ports import IntakeRow, LockHeld, Unavailable, Writes
from shared.runtime.refusal import StartRefused
from tests.integration.pg_pooler import pooler_to
from tests.polling import until

PACKAGES = ("shared.runtime.pg",)


def set_for_all(url: str, name: str, value: str) -> None:
    """For every connection to the database that is made from now on."""
    database = sql.Identifier(urlsplit(url).path.lstrip("/"))
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(sql.SQL("ALTER DATABASE {} SET {} = {}").format(database, sql.Identifier(name), value))


@contextmanager
def holding(url: str, table: str) -> Iterator[None]:
    """As a dump or a report does: it reads, and takes its time."""
    with psycopg.connect(url) as reader:
        reader.execute(sql.SQL("SELECT FROM {}").format(sql.SQL(table)))
        yield
        reader.rollback()


async def someone_waits(url: str, lock: str, number: int = 1) -> None:
    """Returns when so many in this database wait for such a lock."""
    mine = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    with psycopg.connect(url, autocommit=True) as admin:

        async def waits() -> bool:
            asked = f"SELECT FROM pg_locks WHERE {mine} AND NOT granted AND {lock}"
            return admin.execute(asked.encode()).rowcount >= number

        await until(waits, every=0.01)


@pytest.mark.parametrize(
    ("name", "theirs", "ours"),
    [
        ("default_transaction_isolation", "repeatable read", "read committed"),
        ("default_transaction_isolation", "serializable", "read committed"),
        ("statement_timeout", "50ms", "0"),
        ("idle_session_timeout", "50ms", "0"),
        ("idle_in_transaction_session_timeout", "50ms", "10s"),
        ("lock_timeout", "0", "5s"),
        ("synchronous_commit", "off", "on"),
        ("synchronous_commit", "remote_apply", "remote_apply"),
        ("synchronous_commit", "local", "local"),
        ("timezone", "Asia/Kathmandu", "UTC"),
        ("client_encoding", "LATIN1", "UTF8"),
        ("datestyle", "German, DMY", "ISO, MDY"),
        ("intervalstyle", "iso_8601", "postgres"),
        ("array_nulls", "off", "on"),
        ("extra_float_digits", "-10", "1"),
    ],
)
async def test_a_connection_of_a_service_has_what_it_needs(
    database_url: str, name: str, theirs: str, ours: str
) -> None:
    await migrate(database_url, "settled", PACKAGES)
    set_for_all(database_url, name, theirs)
    store = PgStore(database_url, "settled")
    await store.start()
    try:
        (row,) = await store.fetch("SELECT current_setting(%(name)s) AS value", {"name": name})
        assert row["value"] == ours
    finally:
        await store.close()


async def test_what_is_read_after_a_lock_is_what_its_holder_before_us_wrote(database_url: str) -> None:
    await migrate(database_url, "settled", PACKAGES)
    set_for_all(database_url, "default_transaction_isolation", "repeatable read")
    with psycopg.connect(database_url) as admin:
        admin.execute("CREATE TABLE settled.spent (times int)")
        admin.execute("INSERT INTO settled.spent VALUES (0)")
        admin.execute("GRANT ALL ON settled.spent TO doorstep_settled")
    lock, read = "SELECT pg_advisory_xact_lock(7)", "SELECT times FROM spent"
    store = PgStore(database_url, "settled", {"lock": lock, "read": read})
    await store.start()
    try:
        async with store.unit() as first, store.unit() as second:
            await first.select("lock", {})
            waiting = asyncio.ensure_future(second.select("lock", {}))
            await someone_waits(database_url, "locktype = 'advisory'")
            await first.run([("UPDATE spent SET times = 1", {}), ("COMMIT", {})])
            await waiting
            assert await second.select("read", {}) == [{"times": 1}]
    finally:
        await store.close()


async def test_a_statement_outlives_a_change_of_the_table_that_it_reads(database_url: str) -> None:
    await migrate(database_url, "settled", PACKAGES)
    with psycopg.connect(database_url) as admin:
        admin.execute("CREATE TABLE settled.grown (n int)")
        admin.execute("INSERT INTO settled.grown VALUES (1)")
        admin.execute("GRANT ALL ON settled.grown TO doorstep_settled")
    read = "SELECT n FROM grown"
    store = PgStore(database_url, "settled", {"read": read})
    await store.start()
    try:
        for kind in ("int8", "numeric", "text"):
            await store.fetch(read, {})
            async with store.looking() as look:
                await look.select("read", {})
            with psycopg.connect(database_url) as admin:
                admin.execute(f"ALTER TABLE settled.grown ALTER n TYPE {kind}".encode())
            for _ in range(2):  # the first may say so, in each of the two ways to ask
                with suppress(Unavailable):
                    await store.fetch(read, {})
                with suppress(Unavailable):
                    async with store.looking() as look:
                        await look.select("read", {})
            (row,) = await store.fetch(read, {})
            async with store.looking() as look:
                assert await look.select("read", {}) == [row]
    finally:
        await store.close()


async def test_who_reads_for_long_delays_a_migration_and_nobody_else(database_url: str) -> None:
    await migrate(database_url, "settled", PACKAGES)
    store = PgStore(database_url, "settled")
    await store.start()
    try:
        with psycopg.connect(database_url) as admin:  # as if the last one were still to come
            admin.execute("DELETE FROM settled.migrations WHERE name = 'shared.runtime.pg/0041_snapshots.sql'")
            admin.execute("ALTER TABLE settled.states DROP COLUMN doc_version CASCADE")
        with holding(database_url, "settled.states"):
            migrating = asyncio.ensure_future(migrate(database_url, "settled", PACKAGES))
            await someone_waits(database_url, "relation = 'settled.states'::regclass")
            await store.fetch("SELECT count(*) FROM states", {})
            assert not migrating.done()
        assert await migrating == ["shared.runtime.pg/0041_snapshots.sql"]
    finally:
        await store.close()


async def test_a_table_that_is_held_all_the_time_is_said_to_be(database_url: str) -> None:
    await migrate(database_url, "settled", PACKAGES)
    with psycopg.connect(database_url) as admin:
        admin.execute("DELETE FROM settled.migrations WHERE name = 'shared.runtime.pg/0041_snapshots.sql'")
        admin.execute("ALTER TABLE settled.states DROP COLUMN doc_version CASCADE")

    with holding(database_url, "settled.states"), pytest.raises(Unavailable, match="LockNotAvailable 55P03"):
        await prepare(database_url, "settled", PACKAGES)


@pytest.mark.parametrize(
    ("error", "held"),
    [(errors.LockNotAvailable, True), (errors.DeadlockDetected, True), (errors.UniqueViolation, False)],
)
async def test_who_makes_things_tells_a_lock_of_others_from_all_else(
    database_url: str, error: type[psycopg.Error], held: bool
) -> None:
    with pytest.raises(Unavailable) as caught:
        async with connected(database_url):
            raise error
    assert isinstance(caught.value, LockHeld) is held


async def test_a_pooler_that_gives_each_transaction_another_connection_is_refused(database_url: str) -> None:
    async with pooler_to(database_url) as url:
        with pytest.raises(StartRefused, match="pool_mode = session"):
            await migrate(url, "settled", PACKAGES)
        (found,) = await database({"DATABASE_URL": url})
        assert (found.grade, "pool_mode = session" in found.todo) == ("bad", True)
    assert await migrate(database_url, "settled", PACKAGES)


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
async def test_a_database_that_has_not_every_letter_is_refused_and_one_of_before_is_named_by_the_doctor(
    database_url: str, unique: str, encoding: str
) -> None:
    name = f"narrow_{unique}"
    with psycopg.connect(database_url, autocommit=True) as admin:
        made = "CREATE DATABASE {} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING {}"
        admin.execute(sql.SQL(made).format(sql.Identifier(name), encoding))
        try:
            narrow = database_url.replace(urlsplit(database_url).path, f"/{name}")
            with pytest.raises(StartRefused, match=f"is encoded in {encoding}"):
                await migrate(narrow, "notifier", PACKAGES)
            with psycopg.connect(narrow) as before:
                before.execute("CREATE SCHEMA notifier")
            await migrate(narrow, "notifier", PACKAGES)
            assert [found.grade for found in await database({"DATABASE_URL": narrow}) if encoding in found.found] == [
                "bad"
            ]
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


async def test_indexes_that_another_library_sorted_are_named_by_the_doctor(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as admin:
        remembers = admin.info.server_version >= 150_000  # one of before can't tell
        if remembers:
            admin.execute("UPDATE pg_database SET datcollversion = '0.1' WHERE datname = current_database()")
    found = await database({"DATABASE_URL": database_url})
    assert [each.grade for each in found if "sorted" in each.found] == ["bad"] * remembers


async def test_a_transaction_that_was_left_open_is_named_by_the_doctor(database_url: str) -> None:
    with psycopg.connect(database_url) as report:
        report.execute("DECLARE pages CURSOR FOR SELECT FROM pg_class; FETCH 1 FROM pages")
        async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
            found = await kept_rows(connection, timedelta(0))
        grades = [each.grade for each in found if each.found.startswith("a transaction is open since 20")]
        assert grades == ["note"]


async def test_who_waits_for_another_s_migration_finds_it_done(database_url: str) -> None:
    set_for_all(database_url, "default_transaction_isolation", "repeatable read")
    with psycopg.connect(database_url) as first:
        first.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        both = [asyncio.ensure_future(migrate(database_url, "settled", PACKAGES)) for _ in range(2)]
        await someone_waits(database_url, "locktype = 'advisory'", 2)
        first.rollback()
    assert [] in await asyncio.gather(*both)


async def test_a_table_that_somebody_holds_is_no_fault_of_an_event_and_makes_nobody_another_owner(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SETTINGS, "lock_timeout", "20ms")
    await migrate(database_url, "settled", PACKAGES)
    store = PgStore(database_url, "settled")
    await store.start()
    owner = store.living_owner
    row = IntakeRow(uuid4(), "a", datetime.now(UTC), b"{}")
    try:
        with psycopg.connect(database_url) as admin:
            admin.execute("LOCK TABLE settled.intake, settled.outbox, settled.processes IN ACCESS EXCLUSIVE MODE")
            with pytest.raises(LockHeld, match="55P03"):
                await store.take_in([row])
            with pytest.raises(LockHeld, match="55P03"):
                await store.adopt_leftovers(10)
            with pytest.raises(LockHeld, match="55P03"):
                async with store.unit() as unit:
                    await unit.commit(Writes(intake=[row]))
        await store.take_in([row])
        assert store.living_owner == owner
    finally:
        await store.close()


async def test_tables_whose_keys_a_restore_has_yet_to_make_are_no_fault_of_an_event(database_url: str) -> None:
    await migrate(database_url, "settled", PACKAGES)
    store = PgStore(database_url, "settled")
    await store.start()
    places = PgPlaces(store)
    try:
        with psycopg.connect(database_url) as admin:
            admin.execute("ALTER TABLE settled.consumed_places DROP CONSTRAINT consumed_places_pkey")
        with pytest.raises(Unavailable, match="42P10"):
            await places.begin({("loans", 0): 7})
        with psycopg.connect(database_url) as admin:
            admin.execute("ALTER TABLE settled.consumed_places ADD PRIMARY KEY (topic, partition)")
        await places.begin({("loans", 0): 7})
        assert (await places.kept()).at == {("loans", 0): 7}
    finally:
        await store.close()


@pytest.mark.parametrize("error", [errors.InvalidSqlStatementName, errors.DuplicatePreparedStatement])
async def test_what_a_pooler_lost_is_no_fault_of_an_event(error: type[psycopg.Error]) -> None:
    with pytest.raises(Unavailable, match=error.sqlstate):
        async with translated():
            raise error
