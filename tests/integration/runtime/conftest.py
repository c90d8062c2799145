from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from shared.runtime.pg.migrate import migrate
from tests.own_database import own_database

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
    with own_database(postgres_url) as url:
        asyncio.run(migrate(url, SERVICE, ("shared.runtime.pg",)))
        yield url
