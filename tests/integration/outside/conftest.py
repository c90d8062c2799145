from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import uuid4

import psycopg
import pytest
import pytest_asyncio

from .running_stack import RunningStack, running_stack


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def outside(
    postgres_url: str, kafka_bootstrap: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningStack]:
    """One system for all tests of the package: each has borrowers of its own, and leaves the carrier well."""
    unique = uuid4().hex[:12]
    base, _, query = postgres_url.partition("?")
    url = base.rpartition("/")[0] + f"/outside_{unique}" + (f"?{query}" if query else "")
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE outside_{unique} TEMPLATE template0".encode())
        try:
            async with running_stack(tmp_path_factory.mktemp("outside"), url, kafka_bootstrap, unique) as made:
                yield made
        finally:
            admin.execute(f"DROP DATABASE outside_{unique} WITH (FORCE)".encode())


@pytest_asyncio.fixture(autouse=True, loop_scope="package")
async def a_new_week(outside: RunningStack) -> None:
    """Whatever the order of the tests: a Monday morning, a carrier that is well, and nobody who owes."""
    outside.twin.is_well()
    await outside.posting_goes_on()
    await outside.nobody_owes()
    await outside.monday()
