"""Every test of this folder runs on both adapters of its port."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from shared.runtime.ports import Store
from tests.own_database import own_database

from .logs import Bus, KafkaBus, MemoryBus
from .memory_harness import MemoryStoreHarness
from .store_harness import PgStoreHarness, StoreHarness, prepare


@pytest.fixture(scope="session")
def conformance_url(postgres_url: str) -> Iterator[str]:
    """A database with the tables of the suite; each test empties it."""
    with own_database(postgres_url) as url:
        asyncio.run(prepare(url))
        yield url


@pytest.fixture(params=["memory", "postgres"])
def a_harness(request: pytest.FixtureRequest) -> StoreHarness:
    return (
        PgStoreHarness(request.getfixturevalue("conformance_url"))
        if request.param == "postgres"
        else MemoryStoreHarness()
    )


@pytest.fixture
async def harness(a_harness: StoreHarness) -> AsyncIterator[StoreHarness]:
    yield a_harness
    await a_harness.close()


@pytest.fixture
async def store(harness: StoreHarness) -> Store:
    return await harness.store()


@pytest.fixture
async def other(harness: StoreHarness, store: Store) -> Store:
    """The store of a second process."""
    return await harness.store()


@pytest.fixture(params=["memory", "kafka"])
def a_bus(request: pytest.FixtureRequest, unique: str) -> Bus:
    return KafkaBus(request.getfixturevalue("kafka_bootstrap"), unique) if request.param == "kafka" else MemoryBus()


@pytest.fixture
async def bus(a_bus: Bus) -> AsyncIterator[Bus]:
    """A topic of three partitions of its own."""
    await a_bus.start()
    yield a_bus
    await a_bus.close()
