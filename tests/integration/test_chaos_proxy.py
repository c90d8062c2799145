"""The bad network of the chaos campaign is as bad as it says, and whole again afterwards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.chaos.proxy import LATENCY_S, MODES, Link
from tests.polling import until

SILENT_S, PATIENCE_S = 0.3, 60.0
Pair = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Echo:
    """A server that answers what it hears, and remembers it."""

    def __init__(self) -> None:
        self.heard = b""
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(1 << 16):
                self.heard += data
                writer.write(data)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()


@asynccontextmanager
async def echo() -> AsyncIterator[Echo]:
    made = Echo()
    async with await asyncio.start_server(made.serve, "127.0.0.1", 0) as server:
        made.port = server.sockets[0].getsockname()[1]
        yield made


@asynccontextmanager
async def linked() -> AsyncIterator[tuple[Echo, Link]]:
    async with echo() as server, Link("to-echo", [server.port]) as link:
        yield server, link


async def connect(link: Link) -> Pair:
    return await asyncio.open_connection("127.0.0.1", link.port)


async def said(pair: Pair, data: bytes, patience_s: float = PATIENCE_S) -> bytes | None:
    """What comes back; None when nothing does in time, nothing (b"") when the line is closed."""
    reader, writer = pair
    try:
        writer.write(data)
        return await asyncio.wait_for(reader.read(1 << 16), patience_s)
    except TimeoutError:
        return None


async def test_nothing_is_changed_while_the_network_is_good() -> None:
    async with linked() as (_, link):
        pair = await connect(link)
        assert await said(pair, b"one") == b"one"
        pair[1].close()


async def test_latency_is_paid_both_ways() -> None:
    async with linked() as (_, link):
        link.become("latency")
        pair, began = await connect(link), time.monotonic()
        assert await said(pair, b"one") == b"one"
        assert time.monotonic() - began >= 2 * LATENCY_S * 0.9
        pair[1].close()


async def test_a_slow_line_lets_only_so_much_through() -> None:
    async with linked() as (_, link):
        link.become("slow")
        (reader, writer), began = await connect(link), time.monotonic()
        writer.write(bytes(20_000))
        assert len(await reader.readexactly(20_000)) == 20_000
        assert time.monotonic() - began > 0.25
        writer.close()


async def test_a_reset_ends_what_is_open_and_what_is_opened() -> None:
    async with linked() as (_, link):
        old = await connect(link)
        assert await said(old, b"one") == b"one"
        link.become("reset")
        for pair in (old, await connect(link)):
            with pytest.raises(ConnectionError):
                await pair[0].readexactly(1)
        link.become("pass")
        new = await connect(link)
        assert await said(new, b"two") == b"two"
        new[1].close()


async def test_half_open_connections_swallow_everything_and_are_reset_when_it_ends() -> None:
    async with linked() as (server, link):
        old = await connect(link)
        assert await said(old, b"one") == b"one"
        link.become("half-open")
        new = await connect(link)
        assert await said(old, b"two", SILENT_S) is None
        assert await said(new, b"three", SILENT_S) is None
        assert server.heard == b"one"
        link.become("pass")
        for pair in (old, new):
            with pytest.raises(ConnectionError):
                await pair[0].readexactly(1)


async def test_where_answers_are_lost_the_server_has_heard_all() -> None:
    async with linked() as (server, link):
        link.become("answers-lost")
        pair = await connect(link)
        assert await said(pair, b"one", SILENT_S) is None

        async def heard() -> bool:
            return server.heard == b"one"

        await until(heard)
        link.become("pass")
        with pytest.raises(ConnectionError):
            await pair[0].readexactly(1)


async def test_a_dead_server_is_left_out_and_with_none_left_the_line_is_cut() -> None:
    async with echo() as one:
        gone = one.port
    async with echo() as two, Link("front", [gone, two.port]) as front:
        for _ in range(4):
            pair = await connect(front)
            assert await said(pair, b"hello") == b"hello"
            pair[1].close()
    async with Link("front", [gone]) as front:
        reader, _ = await connect(front)
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await reader.readexactly(1)
        assert front.counts["nobody-there"] == 1


async def test_a_post_is_copied_only_when_somebody_asks_for_that() -> None:
    async with linked() as (server, link):
        link.copy_next_post = True
        pair = await connect(link)
        assert await said(pair, b"POST one") == b"POST one"
        while not link.counts["copied"]:
            await asyncio.sleep(0)
        assert await said(pair, b"POST two") == b"POST two"
        assert server.heard == b"POST onePOST onePOST two"
        pair[1].close()


async def test_who_waits_for_a_request_on_the_wire_is_told_once() -> None:
    async with linked() as (_, link):
        told: list[int] = []
        link.on_asked = lambda: told.append(1)
        pair = await connect(link)
        assert await said(pair, b"one") == b"one"
        assert await said(pair, b"two") == b"two"
        assert told == [1]
        pair[1].close()


def test_every_mode_is_described() -> None:
    from tests.chaos import proxy

    assert [mode for mode in MODES if f"| {mode} |" not in (proxy.__doc__ or "")] == []
