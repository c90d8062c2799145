"""Bring a service's schema up to date: numbered `.sql` files, each applied once, under a lock, by any process.

Schema, role and the shared `privacy` schema are made here too, where they are not there yet (see `rights`). What others
may read are views in a schema of their own, `:published` in the files: the role of operators reads those and no table.

Making things needs an owner's rights. A start (`prepare`) needs them only where something is missing: where
`./doorstep migrate` has run, a login that may act as the service's role is enough.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib.resources import files

import psycopg
from psycopg import sql

from shared.runtime.ports import Conflict, LockHeld, Unavailable

from .certificate import closer
from .errors import named, translated
from .pooler import refuse_shared_sessions
from .rights import OPERATORS, Rights, lacking, make_role, not_migrated, rights
from .table_locks import come_again, wait_briefly

LOCK = 0x0D00857E9
WITHOUT_LIMITS = """
SELECT set_config(name, '0', true) FROM pg_settings
WHERE name IN ('statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout', 'lock_timeout')
"""
"""For one transaction; the third is known since version 17."""
MASTER_KEY = "0032_master_key.sql"


Connection = psycopg.AsyncConnection[tuple[object, ...]]


async def migrate(
    url: str, service: str, packages: tuple[str, ...], *, login: str | None = None, operators: str | None = None
) -> list[str]:
    """Apply what is missing from the migrations of `packages`, in order; names of those applied now.

    `login` is a user who may act as the service's role from then on, and read what is published; `operators` one who
    may only read that. Raises `Unavailable` when the database isn't
    there (yet) or others hold a table for long, `Refusal` when it will never let us.
    """
    return await come_again(partial(_migrate, url, service, packages, login, operators))


async def _migrate(
    url: str, service: str, packages: tuple[str, ...], login: str | None, operators: str | None
) -> list[str]:
    async with connected(url) as connection:
        applied = await _migrated(connection, service, packages)
        for role, member in ((f"doorstep_{service}", login), (OPERATORS, login), (OPERATORS, operators)):
            if member is not None:
                grant = sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(member))
                await connection.execute(grant)
        return applied


async def prepare(url: str, service: str, packages: tuple[str, ...]) -> None:
    """Before a start: look with the rights of the service's role, and migrate only where something is missing.

    Raises as `migrate` does; where the user may not make what is missing, with a sentence that names the command.
    """
    async with connected(url) as connection:
        found = await rights(connection, service)
        if await _is_up_to_date(connection, found, service, packages):
            return
        if missing := lacking(found, service, [service]):
            raise not_migrated(found, service, missing)
        await _migrated(connection, service, packages)


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Connection]:
    """One transaction, for making things. Raises `Unavailable` (`LockHeld` where others hold what it waits for, a
    deadlock too), or `StartRefused` where waiting would not help.

    What an administrator has set for our login does not count for it: under a snapshot of its beginning it would not
    see what another process made while it waited for that, and a limit on statements would end a long one each time.
    """
    try:
        async with translated(None), _opened(url) as connection:
            yield connection
    except LockHeld:
        raise
    except Conflict as error:
        raise Unavailable(str(error)) from None


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Connection]:
    try:
        async with await psycopg.AsyncConnection.connect(
            url, connect_timeout=5, client_encoding="UTF8", autocommit=True
        ) as connection:
            await refuse_shared_sessions(connection, url)
            await connection.set_autocommit(False)
            await connection.set_isolation_level(psycopg.IsolationLevel.READ_COMMITTED)
            await connection.execute(WITHOUT_LIMITS)
            yield connection
    except psycopg.errors.DeadlockDetected as error:
        raise LockHeld(named(error)) from None
    except psycopg.Error as error:
        found = await closer(error, url)
        if found is None:
            raise
        raise (found.refused() or Unavailable(str(found))) from None


async def _is_up_to_date(connection: Connection, found: Rights, service: str, packages: tuple[str, ...]) -> bool:
    if not found.can_act:
        return False
    role, schema = sql.Identifier(f"doorstep_{service}"), sql.Identifier(service)
    try:
        async with connection.transaction():
            await connection.execute(sql.SQL("SET LOCAL ROLE {}").format(role))
            done = await (await connection.execute(sql.SQL("SELECT name FROM {}.migrations").format(schema))).fetchall()
            await connection.execute("RESET ROLE")
    except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege):
        return False
    return {name for package in packages for name, _ in numbered(package)} <= {row[0] for row in done}


async def _migrated(connection: Connection, service: str, packages: tuple[str, ...]) -> list[str]:
    await connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
    await wait_briefly(connection)
    found = await rights(connection, service)
    for missing in lacking(found, service, [service]):
        raise missing
    await _prepare(connection, found, service)
    published = sql.Identifier(f"{service}_published").as_string()
    done = {row[0] for row in await (await connection.execute("SELECT name FROM migrations")).fetchall()}
    applied = []
    for package in packages:
        for name, text in numbered(package):
            if name not in done:
                await connection.execute(text.replace(":published", published).encode())
                await connection.execute("INSERT INTO migrations (name) VALUES (%s)", (name,))
                applied.append(name)
    await _grant(connection, service)
    if found.has_operators:
        await _grant_operators(connection, service)
    return applied


def numbered(package: str) -> list[tuple[str, str]]:
    """Name and text of each migration of a package, in their order."""
    folder = files(package) / "migrations"
    found = sorted(
        (entry.name, entry.read_text(encoding="utf-8")) for entry in folder.iterdir() if entry.name.endswith(".sql")
    )
    return [(f"{package}/{name}", text) for name, text in found]


async def _prepare(connection: Connection, found: Rights, service: str) -> None:
    """Only what isn't there is made: even IF NOT EXISTS demands the privilege to make it."""
    await make_role(connection, f"doorstep_{service}", there=found.role_there, member=found.member)
    if found.has_operators:
        await make_role(connection, OPERATORS, there=found.operators_there, member=True)
    # For EXCLUDE constraints over text and ranges. In `public`, because all services share it.
    await connection.execute("CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public")
    schemas = (
        (service, found.schema_there),
        (f"{service}_published", found.published_there),
        ("privacy", found.privacy_there),
    )
    for schema, there in schemas:
        if not there:
            await connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema)))
    await connection.execute(
        "CREATE TABLE IF NOT EXISTS privacy.data_keys"
        " (kid text PRIMARY KEY, wrapped bytea NOT NULL, made_at timestamptz NOT NULL DEFAULT now())"
    )
    # Whoever comes first makes it, also who has no tables of their own.
    await connection.execute((files(__package__) / "migrations" / MASTER_KEY).read_bytes())
    await connection.execute(sql.SQL("SET LOCAL search_path TO {}, privacy, public").format(sql.Identifier(service)))
    await connection.execute(
        "CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())"
    )


async def _grant(connection: Connection, service: str) -> None:
    role, schema = sql.Identifier(f"doorstep_{service}"), sql.Identifier(service)
    for statement in (
        "GRANT USAGE ON SCHEMA {schema} TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
        "GRANT USAGE ON SCHEMA privacy TO {role}",
        "GRANT SELECT, INSERT, DELETE ON privacy.data_keys TO {role}",
        # Written once, by the first start.
        "GRANT SELECT, INSERT (check_value, purposes) ON privacy.master_key TO {role}",
        # What was forgotten nobody takes back.
        "GRANT SELECT, INSERT, UPDATE (borrower) ON privacy.forgotten TO {role}",
    ):
        await connection.execute(sql.SQL(statement).format(role=role, schema=schema))


async def _grant_operators(connection: Connection, service: str) -> None:
    operators, published = sql.Identifier(OPERATORS), sql.Identifier(f"{service}_published")
    for statement in (
        "GRANT USAGE ON SCHEMA {published} TO {operators}",
        "GRANT SELECT ON ALL TABLES IN SCHEMA {published} TO {operators}",
        # Wrapped keys: only with the master key do they open what is sealed.
        "GRANT USAGE ON SCHEMA privacy TO {operators}",
        "GRANT SELECT ON privacy.data_keys, privacy.master_key, privacy.forgotten TO {operators}",
    ):
        await connection.execute(sql.SQL(statement).format(operators=operators, published=published))
