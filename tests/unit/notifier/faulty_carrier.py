"""A carrier on a socket that goes wrong in one particular way: each connection is served as `serve` says."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import ssl
import struct
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

import pytest
import uvloop

from services.notifier.shell.sms import Ready
from services.notifier.shell.tokens import fixed
from services.notifier.shell.twilio_sms import TwilioSms

LOOPS: list[Callable[..., Any]] = [asyncio.run, uvloop.run]
both_loops = pytest.mark.parametrize("run", LOOPS, ids=["asyncio", "uvloop"])
"""The services run on uvloop, whose errors are others."""
SID, TOKEN, OURS = "AC" + "0" * 32, "a token of sixteen or more", "+351900000000"


def text(number: int = 1) -> Ready:
    return Ready("+351900000001", f"text {number}", f"https://bank.example/twilio/status/{number}")


def sid(number: int) -> str:
    return f"SM{number:032x}"


def answer(status: int = 201, number: int = 1, *, more: bytes = b"") -> bytes:
    body = json.dumps({"sid": sid(number), "status": "queued", "code": 20000 + status, "message": "x"}).encode()
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + more + b"\r\n" + body


class Line:
    """One connection; what the carrier read of texts on it goes to `got`."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, got: Counter[str]) -> None:
        self.reader, self.writer, self._got = reader, writer, got

    async def read(self) -> str:
        """The body of the next text, read whole."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        (length,) = [int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        (body,) = parse_qs((await self.reader.readexactly(length)).decode())["Body"]
        self._got[body] += 1
        return body

    async def say(self, raw: bytes) -> None:
        self.writer.write(raw)
        await self.writer.drain()

    def reset(self) -> None:
        """Not an end, but an error."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()

    async def until_closed(self) -> None:
        """By the other side."""
        while await self.reader.read(10_000):
            pass


Serve = Callable[[Line], Awaitable[None]]


class Faulty:
    """`got` counts each text that was read whole: none may come twice. `lines` are the connections that were made."""

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self.got: Counter[str] = Counter()
        self.lines = 0
        self._serving: set[asyncio.Task[None] | None] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._serving.add(asyncio.current_task())
        self.lines += 1
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await self._serve(Line(reader, writer, self.got))
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def stop(self) -> None:
        for task in self._serving:
            if task is not None:
                task.cancel()
        await asyncio.gather(*(task for task in self._serving if task is not None), return_exceptions=True)


@asynccontextmanager
async def faulty(
    serve: Serve, timeout_s: float = 30.0, tls: ssl.SSLContext | None = None, scheme: str = "http"
) -> AsyncIterator[tuple[TwilioSms, Faulty]]:
    there = Faulty(serve)
    server = await asyncio.start_server(there.serve, "127.0.0.1", 0, ssl=tls)
    url = f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    sms = TwilioSms(SID, fixed(TOKEN), OURS, url, timeout_s=timeout_s)
    try:
        yield sms, there
    finally:
        await sms.close()
        await there.stop()
        server.close()
        await server.wait_closed()
