"""One migrated database for the tests of this folder, emptied before each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from services.notifier.bootstrap import MIGRATIONS
from shared.runtime.pg.migrate import migrate
from tests.emptied import empty
from tests.own_database import own_database

from .notifier_process import Memory

KEPT_HERE = "schemaname IN ('notifier', 'privacy') AND tablename <> 'migrations'"


@pytest.fixture(scope="session")
def _migrated_url(postgres_url: str) -> Iterator[str]:
    with own_database(postgres_url) as url:
        asyncio.run(migrate(url, "notifier", MIGRATIONS))
        yield url


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
