"""HTTP servers inside a service: uvicorn that leaves signals and logging to us, and waits for no slow client."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Any

import uvicorn

from .patience import Impatient


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class PortTakenError(Exception):
    """Another program listens there already."""


class Web:
    """One application on one loopback port, started and stopped with its service."""

    def __init__(self, app: Any, port: int, *, setting: str, host: str = "127.0.0.1") -> None:
        config = uvicorn.Config(
            app, host=host, port=port, http=Impatient, ws="none", log_config=None, access_log=False, lifespan="off",
            timeout_graceful_shutdown=5,
        )  # fmt: skip
        self._server = _Server(config)
        self._port, self._setting = port, setting
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Returns when it listens. Raises `PortTakenError`."""
        self._task = asyncio.create_task(self._serve())
        while not self._server.started:
            if self._task.done():
                raise PortTakenError(
                    f"port {self._port} ({self._setting}) can't be listened on: another program is there, or it is not"
                    " ours to take (below 1024). Stop that program, or choose another port."
                )
            await asyncio.sleep(0.01)

    async def stop(self) -> None:
        """Answers what is in work first, for up to 5 s."""
        if self._task is not None:
            self._server.should_exit = True
            await self._task

    async def _serve(self) -> None:
        with contextlib.suppress(SystemExit):
            await self._server.serve()
