"""Servers as banks have them: one Kafka with locks, and a PostgreSQL with TLS of each version that we promise."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from deploy.local.folder import Folder, cache_root
from deploy.local.kafka import STARTED_ONCE
from deploy.local.ports import free_port
from deploy.local.program import Program
from deploy.local.progress import SilentOutput
from deploy.local.supervisor import Supervisor
from tests.apart import campaign
from tests.made_topics import make_catalogue

from .locked_kafka import LockedKafka
from .tls_postgres import VERSIONS, TlsPostgres, Version


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They need servers of their own."""
    for item in items:
        if "/servers/" in item.nodeid:
            item.add_marker(campaign)


@pytest.fixture(scope="session")
def kafka() -> Iterator[LockedKafka]:
    """With the topics of the catalogue. Each test has users of its own: nobody's right is another's."""
    with folder() as made_in:
        made = LockedKafka.fetched(
            made_in, free_port(), free_port(), cache_root(), SilentOutput(), settings=STARTED_ONCE
        )
        assert isinstance(made, LockedKafka)
        with _running(made_in, made.program()):
            asyncio.run(make_catalogue({"bootstrap_servers": made.bootstrap}, prefix="", partitions=1))
            yield made


@pytest.fixture(scope="session", params=VERSIONS)
def postgres(request: pytest.FixtureRequest) -> Iterator[TlsPostgres]:
    version: Version = request.param
    with folder() as made_in:
        made = TlsPostgres.fetched(version, made_in, free_port(), cache_root())
        with _running(made_in, made.program()):
            yield made


@pytest.fixture
def database(postgres: TlsPostgres) -> Iterator[str]:
    """The name of an empty database."""
    name = f"bank_{uuid4().hex[:12]}"
    with psycopg.connect(postgres.url(), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}".encode())
        yield name
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@contextmanager
def folder() -> Iterator[Folder]:
    """Not pytest's own, which each run of root's shuts to the user that PostgreSQL runs as."""
    with tempfile.TemporaryDirectory(prefix="doorstep-servers-") as path:
        made = Folder(Path(path)).make()
        made.kafka.mkdir(exist_ok=True)
        yield made


@contextmanager
def _running(folder: Folder, program: Program) -> Iterator[None]:
    with asyncio.Runner() as runner:
        supervisor = Supervisor(folder)
        runner.run(supervisor.open())
        try:
            runner.run(supervisor.start(program))
            yield
        finally:
            runner.run(supervisor.close())
