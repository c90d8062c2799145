"""Tables are made by their owner; who starts a service needs no more than to act as its role."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from typer.testing import CliRunner

from deploy.checks.database import database
from services.console.cli.main import application
from shared.privacy.fit import WRONG
from shared.privacy.keys import wrapped
from shared.privacy.master import MasterKeys
from shared.runtime.live_secret import LiveSecret
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.master_key import fitting_master
from shared.runtime.pg.migrate import migrate, prepare
from shared.runtime.pg.store import PgStore
from shared.runtime.ports import Unavailable
from shared.runtime.refusal import StartRefused
from tests.apart import campaign
from tests.polling import until
from tests.unit.runtime.test_live_secret import replaced

PACKAGES = ("shared.runtime.pg",)
KEYS = MasterKeys.of(b"k" * 32)
NEXT = (*PACKAGES, "services.scheduler.shell")
"""What the next version has besides."""


@pytest.fixture
async def service(database_url: str, unique: str) -> AsyncIterator[str]:
    role = f"doorstep_s_{unique}"
    yield f"s_{unique}"
    with psycopg.connect(database_url, autocommit=True) as admin:
        if admin.execute("SELECT FROM pg_roles WHERE rolname = %s", (role,)).rowcount:
            admin.execute(f"DROP OWNED BY {role} CASCADE".encode())
            admin.execute(f"DROP ROLE {role}".encode())


@pytest.fixture
async def login(database_url: str, service: str, unique: str) -> AsyncIterator[str]:
    """The URL of a user who owns nothing and may create nothing."""
    name, parts = f"app_{unique}", urlsplit(database_url)
    with psycopg.connect(database_url, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'plain'".encode())
        yield f"postgresql://{name}:plain@{parts.hostname}:{parts.port}{parts.path}"
        admin.execute(f"DROP OWNED BY {name}".encode())
        admin.execute(f"DROP ROLE {name}".encode())


def user_of(url: str) -> str:
    return str(urlsplit(url).username)


async def refused(url: str, service: str, packages: tuple[str, ...] = PACKAGES) -> StartRefused:
    with pytest.raises(StartRefused) as caught:
        await prepare(url, service, packages)
    return caught.value


async def test_a_login_without_rights_starts_after_migrate_and_is_refused_before(
    database_url: str, login: str, service: str
) -> None:
    before = await refused(login, service)
    assert f"Run ./doorstep migrate --grant {user_of(login)} with the DATABASE_URL of a user who may" in before.todo
    assert await migrate(database_url, service, PACKAGES, login=user_of(login))
    await prepare(login, service, PACKAGES)
    store = PgStore(login, service)
    try:
        await store.start()
        row = wrapped("k", bytes(32), KEYS.wrap)
        await PgKeys(store).add({"k": row})
        assert await PgKeys(store).load(["k"]) == {"k": row}
        assert (await store.counts())["parked"] == 0
        await fitting_master(KEYS, store)  # kept once, by who owns nothing, and never changed
        for change in ("UPDATE privacy.master_key SET purposes = ''", "DELETE FROM privacy.master_key"):
            with pytest.raises(Unavailable, match="InsufficientPrivilege"):
                await store.fetch(change, {})
        with pytest.raises(StartRefused, match=WRONG):
            await fitting_master(MasterKeys.of(bytes(32)), store)
    finally:
        await store.close()


async def test_a_password_that_was_changed_in_its_file_is_used_when_connections_are_made_again(
    database_url: str, login: str, service: str, tmp_path: Path
) -> None:
    await migrate(database_url, service, PACKAGES, login=user_of(login))
    path = tmp_path / "url"
    replaced(path, login)
    store = PgStore(LiveSecret("DATABASE_URL", login, path), service)
    await store.start()
    with psycopg.connect(database_url, autocommit=True) as admin:
        admin.execute(f"ALTER ROLE {user_of(login)} PASSWORD 'changed'".encode())
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", (user_of(login),))

    async def works() -> bool:
        with suppress(Unavailable):
            await store.check()
            return (await store.counts())["parked"] == 0
        return False

    try:
        assert not await works()
        replaced(path, login.replace(":plain@", ":changed@"))
        await until(works)
    finally:
        await store.close()


async def test_a_start_with_the_owners_rights_migrates_as_before(database_url: str, service: str) -> None:
    await prepare(database_url, service, PACKAGES)
    assert await migrate(database_url, service, PACKAGES) == []


async def test_a_login_that_was_not_granted_the_role_is_told_how(database_url: str, login: str, service: str) -> None:
    await migrate(database_url, service, PACKAGES)
    refusal = await refused(login, service)
    assert f"{user_of(login)} may not act as it" in refusal.what
    assert "./doorstep migrate --grant" in refusal.todo


async def test_tables_of_an_older_version_are_named_with_their_owner(
    database_url: str, login: str, service: str
) -> None:
    await migrate(database_url, service, PACKAGES, login=user_of(login))
    refusal = await refused(login, service, NEXT)
    assert f"the tables of {service} are not those of this version" in refusal.what
    owner = user_of(database_url)
    assert refusal.todo == f"Run ./doorstep migrate with the DATABASE_URL of {owner}, then start again."
    await migrate(database_url, service, NEXT)
    await prepare(login, service, NEXT)
    await prepare(login, service, PACKAGES)  # an older replica starts on the newer tables


async def test_twice_is_once_and_so_are_two_at_once(database_url: str, login: str, service: str) -> None:
    first, second = await asyncio.gather(
        *(migrate(database_url, service, PACKAGES, login=user_of(login)) for _ in "ab")
    )
    assert bool(first) != bool(second)
    assert await migrate(database_url, service, PACKAGES, login=user_of(login)) == []
    await asyncio.gather(*(prepare(login, service, PACKAGES) for _ in "ab"))


async def test_a_login_that_is_not_there_is_named_and_nothing_is_made_by_half(
    database_url: str, service: str, login: str
) -> None:
    with pytest.raises(StartRefused, match='role "nobody_at_all" does not exist'):
        await migrate(database_url, service, PACKAGES, login="nobody_at_all")
    assert "may not make the role" in (await refused(login, service)).what


@campaign
async def test_the_command_migrates_every_service_and_the_doctor_sees_it(
    database_url: str, login: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    for said in ("migrations applied", "up to date"):
        result = await asyncio.to_thread(CliRunner().invoke, application("migrate"), ["--grant", user_of(login)])
        assert result.exit_code == 0, (result.output, capfd.readouterr().err)
        lines = capfd.readouterr().out.splitlines()
        assert [line.partition(":")[0] for line in lines] == ["notifier", "scheduler", "router", "console"]
        assert all(line.endswith(said) for line in lines)
    for name in ("notifier", "scheduler", "router"):
        await prepare(login, name, (*PACKAGES, f"services.{name}.shell"))
    (finding,) = await database({"DATABASE_URL": login})
    assert finding.grade == "note"
    assert finding.todo == "Before a new version starts, run ./doorstep migrate as their owner."


def test_the_command_needs_a_database_of_yours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    result = CliRunner().invoke(application("migrate"), [])
    assert "DATABASE_URL is not set." in str(result.exception)


async def test_a_refused_migration_says_so_and_ends_with_one(
    login: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", login)
    assert (await asyncio.to_thread(CliRunner().invoke, application("migrate"), [])).exit_code == 1
    said = capfd.readouterr().err
    assert said.startswith("notifier can't be migrated: PostgreSQL: ")
    assert "plain" not in said
