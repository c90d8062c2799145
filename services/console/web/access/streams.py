"""A stream lasts longer than a session may: while it runs, it is asked now and then whether its session still does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ASK_EVERY_S = 15.0
EVENT_STREAM = "text/event-stream"


class Answering:
    """What an application sends on, as far as we have to know: whether it began, is a stream, and ended."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.began = False
        self.is_stream = False
        self.ended = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.began = True
            kind = Headers(raw=message.get("headers", [])).get("content-type", "")
            self.is_stream = kind.startswith(EVENT_STREAM)
        elif message["type"] == "http.response.body":
            self.ended = not message.get("more_body", False)
        await self._send(message)

    async def end(self) -> None:
        if self.began and not self.ended:
            await self.send({"type": "http.response.body", "body": b"", "more_body": False})


async def while_signed_in(
    app: ASGIApp, scope: Scope, receive: Receive, answering: Answering, still: Callable[[], Awaitable[bool]],
    every_s: float = ASK_EVERY_S,
) -> None:  # fmt: skip
    """The application, until it has answered; a stream, until its session is over as well.

    It is then cancelled, as it is when a browser leaves. Anything but a stream is left to its end: it may be half done.
    """
    work = asyncio.ensure_future(app(scope, receive, answering.send))
    try:
        while not (await asyncio.wait({work}, timeout=every_s))[0]:
            if answering.is_stream and not await still():
                work.cancel()
                await asyncio.wait({work})
                await answering.end()
                return
        await work
    finally:
        if not work.done():
            work.cancel()
            await asyncio.wait({work})
