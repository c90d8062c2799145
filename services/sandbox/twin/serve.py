"""Serves the carrier on this machine only, inside the sandbox's own event loop.

aiohttp, whose parser is written in C and which sends an answer in one piece: a text costs the machine it is tried on
half of what it did with an ASGI server, and what is measured beside is the product.
"""

from __future__ import annotations

import socket

from aiohttp import web

IDLE_S = 5.0
"""An idle connection is closed after it: as soon as any server does, so that a sender meets that too."""
ENDING_S = 0.01
"""At its end nobody is waited for: an answer that hangs on purpose is cut."""


class ServedTwin:
    """A running server; `port` is the one it got."""

    def __init__(self, app: web.Application, port: int = 0) -> None:
        self._socket = socket.create_server(("127.0.0.1", port), backlog=512)
        self.port: int = self._socket.getsockname()[1]
        self._runner = web.AppRunner(app, access_log=None, keepalive_timeout=IDLE_S, shutdown_timeout=ENDING_S)

    async def start(self) -> None:
        await self._runner.setup()
        await web.SockSite(self._runner, self._socket, backlog=512).start()

    async def stop(self) -> None:
        await self._runner.cleanup()
        self._socket.close()
