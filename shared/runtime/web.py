"""HTTP servers inside a service: uvicorn that leaves signals and logging to us, and waits for no slow client."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from functools import partial
from typing import Any

import uvicorn

from .admission import Admission
from .request_timeout import Impatient

LOOPBACK = "127.0.0.1"
HEAD_BYTES_MAX = 16 * 1024


class QuietServer(uvicorn.Server):
    """uvicorn wakes ten times a second, for a date that we don't send, for limits that we don't set, and to see whether
    it is to end: here whoever says so wakes it."""

    def __init__(self, config: uvicorn.Config) -> None:
        self._over = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        super().__init__(config)

    @property
    def should_exit(self) -> bool:
        return self._over.is_set()

    @should_exit.setter
    def should_exit(self, ends: bool) -> None:
        if ends:
            self._over.set()
            if self._loop is not None:  # what a signal's handler does ends no wait by itself
                self._loop.call_soon_threadsafe(lambda: None)

    async def main_loop(self) -> None:
        self._loop = asyncio.get_running_loop()
        await self.on_tick(0)
        await self._over.wait()


class _Server(QuietServer):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class PortTakenError(Exception):
    """Another program listens there already, a port that only the system may take, or an address of another machine."""

    def __init__(self, port: int, setting: str, host: str) -> None:
        where = "" if host == LOOPBACK else f" at {host} (DOORSTEP_BIND)"
        address = "" if host == LOOPBACK else ", or an address of this machine"
        super().__init__(
            f"port {port} ({setting}) can't be listened on{where}: another program is there, or it is not ours to take."
            f" Stop that program, or choose another port{address}."
        )


def can_listen(port: int, host: str, setting: str = "DOORSTEP_HEALTH_PORT") -> None:
    """For servers that aren't ours to start. Raises `PortTakenError`."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise PortTakenError(port, setting, host) from None


class Web:
    """One application on one port of one address, started and stopped with its service."""

    def __init__(
        self, app: Any, port: int, *, setting: str, host: str = LOOPBACK, admission: Admission | None = None
    ) -> None:
        guest: Any = partial(Impatient, admission=admission or Admission())
        config = uvicorn.Config(
            app, host=host, port=port, http=guest, ws="none", log_config=None, access_log=False, lifespan="off",
            h11_max_incomplete_event_size=HEAD_BYTES_MAX, timeout_graceful_shutdown=5, server_header=False,
            date_header=False, proxy_headers=False,
        )  # fmt: skip
        self._server = _Server(config)
        self._port, self._setting, self._host = port, setting, host
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Returns when it listens. Raises `PortTakenError`."""
        self._task = asyncio.create_task(self._serve())
        while not self._server.started:
            if self._task.done():
                raise PortTakenError(self._port, self._setting, self._host)
            await asyncio.sleep(0.01)

    async def stop(self) -> None:
        """Answers what is in work first, for up to 5 s."""
        if self._task is not None:
            self._server.should_exit = True
            await self._task

    async def _serve(self) -> None:
        with contextlib.suppress(SystemExit):
            await self._server.serve()
