"""Every test of this folder runs on both adapters of its port."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from shared.runtime.ports import Store

from .worlds import MemoryWorld, PgWorld, World


@pytest.fixture(params=["memory", "postgres"])
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    made: World = PgWorld(request.getfixturevalue("database_url")) if request.param == "postgres" else MemoryWorld()
    yield made
    await made.close()


@pytest.fixture
async def store(world: World) -> Store:
    return await world.store()


@pytest.fixture
async def other(world: World, store: Store) -> Store:
    """The store of a second process."""
    return await world.store()
