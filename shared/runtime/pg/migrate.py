"""Bring a service's schema up to date: numbered `.sql` files, each applied once, under a lock, by any process.

Schema, role and the shared `privacy` schema are made here too. Needs a database user who may create roles.
"""

from __future__ import annotations

from importlib.resources import files

import psycopg
from psycopg import sql

from .errors import translated

LOCK = 0x0D00857E9
# Roles belong to the whole server, and the lock above only to one database of it: somebody else may make it first.
ROLE = """
DO $$ BEGIN
    CREATE ROLE {role} NOLOGIN;
    GRANT {role} TO CURRENT_USER;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""


async def migrate(url: str, service: str, packages: tuple[str, ...]) -> list[str]:
    """Apply what is missing from the migrations of `packages`, in order; names of those applied now."""
    async with translated(None), await psycopg.AsyncConnection.connect(url, connect_timeout=5) as connection:
        await connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        await _prepare(connection, service)
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


async def _prepare(connection: psycopg.AsyncConnection[tuple[object, ...]], service: str) -> None:
    await connection.execute(sql.SQL(ROLE).format(role=sql.Identifier(f"doorstep_{service}")))
    # For EXCLUDE constraints over text and ranges. In `public`, because all services share it.
    await connection.execute("CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public")
    await connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(service)))
    await connection.execute("CREATE SCHEMA IF NOT EXISTS privacy")
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
