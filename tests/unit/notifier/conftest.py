"""One migrated database for the tests of this folder, emptied before each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest

from services.notifier.bootstrap import MIGRATIONS
from shared.runtime.pg.migrate import migrate
from tests.emptied import empty

from .notifier_process import Memory

KEPT_HERE = "schemaname IN ('notifier', 'privacy') AND tablename <> 'migrations'"


@pytest.fixture(scope="session")
def _migrated_url(postgres_url: str) -> Iterator[str]:
    name = f"test_{uuid4().hex[:16]}"
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        base, _, query = postgres_url.partition("?")
        url = base.rpartition("/")[0] + f"/{name}" + (f"?{query}" if query else "")
        asyncio.run(migrate(url, "notifier", MIGRATIONS))
        yield url
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def notifier_url(_migrated_url: str) -> str:
    """URL of a database with notifier's schema and no rows."""
    empty(_migrated_url, KEPT_HERE)
    return _migrated_url


@pytest.fixture(params=["memory", "postgres"])
def anywhere(request: pytest.FixtureRequest) -> str | Memory:
    """An empty database: the simulation's, and a real one."""
    if request.param == "memory":
        return Memory()
    url: str = request.getfixturevalue("notifier_url")
    return url
