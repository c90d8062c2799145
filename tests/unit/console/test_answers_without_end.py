"""Answers that never end, of a service's health port and of an identity provider: none of them is waited for."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from deploy.local import program
from services.console.web.access.oidc import documents

Goes = Callable[[asyncio.StreamWriter], Awaitable[None]]


async def drips(writer: asyncio.StreamWriter) -> None:
    for _ in range(100):
        writer.write(b" ")
        await writer.drain()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), 0.05)


async def pours(writer: asyncio.StreamWriter) -> None:
    for _ in range(200):
        writer.write(b" " * 100_000)
        await writer.drain()


@asynccontextmanager
async def answering(goes: Goes) -> AsyncIterator[int]:
    serving: list[asyncio.Task[None] | None] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.append(asyncio.current_task())
        await reader.read(10_000)
        writer.write(b"HTTP/1.1 200 X\r\nContent-Type: application/json\r\n\r\n")
        try:
            with contextlib.suppress(OSError):
                await goes(writer)
        finally:
            writer.transport.abort()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        for task in serving:
            if task is not None:
                task.cancel()
        await asyncio.gather(*(task for task in serving if task is not None), return_exceptions=True)
        server.close()
        await server.wait_closed()


async def test_a_health_port_that_answers_without_end_has_not_answered() -> None:
    async with answering(pours) as port:
        assert await program.http_status(port, "/ready", 30.0) is None


async def test_a_provider_whose_answer_drips_is_away_when_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "WHOLE_S", 0.3, raising=False)
    async with answering(drips) as port, documents.client() as http:
        with pytest.raises(documents.ProviderAway, match="late"):
            await documents.fetched(http, "GET", f"http://127.0.0.1:{port}/")
