"""A database that was the first and is a standby now: whoever stays connected to it reads, and can't write."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from shared.runtime.pg.hearing import PgHearingStore
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore
from shared.runtime.ports import Unavailable


async def test_connections_that_write_no_more_are_left_for_new_ones(database_url: str) -> None:
    await migrate(database_url, "notifier", ("shared.runtime.pg",))
    store = PgStore(database_url, "notifier")
    await store.start()
    try:
        hearing, was = PgHearingStore(store), store.registration
        await hearing.ask(["loans"], timedelta(minutes=5))
        assert store._alive is not None
        for connection in (store._alive, *(lane.connection for lane in store._idle)):
            await connection.execute("SET default_transaction_read_only TO on")
        with pytest.raises(Unavailable, match="25006"):
            await hearing.ask(["loans", "fleet"], timedelta(minutes=5))
        await store.check()
        await hearing.ask(["loans", "fleet"], timedelta(minutes=5))
        assert store.registration != was
    finally:
        await store.close()
    with psycopg.connect(database_url) as admin:
        assert admin.execute("SELECT count(*) FROM notifier.must_hear").fetchone() == (2,)
