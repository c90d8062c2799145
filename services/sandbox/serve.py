"""Serves what the sandbox says of itself (health, controls) on this machine only, inside its own event loop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from starlette.applications import Starlette


class _Quiet(uvicorn.Server):
    """Leaves signals to the process it runs in, and ends when asked, not at the next tenth of a second."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.asked = asyncio.Event()

    async def main_loop(self) -> None:
        await self.asked.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Served:
    """A running server; `port` is the one it got."""

    def __init__(self, app: Starlette, port: int = 0) -> None:
        self._socket = socket.create_server(("127.0.0.1", port), backlog=512)
        self.port: int = self._socket.getsockname()[1]
        config = uvicorn.Config(app, log_level="critical", access_log=False, lifespan="off", proxy_headers=False)
        self._server = _Quiet(config)
        self._run: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._run = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        while not self._server.started and not self._run.done():
            await asyncio.sleep(0.005)

    async def stop(self) -> None:
        self._server.force_exit = True
        self._server.asked.set()
        if self._run is not None:
            await self._run
        self._socket.close()
