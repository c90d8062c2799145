"""Places of streams: taken when one begins, given back however it ends, and none is lost."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

import pytest

from services.console.web.stream.viewers import AFTER_S, EventStream, Viewers

Message = dict[str, Any]


class Endless:
    """Messages for ever, one each time that somebody says so; whether they were closed."""

    def __init__(self) -> None:
        self.closed = False
        self.next = asyncio.Event()
        self.begun = False

    async def messages(self) -> AsyncGenerator[bytes, None]:
        self.begun = True
        try:
            while True:
                yield b"event: x\n\n"
                await self.next.wait()
                self.next.clear()
        finally:
            self.closed = True


class Reader:
    """One at the other end of a stream."""

    def __init__(self, viewers: Viewers, source: Endless, *, there: bool = True) -> None:
        self.sent: list[Message] = []
        self.leaves = asyncio.Event()
        if not there:
            self.leaves.set()
        self.answer = asyncio.ensure_future(
            EventStream(viewers, source.messages())({"type": "http"}, self._receive, self._send)
        )

    async def _receive(self) -> Message:
        await self.leaves.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.sent.append(dict(message))

    async def has(self, count: int) -> None:
        while len(self.sent) < count:
            await asyncio.sleep(0)


async def test_a_place_is_taken_and_given_back_when_the_reader_goes() -> None:
    viewers, source = Viewers(1), Endless()
    reader = Reader(viewers, source)
    await reader.has(2)
    assert viewers.full
    reader.leaves.set()
    await reader.answer
    assert (viewers.count, source.closed) == (0, True)


async def test_one_more_than_there_are_places_for_is_told_so_and_when_to_ask_again() -> None:
    viewers, source = Viewers(1), Endless()
    first = Reader(viewers, source)
    await first.has(2)
    late = Endless()
    second = Reader(viewers, late)
    await second.answer
    start, body = second.sent
    assert start["status"] == 503
    assert (b"retry-after", str(AFTER_S).encode()) in start["headers"]
    assert json.loads(body["body"])["error"] == "1 streams are open already, and no more are let in."
    assert (viewers.count, late.begun) == (1, False)
    first.leaves.set()
    await first.answer
    third = Reader(viewers, Endless())
    await third.has(2)
    assert third.sent[0]["status"] == 200
    third.leaves.set()
    await third.answer


async def test_a_reader_who_went_before_the_answer_began_keeps_no_place() -> None:
    viewers = Viewers(2)
    for _ in range(20):
        reader = Reader(viewers, Endless(), there=False)
        await reader.answer
    assert viewers.count == 0


async def test_a_stream_that_is_cancelled_from_outside_keeps_no_place_and_closes_its_source() -> None:
    viewers, source = Viewers(1), Endless()
    reader = Reader(viewers, source)
    await reader.has(2)
    reader.answer.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reader.answer
    assert (viewers.count, source.closed) == (0, True)


async def test_an_error_in_what_is_read_is_an_error_and_keeps_no_place() -> None:
    viewers = Viewers(1)

    async def broken() -> AsyncGenerator[bytes, None]:
        yield b"event: x\n\n"
        raise LookupError

    async def never() -> Message:
        await asyncio.Event().wait()
        return {}

    async def send(_: Any) -> None: ...

    with pytest.raises(LookupError):
        await EventStream(viewers, broken())({"type": "http"}, never, send)
    assert viewers.count == 0


async def test_when_the_console_ends_streams_end_whole_and_none_begins() -> None:
    viewers = Viewers(5)
    readers = [Reader(viewers, Endless()) for _ in range(3)]
    for reader in readers:
        await reader.has(2)
    viewers.end()
    for reader in readers:
        await reader.answer
        assert reader.sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}
    late = Reader(viewers, Endless())
    await late.answer
    assert late.sent[0]["status"] == 503
    assert viewers.count == 0


async def test_a_proxy_is_asked_not_to_gather_or_pack_what_passes() -> None:
    viewers = Viewers(1)
    reader = Reader(viewers, Endless())
    await reader.has(1)
    headers = dict(reader.sent[0]["headers"])
    assert headers[b"x-accel-buffering"] == b"no"
    assert b"no-transform" in headers[b"cache-control"]
    assert b"content-length" not in headers
    reader.leaves.set()
    await reader.answer
