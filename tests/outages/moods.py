"""The carrier's bad hours: the twin as it is, or something else in its place, for as long as a row wants."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Literal

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Mood = Literal["well", "drips", "huge", "refuses", "fails-after", "fails-before", "hangs"]
DRIP_EVERY_S, DRIPS = 3.0, 100
HANGS_S = 40.0
HUGE_PIECE = b"x" * (1 << 20)
HUGE_PIECES = 64


class Moody:
    """An ASGI application before the twin's. `drips`, `huge`, `fails-after` and `hangs` take a text in and then answer
    so that its sender can't know it; `fails-before` and `refuses` do not take it. `asked` counts POSTs by mood.

    `copy_next` has the next POST handed on a second time: what no network does, and what the account must see."""

    def __init__(self, twin: ASGIApp) -> None:
        self.mood: Mood = "well"
        self.asked: Counter[Mood] = Counter()
        self.copy_next = False
        self._twin = twin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        mood = self.mood
        if self.copy_next and scope["type"] == "http" and scope["method"] == "POST":
            self.copy_next = False
            heard = [await receive()]
            while heard[-1].get("more_body"):
                heard.append(await receive())
            await self._twin(scope, _said_again(heard), _nowhere)
            await self._twin(scope, _said_again(heard), send)
            return
        if scope["type"] != "http" or mood == "well":
            await self._twin(scope, receive, send)
            return
        post = scope["method"] == "POST"
        self.asked[mood] += post
        if mood == "refuses":
            await _answer(send, 401, b'{"code": 20003, "message": "no", "status": 401}')
            return
        if mood == "fails-before":
            await _answer(send, 500, b'{"code": 20500, "message": "no", "status": 500}')
            return
        if post:
            await self._twin(scope, receive, _nowhere)
        if mood == "fails-after":
            await _answer(send, 500, b'{"code": 20500, "message": "no", "status": 500}')
        elif mood == "hangs":
            await asyncio.sleep(HANGS_S)
            await _answer(send, 200, b"{}")
        else:
            await self._at_length(mood, receive, send)

    async def _at_length(self, mood: Mood, receive: Receive, send: Send) -> None:
        """For as long as somebody listens."""
        gone = asyncio.ensure_future(_gone(receive))
        try:
            await _begin(send, 200)
            for _ in range(HUGE_PIECES if mood == "huge" else DRIPS):
                piece = HUGE_PIECE if mood == "huge" else b" "
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                await asyncio.wait({gone}, timeout=0 if mood == "huge" else DRIP_EVERY_S)
                if gone.done():
                    return
            await send({"type": "http.response.body", "body": b""})
        finally:
            gone.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _said_again(heard: list[Message]) -> Receive:
    left = list(heard)

    async def receive() -> Message:
        return left.pop(0)

    return receive


async def _nowhere(message: object) -> None:
    return None


async def _begin(send: Send, status: int) -> None:
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})


async def _answer(send: Send, status: int, body: bytes) -> None:
    await _begin(send, status)
    await send({"type": "http.response.body", "body": body})
