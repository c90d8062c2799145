"""Bring the schema `console` up to date: numbered `.sql` files, each applied once, under a lock.

It belongs to whoever migrates. The role `doorstep_console` gets what each file grants it there, and nothing anywhere
else: no service's table, no view, no data key.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import psycopg
from psycopg import sql
from psycopg.rows import class_row

from shared.runtime.pg.migrate import LOCK, Connection, connected, numbered
from shared.runtime.pg.rights import OPERATORS, SET_OPTION_SINCE, make_role
from shared.runtime.pg.table_locks import come_again, wait_briefly
from shared.runtime.refusal import StartRefused

ROLE = "doorstep_console"
PACKAGES = ("services.console.store",)
"""Packages with a folder `migrations`, in the order in which they are applied."""
LOOK = """
SELECT quote_ident(current_user) AS me, quote_ident(current_database()) AS database, mine.rolsuper AS super,
       mine.rolcreaterole AS makes_roles, has_database_privilege(current_database(), 'CREATE') AS makes_schemas,
       r.oid IS NOT NULL AS role_there, COALESCE(pg_has_role(current_user, r.oid, %(become)s), false) AS member,
       EXISTS (SELECT FROM pg_auth_members AS m WHERE m.roleid = r.oid AND m.admin_option
               AND pg_has_role(current_user, m.member, 'USAGE')) AS grants_role,
       n.oid IS NOT NULL AS schema_there, quote_ident(pg_get_userbyid(n.nspowner)) AS owner,
       COALESCE(pg_has_role(current_user, n.nspowner, 'USAGE'), false) AS owns
FROM pg_roles AS mine LEFT JOIN pg_roles AS r ON r.rolname = %(role)s
LEFT JOIN pg_namespace AS n ON n.nspname = 'console'
WHERE mine.rolname = current_user
"""

# Each time anew: a dump that is restored where the role was not there yet has lost what the files granted. Nobody
# changes an entry of the trail.
GRANTS = """
GRANT USAGE ON SCHEMA console TO doorstep_console;
GRANT SELECT ON console.migrations TO doorstep_console;
GRANT SELECT, INSERT ON console.trail TO doorstep_console;
GRANT SELECT, INSERT, UPDATE, DELETE ON console.accounts, console.links, console.sessions, console.sign_ins,
    console.journeys, console.model_generations, console.model_writer, console.model_offsets, console.model_cases,
    console.model_places, console.resumes_asked TO doorstep_console;
"""

# Commands add to the trail with the operators' rights. They chain to the last entry and read none. (Where nobody may
# make that role, operators read nothing either, and are told.)
OPERATORS_ADD = f"""
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{OPERATORS}') THEN
        GRANT USAGE ON SCHEMA console TO {OPERATORS};
        GRANT INSERT, SELECT (number, hash) ON console.trail TO {OPERATORS};
    END IF;
END $$
"""


@dataclass(frozen=True, slots=True)
class StoreRights:
    """What our database user may do. Names are quoted as SQL wants them."""

    me: str
    database: str
    super: bool
    makes_roles: bool
    makes_schemas: bool
    role_there: bool
    member: bool
    grants_role: bool
    schema_there: bool
    owner: str | None
    owns: bool


async def migrate_store(url: str, *, login: str | None = None) -> list[str]:
    """Apply what is missing; names of what was applied now. `login` may act as the console from then on.

    Raises `Unavailable`, or `StartRefused` with what a person has to do.
    """
    return await come_again(partial(_migrate, url, login))


async def _migrate(url: str, login: str | None) -> list[str]:
    async with connected(url) as connection:
        applied = await _migrated(connection, await _rights(connection))
        if login is not None:
            grant = sql.SQL("GRANT {} TO {}").format(sql.Identifier(ROLE), sql.Identifier(login))
            await connection.execute(grant)
        return applied


async def prepare_store(url: str) -> None:
    """Before a start: migrate where something is missing. Raises as `migrate_store` does."""
    async with connected(url) as connection:
        found = await _rights(connection)
        up_to_date = found.role_there and found.member and found.schema_there
        if up_to_date and not await _missing(connection, ROLE):
            return
        if (refusal := _lacking(found)) is not None:
            raise StartRefused(
                refusal.what,
                f"Run ./doorstep migrate --grant {found.me} with the DATABASE_URL of a user who may make roles and "
                f"schemas, then start again. Or: {refusal.todo}",
            )
        await _migrated(connection, found)


async def _rights(connection: Connection) -> StoreRights:
    become = "SET" if connection.info.server_version >= SET_OPTION_SINCE else "MEMBER"
    async with connection.cursor(row_factory=class_row(StoreRights)) as cursor:
        await cursor.execute(LOOK, {"role": ROLE, "become": become})
        found = await cursor.fetchone()
    assert found is not None
    return found


def _lacking(found: StoreRights) -> StartRefused | None:
    if not found.role_there and not (found.super or found.makes_roles):
        return StartRefused(
            f"PostgreSQL: {found.me} may not make the role {ROLE}.",
            f"As a superuser: CREATE ROLE {ROLE} NOLOGIN; GRANT {ROLE} TO {found.me};",
        )
    if found.role_there and not (found.member or found.super or found.grants_role):
        return StartRefused(
            f"PostgreSQL: the role {ROLE} is there already, and {found.me} may not act as it.",
            f"As a superuser, or as who made it: GRANT {ROLE} TO {found.me};",
        )
    if found.schema_there and not found.owns:
        return StartRefused(
            f"PostgreSQL: the schema console belongs to {found.owner}, not to {found.me}.",
            f"Run ./doorstep migrate as {found.owner}; or: GRANT {found.owner} TO {found.me};",
        )
    if not found.schema_there and not found.makes_schemas:
        return StartRefused(
            f"PostgreSQL: {found.me} may not make schemas in {found.database}.",
            f"As its owner: GRANT CREATE ON DATABASE {found.database} TO {found.me};",
        )
    return None


async def _missing(connection: Connection, role: str | None = None) -> list[tuple[str, str]]:
    """Migrations that were not applied yet, as this role sees it, or whoever is connected."""
    try:
        async with connection.transaction():
            if role is not None:
                await connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
            rows = await (await connection.execute("SELECT name FROM console.migrations")).fetchall()
            await connection.execute("RESET ROLE")
    except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege):
        rows = []
    done = {row[0] for row in rows}
    return [each for package in PACKAGES for each in numbered(package) if each[0] not in done]


async def _migrated(connection: Connection, found: StoreRights) -> list[str]:
    await connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
    await wait_briefly(connection)
    found = await _rights(connection)  # whoever held the lock may have made it all
    if (refusal := _lacking(found)) is not None:
        raise refusal
    await make_role(connection, ROLE, there=found.role_there, member=found.member)
    if not found.schema_there:
        await connection.execute("CREATE SCHEMA console")
    # The schema alone may have been made by a database administrator.
    if await (await connection.execute("SELECT 1 WHERE to_regclass('console.migrations') IS NULL")).fetchone():
        await connection.execute("CREATE TABLE console.migrations (name text PRIMARY KEY, at timestamptz NOT NULL)")
    applied = []
    for name, text in await _missing(connection):
        await connection.execute(text.encode())
        await connection.execute("INSERT INTO console.migrations (name, at) VALUES (%s, now())", (name,))
        applied.append(name)
    await connection.execute(GRANTS.encode())
    if found.super or found.makes_roles:
        await make_role(connection, OPERATORS, there=False, member=True)
    await connection.execute(OPERATORS_ADD.encode())
    return applied
