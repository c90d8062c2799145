"""Data keys in memory and in PostgreSQL keep the same promises."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from shared.privacy.keys import KeyStore, MemoryKeys
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore


@pytest.fixture(params=["memory", "postgres"])
async def keys(request: pytest.FixtureRequest) -> AsyncIterator[KeyStore]:
    if request.param == "memory":
        yield MemoryKeys()
        return
    url: str = request.getfixturevalue("database_url")
    await migrate(url, "notifier", ("shared.runtime.pg",))
    store = PgStore(url, "notifier")
    await store.start()
    yield PgKeys(store)
    await store.close()


async def test_the_key_that_came_first_stays_and_what_was_forgotten_never_comes_back(keys: KeyStore) -> None:
    await keys.add({"b-1": b"one", "b-2": b"two"})
    await keys.add({"b-1": b"another"})
    assert await keys.load(["b-1", "b-2", "b-3"]) == {"b-1": b"one", "b-2": b"two"}
    await keys.forget("b-1")
    await keys.forget("b-1")
    await keys.forget("b-3")
    await keys.add({"b-1": b"one", "b-2": b"again", "b-3": b"three"})
    assert await keys.load(["b-1", "b-2", "b-3"]) == {"b-2": b"two"}
    await keys.add({})
    assert await keys.load([]) == {}
