"""The SQL that a database administrator runs where nobody else may make roles, schemas and extensions. Pure.

After it an owner with no more than its own schemas migrates, and logins that own nothing start the services.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from psycopg.sql import Identifier, Literal

from .rights import OPERATORS

CONSOLE = "console"
"""It publishes nothing and knows no data key; the rest is as with a service."""


def printed_grants(
    services: Sequence[str], owner: str, logins: Mapping[str, Sequence[str]], operators: Sequence[str] = ()
) -> Iterator[str]:
    """Lines of SQL, to be run in the database itself; twice is the same as once.

    `owner` migrates. `logins` are those that may act for each service, the console being one of them.
    """
    roles = [f"doorstep_{service}" for service in services]
    schemas = [
        *(name for service in services for name in ((service,) if service == CONSOLE else _two(service))),
        "privacy",
    ]
    everybody = sorted({owner, *operators, *(login for names in logins.values() for login in names)})
    yield "-- For a superuser, in the database itself. Twice is the same as once."
    yield f"-- These have to be there: {_list(everybody)} (CREATE ROLE name LOGIN PASSWORD '...')."
    for role in (*roles, OPERATORS):
        yield f"DO $$ BEGIN CREATE ROLE {_q(role)} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
    yield "CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public;"
    yield f"GRANT USAGE ON SCHEMA public TO {_list([owner, *roles])};"
    connect = Literal(f" TO {_list(everybody)}").as_string()
    yield f"DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I', current_database()) || {connect}; END $$;"
    yield f"-- {_q(owner)} makes the tables: ./doorstep migrate."
    for schema in schemas:
        yield f"CREATE SCHEMA IF NOT EXISTS {_q(schema)} AUTHORIZATION {_q(owner)};"
    yield f"GRANT {_list(roles)} TO {_q(owner)};"
    yield "-- Who acts for whom. A login owns nothing and makes nothing."
    for service, names in logins.items():
        for login in names:
            yield f"GRANT {_list([f'doorstep_{service}', OPERATORS])} TO {_q(login)};"
    for login in operators:
        yield f"GRANT {_q(OPERATORS)} TO {_q(login)};"


def _two(service: str) -> tuple[str, str]:
    return service, f"{service}_published"


def _q(name: str) -> str:
    if "\n" in name or "\0" in name:  # a comment would end there
        raise ValueError("a login's name has one line")
    return Identifier(name).as_string()


def _list(names: Iterable[str]) -> str:
    return ", ".join(_q(name) for name in names)
