"""What `migrate --print-grants` prints is enough for an owner who may make nothing else, and for logins that own
nothing; on each PostgreSQL that we promise, over TLS."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import psycopg
import pytest

from deploy.checks.database import database as doctors_look
from services.console.store.schema import prepare_store
from services.notifier.bootstrap import RECIPE as NOTIFIER
from services.router.bootstrap import RECIPE as ROUTER
from services.scheduler.bootstrap import RECIPE as SCHEDULER
from shared.runtime.pg.migrate import prepare
from shared.runtime.refusal import StartRefused

from .tls_postgres import TlsPostgres

RECIPES = (NOTIFIER, SCHEDULER, ROUTER)
SECRET = "s3cret: @/%?#"


@dataclass(frozen=True)
class Bank:
    """An empty database, an owner and a login who may do nothing yet."""

    postgres: TlsPostgres
    database: str
    owner: str
    login: str
    secret: str = SECRET

    def url(self, login: str) -> str:
        return self.postgres.as_login(login, SECRET, self.database)

    def doorstep(self, *arguments: str, url: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-m", "services.console.cli", *arguments], capture_output=True, text=True, check=False,
            env=os.environ | {"DATABASE_URL": url, "PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def administrator(self, sql: str) -> None:
        with psycopg.connect(self.postgres.url(self.database), autocommit=True) as admin:
            admin.execute(sql.encode())

    def granted(self) -> None:
        self.administrator(self.doorstep("migrate", "--print-grants", "--owner", self.owner, "--grant", self.login))


@pytest.fixture
def bank(postgres: TlsPostgres, database: str) -> Iterator[Bank]:
    unique = uuid4().hex[:8]
    made = Bank(postgres, database, f"o'wner-{unique}", f"App {unique}")
    logins = (made.owner, made.login)
    made.administrator("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    made.administrator(f"REVOKE ALL ON DATABASE {database} FROM PUBLIC")
    for login in logins:
        made.administrator(f"CREATE ROLE \"{login}\" LOGIN PASSWORD '{SECRET}'")
    yield made
    for login in logins:
        made.administrator(f'DROP OWNED BY "{login}" CASCADE')
        made.administrator(f'DROP ROLE "{login}"')


async def starts(url: str) -> None:
    """What each process does with the database before it works."""
    for recipe in RECIPES:
        await prepare(url, recipe.service, recipe.migrations)
    await prepare_store(url)


async def test_an_owner_migrates_and_a_login_starts_with_what_was_printed_and_no_more(bank: Bank) -> None:
    with pytest.raises(StartRefused, match="may not connect"):
        await starts(bank.url(bank.login))
    bank.granted()
    bank.granted()
    with pytest.raises(StartRefused, match=r"may not make|are not those of this version"):
        await starts(bank.url(bank.login))
    bank.doorstep("migrate", url=bank.url(bank.owner))
    bank.doorstep("migrate", url=bank.url(bank.owner))
    await starts(bank.url(bank.login))
    found = await doctors_look({"DATABASE_URL": bank.url(bank.login)})
    assert [each for each in found if each.grade == "bad"] == []
    with psycopg.connect(bank.url(bank.login)) as connection:
        row = connection.execute(
            "SELECT has_database_privilege(current_database(), 'CREATE'), rolcreaterole, rolcreatedb, rolsuper,"
            " (SELECT count(*) FROM pg_class WHERE relowner = r.oid) FROM pg_roles AS r WHERE rolname = current_user"
        ).fetchone()
    assert row == (False, False, False, False, 0)


async def test_a_second_owner_on_the_same_server_is_told_of_the_roles_and_works_after_the_printed_sql(
    bank: Bank,
) -> None:
    """Roles are the whole server's: those of another database are there already, and granted to somebody else."""
    bank.granted()
    second, unique = f"second_{uuid4().hex[:8]}", uuid4().hex[:8]
    for sql in (f"CREATE ROLE {second} LOGIN PASSWORD '{SECRET}'", f"CREATE DATABASE other_{unique} OWNER {second}"):
        bank.administrator(sql)
    url = bank.postgres.as_login(second, SECRET, f"other_{unique}")
    try:
        with pytest.raises(StartRefused, match="is there already, of another login") as refused:
            await starts(url)
        assert f"GRANT doorstep_notifier TO {second};" in refused.value.todo
        printed = bank.doorstep("migrate", "--print-grants", "--grant", second, url=url)
        with psycopg.connect(bank.postgres.url(f"other_{unique}"), autocommit=True) as admin:
            admin.execute(printed.encode())
        bank.doorstep("migrate", url=url)
        await starts(url)
    finally:
        bank.administrator(f"DROP DATABASE other_{unique} WITH (FORCE)")
        bank.administrator(f"DROP ROLE {second}")
