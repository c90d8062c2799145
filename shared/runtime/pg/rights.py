"""What our database user may do, against what a service needs to make its role, its schema and its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import class_row

from shared.runtime.refusal import StartRefused

SET_OPTION_SINCE = 160_000
OPERATORS = "doorstep_operator"
"""The role of who looks after all services: it reads what they publish, and nothing else."""
LOOK = """
SELECT quote_ident(current_user) AS me, quote_ident(current_database()) AS database,
       current_setting('server_encoding') AS encoding,
       mine.rolsuper AS super, mine.rolcreaterole AS makes_roles,
       has_database_privilege(current_database(), 'CREATE') AS makes_schemas,
       r.oid IS NOT NULL AS role_there,
       COALESCE(pg_has_role(current_user, r.oid, %(become)s), false) AS member,
       EXISTS (SELECT FROM pg_auth_members AS m WHERE m.roleid = r.oid AND m.admin_option
               AND pg_has_role(current_user, m.member, 'USAGE')) AS grants_role,
       EXISTS (SELECT FROM pg_roles WHERE rolname = %(operators)s) AS operators_there,
       EXISTS (SELECT FROM pg_namespace WHERE nspname = %(published)s) AS published_there,
       n.oid IS NOT NULL AS schema_there, quote_ident(pg_get_userbyid(n.nspowner)) AS owner,
       COALESCE(pg_has_role(current_user, n.nspowner, 'USAGE'), false) AS owns,
       p.oid IS NOT NULL AS privacy_there, quote_ident(pg_get_userbyid(p.nspowner)) AS privacy_owner,
       COALESCE(pg_has_role(current_user, p.nspowner, 'USAGE'), false) AS owns_privacy,
       EXISTS (SELECT FROM pg_extension WHERE extname = 'btree_gist') AS gist_there,
       EXISTS (SELECT FROM pg_available_extensions WHERE name = 'btree_gist') AS gist_known
FROM pg_roles AS mine LEFT JOIN pg_roles AS r ON r.rolname = %(role)s
LEFT JOIN pg_namespace AS n ON n.nspname = %(schema)s LEFT JOIN pg_namespace AS p ON p.nspname = 'privacy'
WHERE mine.rolname = current_user
"""


@dataclass(frozen=True, slots=True)
class Rights:
    """`me` is the user we are, names are quoted as SQL wants them."""

    me: str
    database: str
    encoding: str
    super: bool
    makes_roles: bool
    makes_schemas: bool
    role_there: bool
    member: bool
    grants_role: bool
    operators_there: bool
    published_there: bool
    schema_there: bool
    owner: str | None
    owns: bool
    privacy_there: bool
    privacy_owner: str | None
    owns_privacy: bool
    gist_there: bool
    gist_known: bool
    joins_any_role: bool = False

    @property
    def joins_role(self) -> bool:
        return self.super or self.grants_role or self.joins_any_role

    @property
    def has_operators(self) -> bool:
        """The role of operators is there, or can be made. A service works without it; they then read nothing."""
        return self.operators_there or self.super or self.makes_roles

    @property
    def can_act(self) -> bool:
        """Everything that a start needs is there, and we may act as the service's role."""
        return self.role_there and self.member and self.schema_there and self.privacy_there and self.gist_there


async def rights(connection: psycopg.AsyncConnection[Any], service: str) -> Rights:
    """What the connection's user may do for one service."""
    version = connection.info.server_version
    become = "SET" if version >= SET_OPTION_SINCE else "MEMBER"
    async with connection.cursor(row_factory=class_row(Rights)) as cursor:
        names = {"role": f"doorstep_{service}", "schema": service, "operators": OPERATORS}
        await cursor.execute(LOOK, {"become": become, "published": f"{service}_published", **names})
        found = await cursor.fetchone()
    assert found is not None
    # Before version 16, who makes roles may also grant each of them.
    return replace(found, joins_any_role=version < SET_OPTION_SINCE and found.makes_roles)


def lacking(found: Rights, service: str, services: Sequence[str]) -> list[StartRefused]:
    """Everything in the way of one service, with the statements that mend it. `services` are those that start."""
    role, names = f"doorstep_{service}", ", ".join(f"doorstep_{name}" for name in services)
    missing = []
    if not found.schema_there and (refused := unwritable(found)) is not None:
        missing.append(refused)
    if not found.role_there and not (found.super or found.makes_roles):
        made = " ".join(f"CREATE ROLE doorstep_{name} NOLOGIN;" for name in services)
        missing.append(
            StartRefused(
                f"PostgreSQL: {found.me} may not make the role {role}.",
                f"As a superuser: ALTER ROLE {found.me} CREATEROLE; or: {made} GRANT {names} TO {found.me};",
            )
        )
    if found.role_there and not (found.member or found.joins_role):
        missing.append(
            StartRefused(
                f"PostgreSQL: the role {role} is there already, of another login or an earlier installation, and"
                f" {found.me} may not act as it.",
                f"As a superuser, or as who made them: GRANT {names} TO {found.me};",
            )
        )
    if not (found.schema_there and found.published_there and found.privacy_there) and not found.makes_schemas:
        missing.append(
            StartRefused(
                f"PostgreSQL: {found.me} may not make schemas in {found.database}.",
                f"As its owner: GRANT CREATE ON DATABASE {found.database} TO {found.me};",
            )
        )
    for schema, there, owner, owns in (
        (service, found.schema_there, found.owner, found.owns),
        ("privacy", found.privacy_there, found.privacy_owner, found.owns_privacy),
    ):
        if there and not owns:
            missing.append(
                StartRefused(
                    f"PostgreSQL: the schema {schema} is there already and belongs to {owner}, not to {found.me}.",
                    f"Start as {owner}, or: GRANT {owner} TO {found.me}; or name another database.",
                )
            )
    if not found.gist_there and not found.gist_known:
        missing.append(
            StartRefused(
                "PostgreSQL: the server does not have the extension btree_gist.",
                "Install the package of PostgreSQL's contrib modules there.",
            )
        )
    elif not found.gist_there and not (found.super or found.makes_schemas):
        missing.append(
            StartRefused(
                f"PostgreSQL: {found.me} may not make the extension btree_gist in {found.database}.",
                f"As a superuser, in {found.database}: CREATE EXTENSION btree_gist SCHEMA public;",
            )
        )
    return missing


def unwritable(found: Rights) -> StartRefused | None:
    """A database that does not know every letter refuses what a person wrote with one, and its case would be parked."""
    if found.encoding == "UTF8":
        return None
    return StartRefused(
        f"PostgreSQL: {found.database} is encoded in {found.encoding}, which has not every letter that people write.",
        "Make another one and name it in DATABASE_URL: CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0;",
    )


def not_migrated(found: Rights, service: str, missing: Sequence[StartRefused]) -> StartRefused:
    """Why a start that has to migrate first may not: what is `missing`, and who has to do it instead."""
    if found.can_act:
        return StartRefused(
            f"PostgreSQL: the tables of {service} are not those of this version, and {found.me} may not change them.",
            f"Run ./doorstep migrate with the DATABASE_URL of {found.owner}, then start again.",
        )
    return StartRefused(
        missing[0].what,
        f"Run ./doorstep migrate --grant {found.me} with the DATABASE_URL of a user who may make roles and schemas, "
        f"then start again. Or: {missing[0].todo}",
    )


async def make_role(connection: psycopg.AsyncConnection[Any], name: str, *, there: bool, member: bool) -> None:
    """Make a role where it isn't there, and let us act as it."""
    role = sql.Identifier(name)
    if not there:
        await connection.execute(sql.SQL(ROLE).format(role=role))
    elif not member:
        await connection.execute(sql.SQL("GRANT {role} TO CURRENT_USER").format(role=role))


# Roles belong to the whole server, and our lock only to one database of it: somebody else may make it first.
ROLE = """
DO $$ BEGIN
    CREATE ROLE {role} NOLOGIN;
    GRANT {role} TO CURRENT_USER;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""
