"""The carrier's bad hours: the twin as it is, or something else in its place, for as long as a row wants."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Literal

from aiohttp import web
from aiohttp.typedefs import Handler

Mood = Literal["well", "drips", "huge", "refuses", "fails-after", "fails-before", "hangs"]
DRIP_EVERY_S, DRIPS = 3.0, 100
HANGS_S = 40.0
HUGE_PIECE = b"x" * (1 << 20)
HUGE_PIECES = 64


class Moody:
    """Before the twin's own answers. `drips`, `huge`, `fails-after` and `hangs` take a text in and then answer
    so that its sender can't know it; `fails-before` and `refuses` do not take it. `asked` counts POSTs by mood.

    `copy_next` has the next POST handed on a second time: what no network does, and what the account must see."""

    def __init__(self) -> None:
        self.mood: Mood = "well"
        self.asked: Counter[Mood] = Counter()
        self.copy_next = False

    def before(self, twin: web.Application) -> web.Application:
        """The twin, with this before all that it answers."""

        @web.middleware
        async def moody(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._answer(request, handler)

        twin.middlewares.append(moody)
        return twin

    async def _answer(self, request: web.Request, answer: Handler) -> web.StreamResponse:
        mood, post = self.mood, request.method == "POST"
        if self.copy_next and post:
            self.copy_next = False
            await answer(request)
            return await answer(request)
        if mood == "well":
            return await answer(request)
        self.asked[mood] += post
        if mood == "refuses":
            return _json(401, b'{"code": 20003, "message": "no", "status": 401}')
        if post and mood != "fails-before":
            await answer(request)
        if mood in ("fails-before", "fails-after"):
            return _json(500, b'{"code": 20500, "message": "no", "status": 500}')
        if mood == "hangs":
            await asyncio.sleep(HANGS_S)
            return _json(200, b"{}")
        return await _at_length(mood, request)


async def _at_length(mood: Mood, request: web.Request) -> web.StreamResponse:
    """For as long as somebody listens."""
    said = web.StreamResponse(headers={"Content-Type": "application/json"})
    await said.prepare(request)
    for _ in range(HUGE_PIECES if mood == "huge" else DRIPS):
        try:
            await said.write(HUGE_PIECE if mood == "huge" else b" ")
        except ConnectionError:
            break
        await asyncio.sleep(0 if mood == "huge" else DRIP_EVERY_S)
    return said


def _json(status: int, body: bytes) -> web.Response:
    return web.Response(status=status, body=body, content_type="application/json")
