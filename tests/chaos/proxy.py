"""A TCP proxy that can be a bad network, on loopback.

| mode | a client finds |
|---|---|
| pass | the server |
| latency | the server, every piece of data `LATENCY_S` late |
| slow | the server behind a line of `SLOW_BYTES_S` bytes a second |
| reset | its connections reset, and each new one too |
| half-open | connections that stay open and lead nowhere: everything is swallowed |
| answers-lost | a server that hears everything and whose answers never arrive |

Connections that lost data are reset when the mode ends, as a network that comes back would have them.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

Mode = Literal["pass", "latency", "slow", "reset", "half-open", "answers-lost"]
MODES: tuple[Mode, ...] = get_args(Mode)
LATENCY_S = 0.3
SLOW_BYTES_S = 64 << 10
PIECE_BYTES = 64 << 10
SLOW_PIECE_BYTES = 4 << 10
CONNECT_S = 2.0
LINGER_NOT = struct.pack("ii", 1, 0)
HOST = "127.0.0.1"


@dataclass(eq=False)
class Line:
    """One connection of a client, and ours to the server while there is one. `torn`: data of it was lost."""

    client: asyncio.StreamWriter
    server: asyncio.StreamWriter | None = None
    torn: bool = False
    kept: bytearray = field(default_factory=bytearray)

    def cut(self) -> None:
        for writer in (self.client, self.server):
            if writer is not None:
                reset(writer)


class Link:
    """In front of `targets` (ports), used in turn; one that does not answer is left out. `port` is known once open.

    `on_asked` is called, once, when something was just handed on to the server. `copy_next_post` has the next HTTP POST
    handed on a second time, when it has been answered: what no network does, and what a checker must see.
    """

    def __init__(self, name: str, targets: Sequence[int], port: int = 0) -> None:
        self.name, self.port = name, port
        self.mode: Mode = "pass"
        self.counts: Counter[str] = Counter()
        self.on_asked: Callable[[], None] | None = None
        self.copy_next_post = False
        self._targets, self._turn = list(targets), 0
        self._lines: set[Line] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Link:
        self._server = await asyncio.start_server(self._accept, HOST, self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exc: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for line in tuple(self._lines):
            line.cut()

    def become(self, mode: Mode) -> None:
        """From now on."""
        self.mode = mode
        self.counts[mode] += 1
        for line in tuple(self._lines):
            if mode == "reset" or (mode == "pass" and line.torn):
                line.cut()

    @property
    def open_lines(self) -> int:
        return len(self._lines)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        line = Line(writer)
        self._lines.add(line)
        try:
            await self._serve(line, reader)
        except (OSError, TimeoutError, asyncio.CancelledError):
            pass
        finally:
            line.cut()
            self._lines.discard(line)
            self._tasks.discard(task)

    async def _serve(self, line: Line, reader: asyncio.StreamReader) -> None:
        if self.mode == "reset":
            self.counts["refused"] += 1
            return
        if self.mode == "half-open":
            line.torn = True
            await self._pump(line, reader, None, "asked")
            return
        there = await self._connect()
        if there is None:
            return
        line.server = there[1]
        pumps = [
            asyncio.ensure_future(self._pump(line, reader, there[1], "asked")),
            asyncio.ensure_future(self._pump(line, there[0], line.client, "answered")),
        ]
        try:
            # Whichever side ends first ends the line: nobody here speaks with half of a connection.
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        for _ in self._targets:
            port = self._targets[self._turn % len(self._targets)]
            self._turn += 1
            with contextlib.suppress(OSError, TimeoutError):
                return await asyncio.wait_for(asyncio.open_connection(HOST, port), CONNECT_S)
        self.counts["nobody-there"] += 1
        return None

    async def _pump(
        self, line: Line, reader: asyncio.StreamReader, writer: asyncio.StreamWriter | None, kind: str
    ) -> None:
        while data := await reader.read(SLOW_PIECE_BYTES if self.mode == "slow" else PIECE_BYTES):
            if self.mode == "latency":
                await asyncio.sleep(LATENCY_S)
            elif self.mode == "slow":
                await asyncio.sleep(len(data) / SLOW_BYTES_S)
            if self.mode == "half-open" or (self.mode == "answers-lost" and kind == "answered") or writer is None:
                line.torn = True
                self.counts["bytes-lost"] += len(data)
                continue
            writer.write(data)
            await writer.drain()
            self._noticed(line, data, kind)

    def _noticed(self, line: Line, data: bytes, kind: str) -> None:
        if kind == "asked":
            if self.copy_next_post and data.startswith(b"POST"):
                self.copy_next_post = False
                line.kept += data
            elif line.kept:
                line.kept += data
            if self.on_asked is not None:
                tell, self.on_asked = self.on_asked, None
                tell()
        elif line.kept:
            copy = asyncio.ensure_future(self._hand_on_again(bytes(line.kept)))
            line.kept.clear()
            self._tasks.add(copy)
            copy.add_done_callback(self._tasks.discard)

    async def _hand_on_again(self, request: bytes) -> None:
        there = await self._connect()
        if there is not None:
            there[1].write(request)
            await there[0].read(PIECE_BYTES)
            self.counts["copied"] += 1
            there[1].close()


def reset(writer: asyncio.StreamWriter) -> None:
    """Close with a reset, as a machine does that was switched off and on."""
    connection: socket.socket | None = writer.get_extra_info("socket")
    if connection is not None and connection.fileno() >= 0:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
    writer.transport.abort()
