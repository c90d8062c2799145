"""What services publish, on a real server: the views are those that are committed, and operators read nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import errors

from docs.generate.published import SERVICES, committed, described, lost
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.queries import load
from shared.runtime.pg.rights import OPERATORS
from tests.architecture.sources import ROOT
from tests.simulation.services import machine

BOX = {"kid": "b-1", "of": "e-1", "field": "phone", "box": "secret-box"}


async def migrated(database_url: str, operators: str | None = None) -> None:
    for service in SERVICES:
        packages = ("shared.runtime.pg", f"services.{service}.shell")
        await migrate(database_url, service, packages, operators=operators)


@pytest.fixture
async def operator(database_url: str, unique: str) -> AsyncIterator[str]:
    """The URL of a user who may look and nothing else."""
    name, parts = f"ops_{unique}", urlsplit(database_url)
    with psycopg.connect(database_url, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'plain'".encode())
        await migrated(database_url, operators=name)
        yield f"postgresql://{name}:plain@{parts.hostname}:{parts.port}{parts.path}"
        admin.execute(f"DROP OWNED BY {name}".encode())
        admin.execute(f"DROP ROLE {name}".encode())


async def test_the_database_publishes_what_is_committed(database_url: str) -> None:
    await migrated(database_url)
    for service in SERVICES:
        today = await described(database_url, service)
        assert lost(committed(service), today) == [], "readers of yesterday would miss this"
        assert today == committed(service), "run DATABASE_URL=... python -m docs.generate.published"


async def test_operators_read_every_view_and_no_table_and_write_nothing(database_url: str, operator: str) -> None:
    with psycopg.connect(database_url) as admin:
        tables = admin.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname = ANY(%s)", (list(SERVICES),)
        ).fetchall()
    assert len(tables) > 30
    with psycopg.connect(operator, autocommit=True) as connection:
        for service in SERVICES:
            for view in committed(service):
                connection.execute(f"SELECT * FROM {service}_published.{view}".encode())
                for write in (f"DELETE FROM {service}_published.{view}", f"TRUNCATE {service}_published.{view}"):
                    with pytest.raises((errors.InsufficientPrivilege, errors.ObjectNotInPrerequisiteState,
                                        errors.WrongObjectType)):  # fmt: skip
                        connection.execute(write.encode())
        for schema, table in tables:
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(f"SELECT * FROM {schema}.{table}".encode())
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("DELETE FROM privacy.data_keys")


async def test_no_column_of_a_case_shows_what_is_sealed(database_url: str) -> None:
    await migrated(database_url)
    person = {"borrower": "b-1", "region": "porto", "zone": "Europe/Lisbon", "phone": BOX}
    text = {"intent": "00000000-0000-4000-8000-000000000001", "kind": "notice", "status": "sent", "wording": BOX}
    notifier = {"kind": "held", "loan": {"person": person, "texts": [text], "amount": {"minor": 5, "currency": "EUR"}},
                "brakes": [{"cause": "dispute", "until": None}]}  # fmt: skip
    crew = {"members": [{"collector": "col-1", "name": BOX}]}
    window = {"start": "2026-11-30T14:00:00Z", "end": "2026-11-30T16:00:00Z", "zone": "Europe/Lisbon"}
    scheduler = {"stage": {"kind": "agreed", "visit": {"visit": "v-1", "address": BOX, "region": "porto"}, "crew": crew,
                           "agreement": {"booking": "v-1.1", "window": window},
                           "offers": [{"slots": [{"window": window}]}]}}  # fmt: skip
    with psycopg.connect(database_url, autocommit=True) as admin:
        for service, doc in (("notifier", notifier), ("scheduler", scheduler)):
            admin.execute(f"INSERT INTO {service}.states VALUES ('c-1', 1, %s)".encode(), (json.dumps(doc).encode(),))
        rows = [
            admin.execute(f"SELECT to_jsonb(v) FROM {service}_published.{view} v".encode()).fetchall()
            for service in ("notifier", "scheduler")
            for view in ("cases", "holds", *(["case_texts"] if service == "notifier" else []))
        ]
    shown = json.dumps(rows)
    assert "secret-box" not in shown
    for known in ("dispute", "col-1", "v-1.1", "2026-11-30T16:00", "notice", '"owed_minor": 5'):
        assert known in shown


async def test_the_role_of_operators_may_not_act_as_a_service(database_url: str, operator: str) -> None:
    with psycopg.connect(operator, autocommit=True) as connection:
        connection.execute(f"SET ROLE {OPERATORS}".encode())
        for service in SERVICES:
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(f"SET ROLE doorstep_{service}".encode())


READS = re.compile(r"\bstates\b[^;]*\bdoc\b|\bdoc\b[^;]*\bstates\b")


def reads_documents(connection: psycopg.Connection, service: str) -> set[str]:
    """Its views, functions and named queries that read documents of states."""
    rows = connection.execute(
        "SELECT viewname, definition FROM pg_views WHERE schemaname IN (%(own)s, %(published)s)"
        " UNION ALL SELECT proname, prosrc FROM pg_proc WHERE pronamespace = to_regnamespace(%(own)s)",
        {"own": service, "published": f"{service}_published"},
    ).fetchall()
    named = {
        f"{path.name}: {name}": sql
        for path in (ROOT / "services" / service / "shell").glob("*.sql")
        for name, sql in load(f"services.{service}.shell", path.name).items()
    }
    return {name for name, text in (*rows, *named.items()) if READS.search(text)}


async def test_documents_are_read_only_of_services_that_write_each(database_url: str) -> None:
    await migrated(database_url)
    with psycopg.connect(database_url) as connection:
        readers = {service: reads_documents(connection, service) for service in ("notifier", "scheduler", "router")}
    assert readers["notifier"] >= {"cases", "forgetting.sql: unlink_numbers"}, "it finds them"
    by_snapshots = {service for service in readers if machine(service, brisk=True).snapshot_every > 1}
    assert {service: readers[service] for service in by_snapshots if readers[service]} == {}
