"""A stack for the commands: real PostgreSQL with the three services' tables, real Kafka with the catalogue's topics."""

from __future__ import annotations

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from services.console.acts import operations, world
from services.console.store import tables as store_tables
from services.console.views import backlog, streams
from services.console.web import database, last_seen
from shared.contracts.catalogue import BY_NAME
from shared.runtime.pg.migrate import migrate
from tests.made_topics import make_catalogue, make_topics

from .console_stack import PARTITIONS, SERVICES, ConsoleStack
from .running_services import services_running

MASTER = bytes(range(32))
FOREIGN = (
    "KAFKA_BOOTSTRAP_SERVERS", "DOORSTEP_CLOCK_FILE", "DOORSTEP_MONITOR_PORT", "DOORSTEP_TOPIC_PREFIX",
    "DOORSTEP_CONSOLE_WORLD",
)  # fmt: skip


@pytest.fixture(autouse=True)
def patient_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where others use the machine too, a page comes with what was read for it, and not sooner without it."""
    for name in ("PATIENCE_S", "FIRST_PATIENCE_S"):
        monkeypatch.setattr(last_seen, name, 60.0)
    for tables_of in (database, store_tables):
        monkeypatch.setattr(tables_of, "WAIT_S", 60.0)
    monkeypatch.setattr(world, "PATIENCE_S", 60.0)
    monkeypatch.setattr(backlog, "COUNT_S", 60.0)  # what is not counted in time is not exact
    monkeypatch.setattr(streams, "START_MS", 60_000)
    monkeypatch.setattr(database, "STATEMENT_MS_MAX", 60_000)


@pytest.fixture(scope="session")
def migrated(postgres_url: str) -> Iterator[str]:
    """A database that all tests of the console share; each finds its tables empty."""
    name = f"console_{uuid4().hex[:16]}"
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        url = postgres_url.rpartition("/")[0] + f"/{name}"
        for service in SERVICES:
            asyncio.run(migrate(url, service, ("shared.runtime.pg", f"services.{service}.shell")))
        yield url
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def tables(migrated: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ConsoleStack:
    """The database alone: `DATABASE_URL` leads to it, and no system of this machine is in sight."""
    key = tmp_path / "master"
    key.write_text(urlsafe_b64encode(MASTER).decode(), encoding="ascii")
    key.chmod(0o600)
    for name in FOREIGN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("DATABASE_URL", migrated)
    monkeypatch.setenv("DOORSTEP_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DOORSTEP_MASTER_KEY_FILE", str(key))
    stack = ConsoleStack(migrated, MASTER)
    stack.clear()
    return stack


@pytest.fixture
def timed_by_producers(kafka_bootstrap: str, unique: str) -> None:
    """`loans` of the test's own stack, as topics once were made: who publishes there says when that was."""
    old = BY_NAME["loans"].config | {"message.timestamp.type": "CreateTime"}
    asyncio.run(make_topics(kafka_bootstrap, f"{unique}.loans", partitions=PARTITIONS, config=old))


@pytest.fixture
def stack(tables: ConsoleStack, kafka_bootstrap: str, unique: str, monkeypatch: pytest.MonkeyPatch) -> ConsoleStack:
    """The database and the topics, under a prefix of the test's own."""
    prefix = f"{unique}."
    asyncio.run(make_catalogue({"bootstrap_servers": kafka_bootstrap}, partitions=PARTITIONS, prefix=prefix))
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", kafka_bootstrap)
    monkeypatch.setenv("DOORSTEP_TOPIC_PREFIX", prefix)
    tables.bootstrap, tables.prefix = kafka_bootstrap, prefix
    return tables


@pytest.fixture
def served(stack: ConsoleStack, monkeypatch: pytest.MonkeyPatch) -> Iterator[ConsoleStack]:
    """Database, topics, and the three services carrying out what operators ask, however long that takes them."""
    monkeypatch.setattr(operations, "PATIENCE_S", 60.0)
    with services_running(stack):
        yield stack
