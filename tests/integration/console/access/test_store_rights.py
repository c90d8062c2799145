"""The console's role owns nothing, changes its own tables, and reads nothing of the services."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from services.console.store.schema import migrate_store, prepare_store
from services.console.store.tables import ConsoleTables
from services.console.web.access.parts import access_parts
from shared.runtime.pg.migrate import migrate
from shared.runtime.refusal import StartRefused

from .sign_in_site import access_settings

PACKAGES = ("shared.runtime.pg", "services.notifier.shell")
FORBIDDEN = (
    "SELECT 1 FROM notifier.texts", "SELECT 1 FROM notifier_published.cases", "SELECT 1 FROM privacy.data_keys",
    "CREATE TABLE console.mine (id int)", "CREATE TABLE public.mine (id int)", "DROP TABLE console.accounts",
    "ALTER TABLE console.accounts ADD COLUMN x int", "TRUNCATE console.accounts", "CREATE SCHEMA mine",
    "INSERT INTO console.migrations (name, at) VALUES ('x', now())", "SET ROLE doorstep_notifier",
    "CREATE ROLE doorstep_x",
)  # fmt: skip


@pytest.fixture
def login(database_url: str, unique: str) -> Iterator[str]:
    """The URL of a user who owns nothing and may create nothing."""
    name, parts = f"app_{unique}", urlsplit(database_url)
    with psycopg.connect(database_url, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'plain'".encode())
        yield f"postgresql://{name}:plain@{parts.hostname}:{parts.port}{parts.path}"
        admin.execute(f"DROP OWNED BY {name}".encode())
        admin.execute(f"DROP ROLE {name}".encode())


async def test_the_role_may_what_is_its_own_and_nothing_else(database_url: str, login: str) -> None:
    await migrate(database_url, "notifier", PACKAGES)
    await migrate_store(database_url, login=urlsplit(login).username)
    with psycopg.connect(login, autocommit=True) as connection:
        connection.execute("SET ROLE doorstep_console")
        connection.execute("DELETE FROM console.sessions")
        for statement in FORBIDDEN:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())
    with psycopg.connect(database_url) as admin:
        owned = admin.execute("SELECT count(*) FROM pg_class WHERE relowner = 'doorstep_console'::regrole").fetchone()
        assert owned == (0,)


async def test_operators_and_services_read_no_account(database_url: str) -> None:
    await migrate(database_url, "notifier", PACKAGES)
    await migrate_store(database_url)
    for role in ("doorstep_operator", "doorstep_notifier"):
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute(f"SET ROLE {role}".encode())
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("SELECT 1 FROM console.accounts")


async def test_twice_is_once_and_so_are_two_at_once(database_url: str) -> None:
    first, second = await asyncio.gather(migrate_store(database_url), migrate_store(database_url))
    assert bool(first) != bool(second)
    assert await migrate_store(database_url) == []
    await prepare_store(database_url)


async def test_a_login_without_rights_starts_after_migrate_and_is_told_how_before(
    database_url: str, login: str
) -> None:
    user = urlsplit(login).username
    with pytest.raises(StartRefused) as refused:
        await prepare_store(login)
    assert f"./doorstep migrate --grant {user}" in refused.value.todo
    await migrate_store(database_url, login=user)
    await prepare_store(login)
    tables = ConsoleTables(login)
    await tables.open()
    assert await tables.rows("all_accounts") == []
    await tables.close()


async def test_a_console_that_starts_before_its_tables_opens_and_says_they_are_away(
    database_url: str, tmp_path: Path
) -> None:
    key = tmp_path / "master"
    key.write_text("unused", encoding="ascii")
    access = access_parts(access_settings(database_url, key), 1)
    await access.open()
    await access.close()


RIGHTS = """
SELECT c.relname, p FROM pg_class AS c, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS p
WHERE c.relnamespace = 'console'::regnamespace AND c.relkind = 'r' AND has_table_privilege('doorstep_console', c.oid, p)
"""


@pytest.mark.parametrize("again", [migrate_store, prepare_store])
async def test_a_dump_that_is_restored_where_no_role_was_has_all_rights_again(
    database_url: str, again: Callable[[str], Awaitable[object]]
) -> None:
    """pg_restore can't grant anything to a role that is not there, and leaves that out."""
    await migrate_store(database_url)
    with psycopg.connect(database_url, autocommit=True) as admin:
        before = set(admin.execute(RIGHTS.encode()).fetchall())
        admin.execute(b"REVOKE ALL ON ALL TABLES IN SCHEMA console FROM doorstep_console")
        admin.execute(b"REVOKE ALL ON SCHEMA console FROM doorstep_console")
        await again(database_url)
        assert set(admin.execute(RIGHTS.encode()).fetchall()) == before
        assert ("trail", "DELETE") not in before
        assert ("sessions", "DELETE") in before
        (may,) = admin.execute("SELECT has_schema_privilege('doorstep_console', 'console', 'USAGE')").fetchall()
        assert may == (True,)
