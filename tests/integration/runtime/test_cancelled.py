"""Whoever is cancelled while its connection is made leaves its place to others."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore


async def test_a_cancelled_wait_for_a_connection_takes_no_place(database_url: str) -> None:
    await migrate(database_url, "toy", ("shared.runtime.pg",))
    came, ends, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.set()
        await ends.wait()
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        ended.set()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    nobody = f"postgresql://x@127.0.0.1:{server.sockets[0].getsockname()[1]}/x?sslmode=disable&gssencmode=disable"
    where = [database_url]
    store = PgStore(lambda: where[-1], "toy", {"one": "SELECT 1 AS one"}, lanes=1)
    await store.start()
    where.append(nobody)
    waiting = asyncio.create_task(store.ask("one", {}))
    await came.wait()
    waiting.cancel()
    await asyncio.wait({waiting})
    assert waiting.cancelled()
    where.pop()
    async with asyncio.timeout(60):
        assert await store.ask("one", {}) == [{"one": 1}]
    await store.close()
    ends.set()
    await ended.wait()
    server.close()
    await server.wait_closed()
