"""The server of the pages against clients that are slow, half there, or many: on real sockets, at this machine."""

from __future__ import annotations

import asyncio
import base64
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from deploy.local.folder import ROOT
from deploy.local.ports import free_port
from deploy.local.program import http_status
from services.console.web import server as module
from services.console.web.server import server_of
from services.console.web.stream.viewers import EventStream, Viewers
from shared.runtime import request_timeout
from tests.polling import until

NOBODY = "127.0.0.1:9"
STREAMS = 50


async def flood() -> AsyncGenerator[bytes, None]:
    while True:
        yield b"data: " + b"x" * 16_000 + b"\n\n"
        await asyncio.sleep(0)


@asynccontextmanager
async def serving(viewers: Viewers) -> AsyncIterator[int]:
    """A small site with a page and a stream that never ends; its port."""

    async def page(_: Request) -> Response:
        return PlainTextResponse("here")

    async def stream(_: Request) -> Response:
        return EventStream(viewers, flood())

    app = Starlette(routes=[Route("/", page), Route("/stream", stream)])
    port = free_port()
    server = server_of(app, viewers, 100, host="127.0.0.1", port=port, behind_proxy=False)
    task = asyncio.create_task(server.serve())
    try:
        await until(lambda: http_status(port, "/"))
        yield port
    finally:
        server.should_exit = True
        await task


async def opened(port: int, request: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    await writer.drain()
    return reader, writer


async def test_a_reader_who_takes_nothing_is_dropped_and_counted_and_others_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "TAKES_S", 1.5)  # one who reads is not that late, also where others use the machine
    viewers = Viewers(10)
    async with serving(viewers) as port:
        asleep = socket.create_connection(("127.0.0.1", port))
        asleep.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        await asyncio.to_thread(asleep.sendall, b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
        awake, writer = await opened(port, b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")

        async def dropped() -> bool:
            return (viewers.dropped, viewers.count) == (1, 1)

        await until(dropped, meanwhile=lambda: awake.read(1 << 16))
        assert await awake.read(1 << 16)
        writer.close()
        asleep.close()


@pytest.mark.parametrize(
    "half",
    [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"],
    ids=["nothing", "half a head", "half a body"],
)
async def test_a_request_that_never_becomes_whole_gives_its_connection_back(
    half: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_timeout, "REQUEST_S", 0.3)
    async with serving(Viewers(10)) as port:
        reader, writer = await opened(port, half)
        answer = await asyncio.wait_for(reader.read(), 60)
        assert answer == b"" or answer.startswith((b"HTTP/1.1 408", b"HTTP/1.1 405"))
        writer.close()


async def test_a_head_larger_than_any_of_ours_is_refused() -> None:
    async with serving(Viewers(10)) as port:
        reader, writer = await opened(port, b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * (module.HEADERS_BYTES_MAX + 9))
        assert (await asyncio.wait_for(reader.read(), 60)).startswith(b"HTTP/1.1 400")
        writer.close()


async def test_places_come_back_from_readers_that_reset_the_line_at_once() -> None:
    viewers = Viewers(5)
    async with serving(viewers) as port:
        for _ in range(20):
            hasty = socket.create_connection(("127.0.0.1", port))
            hasty.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            await asyncio.to_thread(hasty.sendall, b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
            hasty.close()

        async def free() -> bool:
            return viewers.count == 0

        await until(free)


@pytest.fixture
def env(jars: Path, tmp_path: Path) -> dict[str, str]:
    """A console whose database and Kafka are away."""
    key = tmp_path / "master"
    key.write_bytes(base64.urlsafe_b64encode(bytes(32)))
    key.chmod(0o600)
    return {
        **os.environ, "DATABASE_URL": f"postgresql://nobody@{NOBODY}/none", "KAFKA_BOOTSTRAP_SERVERS": NOBODY,
        "DOORSTEP_CONSOLE_JARS": str(jars), "DOORSTEP_CONSOLE_OPEN": "sandbox", "TWILIO_API_URL": f"http://{NOBODY}",
        "DOORSTEP_CONSOLE_PORT": str(free_port()), "DOORSTEP_MASTER_KEY_FILE": str(key), "PYTHONPATH": str(ROOT),
    }  # fmt: skip


async def begun(env: dict[str, str], *before: str) -> asyncio.subprocess.Process:
    command = [*before, sys.executable, "-m", "services.console.web"]
    return await asyncio.create_subprocess_exec(*command, env=env, stderr=asyncio.subprocess.PIPE)


async def test_told_to_stop_it_ends_at_once_with_many_streams_open(env: dict[str, str]) -> None:
    port, process = int(env["DOORSTEP_CONSOLE_PORT"]), await begun(env)
    lines: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
    began = time.monotonic()
    try:
        await until(lambda: http_status(port, "/ready"), alive=process)
        # Where others need the processor too it may take to end as long as it took to start.
        patience_s = max(module.ENDING_S - 1, time.monotonic() - began)
        request = b"GET /stream/changes HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        for _ in range(STREAMS):
            lines.append(await opened(port, request))
        for reader, _ in lines:
            await reader.readuntil(b"retry: ")
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), patience_s) == 0
        for reader, _ in lines:
            assert (await reader.read()).endswith(b"0\r\n\r\n")
    finally:
        for _, writer in lines:
            writer.close()
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_with_too_few_open_files_it_lets_in_fewer_and_says_so(env: dict[str, str]) -> None:
    port, process = int(env["DOORSTEP_CONSOLE_PORT"]), await begun(env, "prlimit", "--nofile=400:400")
    try:
        await until(lambda: http_status(port, "/ready"), alive=process)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            assert "of 200 at most" in (await client.get("/tail")).text
    finally:
        process.terminate()
        _, errors = await process.communicate()
    assert b"at most 200 streams of events at once, not 1,000" in errors


async def test_with_hardly_any_open_files_it_refuses_to_start(env: dict[str, str]) -> None:
    process = await begun(env, "prlimit", "--nofile=128:128")
    _, errors = await process.communicate()
    assert process.returncode == 78
    assert b"it may open 128 files at once, and needs 300 to serve: see `ulimit -n`" in errors
