"""What is kept of a master key: once, by whoever comes first, in memory as in PostgreSQL."""

from __future__ import annotations

import psycopg
import pytest

from shared.privacy.fit import KeptMaster, MasterStore, MemoryMaster
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.master_key import PgMaster
from shared.runtime.pg.store import PgStore

from .memory_harness import MemoryStoreHarness
from .store_harness import StoreHarness

FIRST, SECOND = KeptMaster(b"1" * 32, "first"), KeptMaster(b"2" * 32, "second")


@pytest.fixture
async def store_and_keys(
    harness: StoreHarness, request: pytest.FixtureRequest
) -> tuple[MasterStore, dict[str, bytes] | PgKeys]:
    if isinstance(harness, MemoryStoreHarness):
        rows: dict[str, bytes] = {}
        return MemoryMaster(rows), rows
    store = await harness.store()
    assert isinstance(store, PgStore)
    with psycopg.connect(request.getfixturevalue("conformance_url"), autocommit=True) as admin:
        admin.execute("TRUNCATE privacy.master_key, privacy.data_keys")
    return PgMaster(store), PgKeys(store)


async def test_the_first_that_is_kept_stays(store_and_keys: tuple[MasterStore, object]) -> None:
    store, _ = store_and_keys
    assert await store.kept() is None
    await store.keep(FIRST)
    await store.keep(SECOND)
    assert await store.kept() == FIRST


async def test_the_oldest_data_key_is_the_one_that_was_made_first(
    store_and_keys: tuple[MasterStore, dict[str, bytes] | PgKeys],
) -> None:
    store, keys = store_and_keys
    assert await store.oldest_data_key() is None
    for kid, row in (("b-2", b"two"), ("b-1", b"one")):
        if isinstance(keys, PgKeys):
            await keys.add({kid: row})
        else:
            keys[kid] = row
    assert await store.oldest_data_key() == ("b-2", b"two")
