"""A TCP proxy in front of PostgreSQL that counts round trips, can lose what the server says, and can fall silent."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit


class Proxy:
    """`deaf`: from now on answers are lost and the connection with them, though the server did the work.

    While it is not `passing` nothing comes through and nobody is told: as with a server that is stopped. With `hole`
    what was sent meanwhile never comes through either: as where a network lost its way.
    """

    def __init__(self) -> None:
        self.deaf = self.hole = False
        self.passing = asyncio.Event()
        self.passing.set()
        self.port = 0
        self._bursts: list[str] = []

    def trips(self) -> int:
        """Round trips since the last time somebody asked."""
        found = self._bursts.count("asked")
        self._bursts.clear()
        return found

    async def pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, kind: str) -> None:
        try:
            while data := await reader.read(1 << 16):
                if self._bursts[-1:] != [kind]:
                    self._bursts.append(kind)
                if self.deaf and kind == "answered":
                    break
                if not self.passing.is_set():
                    await (asyncio.Event() if self.hole else self.passing).wait()
                writer.write(data)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()


@contextlib.asynccontextmanager
async def proxy_to(url: str) -> AsyncIterator[tuple[Proxy, str]]:
    """A proxy, and the URL that goes through it."""
    proxy, tasks = Proxy(), set[asyncio.Task[None]]()
    parts = urlsplit(url)
    socket = parse_qs(parts.query).get("host", [""])[0]

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = (
            await asyncio.open_unix_connection(f"{socket}/.s.PGSQL.{parts.port or 5432}")
            if socket.startswith("/")
            else await asyncio.open_connection(socket or parts.hostname, parts.port or 5432)
        )
        for task in (proxy.pump(reader, there[1], "asked"), proxy.pump(there[0], writer, "answered")):
            tasks.add(asyncio.create_task(task))

    async with await asyncio.start_server(accept, "127.0.0.1", 0) as server:
        proxy.port = server.sockets[0].getsockname()[1]
        user = (
            f"{parts.username}:{parts.password}@" if parts.password else f"{parts.username}@" if parts.username else ""
        )
        yield proxy, f"postgresql://{user}127.0.0.1:{proxy.port}{parts.path}?sslmode=disable&gssencmode=disable"
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
