"""A pooler like PgBouncer with `pool_mode = transaction`: many come, one connection to the server serves them all, and
who has it is asked anew after each transaction."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import struct
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import psycopg

SAID = {"server_version": "15.0", "client_encoding": "UTF8", "standard_conforming_strings": "on"}
ASKED_TO_ANSWER = (b"Q", b"S")
"""A query and a sync: the server says that it is ready after each."""


class TransactionPooler:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._free = asyncio.Lock()
        self.tasks: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self._writer.close()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        try:
            await self._serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        (length,) = struct.unpack("!i", await reader.readexactly(4))
        await reader.readexactly(length - 4)
        said = b"".join(message(b"S", f"{name}\0{value}\0".encode()) for name, value in SAID.items())
        writer.write(message(b"R", bytes(4)) + said + message(b"K", bytes(8)) + message(b"Z", b"I"))
        while (first := await received(reader))[0] != b"X":
            async with self._free:
                await self._transaction(first, reader, writer)

    async def _transaction(
        self, asked: tuple[bytes, bytes], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        open_ones, idle = 0, False
        while not idle:
            self._writer.write(message(*asked))
            open_ones += asked[0] in ASKED_TO_ANSWER
            while open_ones:
                kind, body = await received(self._reader)
                writer.write(message(kind, body))
                if kind == b"Z":
                    open_ones -= 1
                    idle = body == b"I"
            if not idle:
                asked = await received(reader)


def message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!i", len(body) + 4) + body


async def received(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    kind, length = struct.unpack("!ci", await reader.readexactly(5))
    return kind, await reader.readexactly(length - 4)


@contextlib.asynccontextmanager
async def pooler_to(url: str) -> AsyncIterator[str]:
    """The URL that goes through one."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        wire = socket.socket(fileno=os.dup(connection.fileno()))
        pooler = TransactionPooler(*await asyncio.open_connection(sock=wire))
        server = await asyncio.start_server(pooler.accept, "127.0.0.1", 0)
        try:
            port = server.sockets[0].getsockname()[1]
            user = urlsplit(url).username or "postgres"
            yield f"postgresql://{user}@127.0.0.1:{port}{urlsplit(url).path}?sslmode=disable&gssencmode=disable"
        finally:
            server.close()
            await pooler.close()
