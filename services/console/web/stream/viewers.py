"""Who looks at a stream of events: how many at once, turned away where there is no place, and let go when we end."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager

from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

AFTER_S = 5
"""Whoever is turned away may ask again after so long."""
STREAM = {
    "content-type": "text/event-stream; charset=utf-8",
    # A proxy that gathers or packs what passes would hold a stream back.
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
}


class Viewers:
    """One more than `limit` is turned away. `dropped` counts those who took nothing for too long."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.dropped = 0
        self.ending = False
        self._looking: set[asyncio.Task[None]] = set()
        self._places = 0

    @property
    def count(self) -> int:
        return self._places

    @property
    def full(self) -> bool:
        return self._places >= self.limit

    @contextmanager
    def one_more(self) -> Iterator[None]:
        self._places += 1
        try:
            yield
        finally:
            self._places -= 1

    @contextmanager
    def ended_with_us(self, stream: asyncio.Task[None]) -> Iterator[None]:
        self._looking.add(stream)
        try:
            yield
        finally:
            self._looking.discard(stream)

    def end(self) -> None:
        """All streams end now, and none begins: a browser comes back by itself, to whoever serves then."""
        self.ending = True
        for stream in list(self._looking):
            stream.cancel()

    def refusal(self) -> str:
        """Why there is no place; empty where there is one."""
        if self.ending:
            return "The console is being stopped."
        return f"{self.limit:,} streams are open already, and no more are let in." if self.full else ""


class EventStream(Response):
    """Messages for as long as somebody reads them.

    A place is taken before the first await and given back whatever happens: also when the reader has gone before the
    answer began. `messages` are closed here and now, not when a collector comes by.
    """

    def __init__(self, viewers: Viewers, messages: AsyncGenerator[bytes, None]) -> None:
        super().__init__(headers=STREAM)
        self._viewers, self._messages = viewers, messages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            if why := self._viewers.refusal():
                await turned_away(why)(scope, receive, send)
                return
            with self._viewers.one_more():
                await self._while_read(receive, send)
        finally:
            await self._messages.aclose()

    async def _while_read(self, receive: Receive, send: Send) -> None:
        stream = asyncio.create_task(self._send_all(send))
        gone = asyncio.create_task(_gone(receive))
        try:
            with self._viewers.ended_with_us(stream):
                await asyncio.wait({stream, gone}, return_when=asyncio.FIRST_COMPLETED)
            ours = stream.cancelled() and not gone.done()
            if ours:
                await send({"type": "http.response.body", "body": b"", "more_body": False})
            elif stream.done() and not stream.cancelled():
                stream.result()
        finally:
            for task in (stream, gone):
                task.cancel()
            await asyncio.gather(stream, gone, return_exceptions=True)

    async def _send_all(self, send: Send) -> None:
        headers = [(name, value) for name, value in self.raw_headers if name != b"content-length"]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        async for message in self._messages:
            await send({"type": "http.response.body", "body": message, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def turned_away(why: str) -> Response:
    return JSONResponse({"error": why, "again_after_s": AFTER_S}, 503, {"retry-after": str(AFTER_S)})


async def _gone(receive: Receive) -> None:
    with contextlib.suppress(OSError):
        while (await receive())["type"] != "http.disconnect":
            pass
