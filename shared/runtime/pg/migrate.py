"""Bring a service's schema up to date: numbered `.sql` files, each applied once, under a lock, by any process.

Schema, role and the shared `privacy` schema are made here too, where they are not there yet (see `rights`).
"""

from __future__ import annotations

from importlib.resources import files

import psycopg
from psycopg import sql

from .errors import translated
from .refusals import refusal
from .rights import Rights, lacking, rights, take_role

LOCK = 0x0D00857E9


async def migrate(url: str, service: str, packages: tuple[str, ...]) -> list[str]:
    """Apply what is missing from the migrations of `packages`, in order; names of those applied now.

    Raises `Unavailable` when the database isn't there (yet), `Refusal` when it will never let us.
    """
    async with translated(None):
        try:
            async with await psycopg.AsyncConnection.connect(url, connect_timeout=5) as connection:
                return await _migrated(connection, service, packages)
        except psycopg.Error as error:
            if (refused := refusal(error)) is not None:
                raise refused from None
            raise


async def _migrated(
    connection: psycopg.AsyncConnection[tuple[object, ...]], service: str, packages: tuple[str, ...]
) -> list[str]:
    await connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
    found = await rights(connection, service)
    for missing in lacking(found, service, [service]):
        raise missing
    await _prepare(connection, found, service)
    done = {row[0] for row in await (await connection.execute("SELECT name FROM migrations")).fetchall()}
    applied = []
    for package in packages:
        for name, text in _files(package):
            if name not in done:
                await connection.execute(text)
                await connection.execute("INSERT INTO migrations (name) VALUES (%s)", (name,))
                applied.append(name)
    await _grant(connection, service)
    return applied


def _files(package: str) -> list[tuple[str, str]]:
    folder = files(package) / "migrations"
    found = sorted(
        (entry.name, entry.read_text(encoding="utf-8")) for entry in folder.iterdir() if entry.name.endswith(".sql")
    )
    return [(f"{package}/{name}", text) for name, text in found]


async def _prepare(connection: psycopg.AsyncConnection[tuple[object, ...]], found: Rights, service: str) -> None:
    """Only what isn't there is made: even IF NOT EXISTS demands the privilege to make it."""
    await take_role(connection, found, service)
    # For EXCLUDE constraints over text and ranges. In `public`, because all services share it.
    await connection.execute("CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public")
    for schema, there in ((service, found.schema_there), ("privacy", found.privacy_there)):
        if not there:
            await connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema)))
    await connection.execute(
        "CREATE TABLE IF NOT EXISTS privacy.data_keys"
        " (kid text PRIMARY KEY, wrapped bytea NOT NULL, made_at timestamptz NOT NULL DEFAULT now())"
    )
    await connection.execute(sql.SQL("SET LOCAL search_path TO {}, privacy, public").format(sql.Identifier(service)))
    await connection.execute(
        "CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())"
    )


async def _grant(connection: psycopg.AsyncConnection[tuple[object, ...]], service: str) -> None:
    role, schema = sql.Identifier(f"doorstep_{service}"), sql.Identifier(service)
    for statement in (
        "GRANT USAGE ON SCHEMA {schema} TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
        "GRANT USAGE ON SCHEMA privacy TO {role}",
        "GRANT SELECT, INSERT, DELETE ON privacy.data_keys TO {role}",
    ):
        await connection.execute(sql.SQL(statement).format(role=role, schema=schema))
