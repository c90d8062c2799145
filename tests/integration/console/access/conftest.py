"""The console's own tables in a real PostgreSQL, empty for each test, and a site behind them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from services.console.store.schema import migrate_store
from services.console.web.access.parts import access_parts
from services.console.web.access.settings import AccessSettings
from tests.emptied import empty

from .federated import Federated, federation
from .sign_in_site import SetClock, SignInSite, access_settings
from .small_site import cheap_passwords, small_site

WHO_COMES_IN = (
    "schemaname = 'console' AND tablename IN ('accounts', 'links', 'sessions', 'sign_ins', 'journeys', 'resumes_asked')"
)


@pytest.fixture(scope="session")
def console_database(postgres_url: str) -> Iterator[str]:
    name = f"access_{uuid4().hex[:16]}"
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        url = postgres_url.rpartition("/")[0] + f"/{name}"
        asyncio.run(migrate_store(url))
        yield url
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def settings(console_database: str, tmp_path: Path) -> AccessSettings:
    key = tmp_path / "master"
    key.write_text("unused", encoding="ascii")
    empty(console_database, WHO_COMES_IN)
    return access_settings(console_database, key)


@pytest.fixture
async def site(settings: AccessSettings) -> AsyncIterator[SignInSite]:
    clock = SetClock()
    access = access_parts(settings, 8123, clock=clock, passwords=cheap_passwords())
    await access.open()
    yield SignInSite(settings.database_url, access, small_site(access), clock)
    await access.close()


@pytest.fixture
async def federated(settings: AccessSettings) -> AsyncIterator[Federated]:
    async with federation(settings) as made:
        yield made
