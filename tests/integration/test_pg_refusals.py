"""What PostgreSQL will never let us do is said at once, with what mends it; what isn't there yet is waited for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import psycopg
import pytest

from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.rights import lacking, rights
from shared.runtime.ports import Unavailable
from shared.runtime.refusal import StartRefused

PASSWORD = "s3cret: @/%?#"
PACKAGES = ("shared.runtime.pg",)


@dataclass
class UnprivilegedLogin:
    """An empty database, a login that may do nothing yet, and somebody who may do everything."""

    admin: psycopg.AsyncConnection[tuple[object, ...]]
    url: str
    database: str
    login: str
    service: str

    def as_login(self, *, password: str = PASSWORD, database: str | None = None, query: str = "") -> str:
        parts = urlsplit(self.url)
        where = f"{parts.hostname}:{parts.port}/{database or self.database}"
        return f"postgresql://{self.login}:{quote(password, safe='')}@{where}{query}"

    async def run(self, *statements: str) -> None:
        for statement in statements:
            await self.admin.execute(statement.encode())

    async def refused(self, url: str | None = None) -> StartRefused:
        with pytest.raises(StartRefused) as caught:
            await migrate(url or self.as_login(), self.service, PACKAGES)
        assert not [part for part in (PASSWORD, quote(PASSWORD, safe="")) if part in str(caught.value)]
        return caught.value


@pytest.fixture
async def unprivileged(database_url: str, unique: str) -> AsyncIterator[UnprivilegedLogin]:
    login, service = f"login_{unique}", f"s_{unique}"
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as admin:
        database = urlsplit(database_url).path[1:]
        made = UnprivilegedLogin(admin, database_url, database, login, service)
        await made.run(f"CREATE ROLE {login} LOGIN PASSWORD '{PASSWORD}'")
        yield made
        for role in (f"doorstep_{service}", login, f"other_{unique}"):
            found = await admin.execute("SELECT FROM pg_roles WHERE rolname = %s", (role,))
            if found.rowcount:
                await made.run(f"DROP OWNED BY {role} CASCADE", f"DROP ROLE {role}")


async def test_every_lacking_privilege_is_named_until_the_start_succeeds(unprivileged: UnprivilegedLogin) -> None:
    login, role = unprivileged.login, f"doorstep_{unprivileged.service}"
    first = await unprivileged.refused()
    assert first.what == f"PostgreSQL: {login} may not make the role {role}."
    await unprivileged.run(f"ALTER ROLE {login} CREATEROLE")
    second = await unprivileged.refused()
    assert f"GRANT CREATE ON DATABASE {unprivileged.database} TO {login};" in second.todo
    await unprivileged.run(f"GRANT CREATE ON DATABASE {unprivileged.database} TO {login}")
    await migrate(unprivileged.as_login(), unprivileged.service, PACKAGES)
    await migrate(unprivileged.as_login(), unprivileged.service, PACKAGES)


async def test_roles_that_a_database_administrator_made_need_no_createrole(unprivileged: UnprivilegedLogin) -> None:
    role = f"doorstep_{unprivileged.service}"
    await unprivileged.run(
        f"CREATE ROLE {role} NOLOGIN", f"GRANT {role} TO {unprivileged.login}",
        f"GRANT CREATE ON DATABASE {unprivileged.database} TO {unprivileged.login}",
    )  # fmt: skip
    await migrate(unprivileged.as_login(), unprivileged.service, PACKAGES)


async def test_roles_left_by_another_login_are_named_with_the_grant(unprivileged: UnprivilegedLogin) -> None:
    role = f"doorstep_{unprivileged.service}"
    await unprivileged.run(
        f"CREATE ROLE {role} NOLOGIN", f"ALTER ROLE {unprivileged.login} CREATEROLE",
        f"GRANT CREATE ON DATABASE {unprivileged.database} TO {unprivileged.login}",
    )  # fmt: skip
    refusal = await unprivileged.refused()
    assert "is there already, of another login or an earlier installation" in refusal.what
    statement = refusal.todo.partition(": ")[2]
    assert statement == f"GRANT {role} TO {unprivileged.login};"
    await unprivileged.run(statement)
    await migrate(unprivileged.as_login(), unprivileged.service, PACKAGES)


async def test_a_schema_that_belongs_to_somebody_else_is_named_with_its_owner(unprivileged: UnprivilegedLogin) -> None:
    other = f"other_{unprivileged.login.removeprefix('login_')}"
    await unprivileged.run(
        f"CREATE ROLE {other} NOLOGIN", f"CREATE SCHEMA {unprivileged.service} AUTHORIZATION {other}",
        f"ALTER ROLE {unprivileged.login} CREATEROLE",
        f"GRANT CREATE ON DATABASE {unprivileged.database} TO {unprivileged.login}",
    )  # fmt: skip
    assert f"belongs to {other}, not to {unprivileged.login}" in (await unprivileged.refused()).what
    await unprivileged.run(f"GRANT {other} TO {unprivileged.login}")
    await migrate(unprivileged.as_login(), unprivileged.service, PACKAGES)


async def test_everything_that_is_missing_is_known_at_once(unprivileged: UnprivilegedLogin) -> None:
    async with await psycopg.AsyncConnection.connect(unprivileged.as_login()) as connection:
        missing = lacking(await rights(connection, unprivileged.service), unprivileged.service, ["notifier", "router"])
    said = " ".join(refusal.what for refusal in missing)
    for what in ("may not make the role", "may not make schemas", "btree_gist"):
        assert what in said
    assert "CREATE ROLE doorstep_notifier NOLOGIN; CREATE ROLE doorstep_router NOLOGIN;" in missing[0].todo


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"password": "wrong"}, "refuses the password"),
        ({"database": "nowhere"}, "no such database"),
        ({"query": "?sslmode=require"}, "demands TLS, and the server speaks none"),
        ({"query": "?sslmode=maybe"}, "a parameter with a value that does not exist"),
        ({"query": "?nonsense=1"}, "can't be read as a URL"),
    ],
)
async def test_what_can_not_mend_itself_ends_the_start(
    unprivileged: UnprivilegedLogin, how: dict[str, str], said: str
) -> None:
    assert said in (await unprivileged.refused(unprivileged.as_login(**how))).what


async def test_a_login_that_may_not_connect_or_log_in_or_is_not_there_is_told_apart(
    unprivileged: UnprivilegedLogin,
) -> None:
    await unprivileged.run(f"REVOKE CONNECT ON DATABASE {unprivileged.database} FROM PUBLIC")
    assert "may not connect to that database" in (await unprivileged.refused()).what
    await unprivileged.run(f"ALTER ROLE {unprivileged.login} NOLOGIN")
    assert "may not log in" in (await unprivileged.refused()).what
    nobody = unprivileged.as_login().replace(unprivileged.login, "nobody_at_all")
    assert "refuses the password" in (await unprivileged.refused(nobody)).what


async def test_a_server_that_is_not_there_yet_is_waited_for(unprivileged: UnprivilegedLogin) -> None:
    with pytest.raises(Unavailable):
        await migrate("postgresql://a:b@127.0.0.1:1/c", unprivileged.service, PACKAGES)
