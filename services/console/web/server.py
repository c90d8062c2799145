"""The server of the pages: how many connections, how long a slow one is waited for, and an end that waits for nobody.

Streams of events stay open for hours, so what uvicorn leaves open here is somebody's place: a reader who takes nothing,
a request that never becomes whole (see `Impatient`), and a peer that went without a word.
"""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from shared.runtime.limits import raise_files
from shared.runtime.logs import logger
from shared.runtime.request_timeout import Impatient
from shared.runtime.settings import SettingsError
from shared.runtime.web import QuietServer

from .stream.viewers import Viewers

CONNECTIONS_MAX = 2_000
OTHER_FILES = 100
"""Database, Kafka, logs, libraries, and what is being opened."""
PAGES_MIN = 100
"""Connections that are left for pages when all places of streams are taken."""
FILES_MIN = 300
KEEP_ALIVE_S = 5
ENDING_S = 5
HEADERS_BYTES_MAX = 64 << 10
TAKES_S = 20.0
"""Who has taken nothing for so long is dropped; their browser comes back and is told what they missed."""
UNSENT_BYTES_MAX = 256 << 10
"""In the system's buffer: else each who reads slowly costs megabytes before anybody notices."""
SILENT_MS_MAX = 60_000
log = logger("console")


def connection_of(viewers: Viewers) -> type[Impatient]:
    """The class of a connection that counts at `viewers` whom it drops."""

    class WebConnection(Impatient):
        _too_slow: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            _bounded(transport)
            super().connection_made(transport)

        def connection_lost(self, exc: Exception | None) -> None:
            self._takes_again()
            super().connection_lost(exc)

        def pause_writing(self) -> None:
            super().pause_writing()
            self._takes_again()
            self._too_slow = self.loop.call_later(TAKES_S, self._drop)

        def resume_writing(self) -> None:
            self._takes_again()
            super().resume_writing()

        def _takes_again(self) -> None:
            if self._too_slow is not None:
                self._too_slow.cancel()
                self._too_slow = None

        def _drop(self) -> None:
            viewers.dropped += 1
            log.warning("viewer-dropped", count=viewers.dropped)
            # Closing would wait until they have taken what is left, which they don't.
            self.transport.abort()

    return WebConnection


def _bounded(transport: asyncio.Transport) -> None:
    made: Any = transport.get_extra_info("socket")
    if made is None:
        return
    made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNSENT_BYTES_MAX)
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux: else the system asks a dead peer for a quarter of an hour
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SILENT_MS_MAX)


class WebServer(QuietServer):
    """uvicorn waits for streams to end before it tells anybody that it ends: here they are ended first."""

    def __init__(self, config: uvicorn.Config, viewers: Viewers) -> None:
        super().__init__(config)
        self._viewers = viewers

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._viewers.end()
        await super().shutdown(sockets)
        self._captured_signals.clear()  # it would raise them anew, and the process would not end with 0


def server_of(
    app: ASGIApp, viewers: Viewers, connections: int, *, host: str, port: int, behind_proxy: bool
) -> WebServer:
    config = uvicorn.Config(
        app, host=host, port=port, access_log=False, log_config=None, ws="none", http=connection_of(viewers),
        server_header=False, date_header=False, limit_concurrency=connections, timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=ENDING_S, h11_max_incomplete_event_size=HEADERS_BYTES_MAX, proxy_headers=behind_proxy,
    )  # fmt: skip
    return WebServer(config, viewers)


def connections_that_fit() -> int:
    """How many connections this process may have, its limit of open files raised as far as it may be.

    Raises `SettingsError` where too few are left to serve at all.
    """
    soft = raise_files(CONNECTIONS_MAX + OTHER_FILES)
    if soft < FILES_MIN:
        raise SettingsError(f"it may open {soft} files at once, and needs {FILES_MIN} to serve: see `ulimit -n`")
    return min(CONNECTIONS_MAX, soft - OTHER_FILES)


def viewers_that_fit(connections: int, wanted: int) -> int:
    """So many streams leave room for pages."""
    return max(1, min(wanted, connections - PAGES_MIN))
