from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import pytest_asyncio

from shared.runtime.pg.migrate import migrate

from .service_runner import ServiceRunner, service_runner
from .two_replicas import SERVICE


@pytest_asyncio.fixture
async def toy(database_url: str, kafka_bootstrap: str, unique: str, tmp_path: Path) -> AsyncIterator[ServiceRunner]:
    """The toy service's world: an empty database and topics of its own; `toy.start()` starts a process."""
    async with service_runner(database_url, kafka_bootstrap, unique, tmp_path) as made:
        yield made


@pytest.fixture(scope="session")
def toy_url(postgres_url: str) -> Iterator[str]:
    """A database with the toy's tables; each test machine empties it first."""
    name = f"test_{uuid4().hex[:16]}"
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        base, _, query = postgres_url.partition("?")
        url = base.rpartition("/")[0] + f"/{name}" + (f"?{query}" if query else "")
        asyncio.run(migrate(url, SERVICE, ("shared.runtime.pg",)))
        yield url
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
