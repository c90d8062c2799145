"""A carrier whose answer never ends, or is without measure: it costs a bounded time and a bounded room."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from services.notifier.shell.sms import Doubt, Ready, Unreached
from services.notifier.shell.tokens import fixed
from services.notifier.shell.twilio_http import ANSWER_BYTES_MAX, LIST_BYTES_MAX
from services.notifier.shell.twilio_sms import TwilioSms

TEXT = Ready("+351900000001", "x", "https://bank.example/twilio/status/1")
AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TIMEOUT_S = 1.2
"""A third of it is for the connection: enough where others use the machine too."""
MUCH_LATER_S = 30.0
Goes = Callable[[asyncio.StreamWriter], Awaitable[None]]


async def drips(writer: asyncio.StreamWriter) -> None:
    """A byte from time to time: none of them is late, and the answer is never whole."""
    for _ in range(int(2 * MUCH_LATER_S / (TIMEOUT_S / 4))):
        writer.write(b" ")
        await writer.drain()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), TIMEOUT_S / 4)


def pours(bytes_max: int) -> Goes:
    async def poured(writer: asyncio.StreamWriter) -> None:
        for _ in range(bytes_max // 100_000 + 500):
            writer.write(b" " * 100_000)
            await writer.drain()

    return poured


class Endless:
    """Answers everything with the head of a long answer, and goes on as it is told."""

    def __init__(self, goes: Goes) -> None:
        self.goes, self.cut = goes, asyncio.Event()
        self.serving: list[asyncio.Task[None] | None] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.serving.append(asyncio.current_task())
        await reader.read(10_000)
        writer.write(b"HTTP/1.1 201 X\r\nContent-Type: application/json\r\nContent-Length: 300000000\r\n\r\n")
        try:
            await self.goes(writer)
        except OSError:
            self.cut.set()
        finally:
            writer.transport.abort()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


async def ended(tasks: list[asyncio.Task[None] | None]) -> None:
    """What still answers is over, its connection closed."""
    for task in tasks:
        if task is not None:
            task.cancel()
    await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)


@asynccontextmanager
async def carrier(goes: Goes, timeout_s: float) -> AsyncIterator[tuple[TwilioSms, Endless]]:
    there = Endless(goes)
    server = await asyncio.start_server(there.serve, "127.0.0.1", 0)
    sms = TwilioSms(
        "AC" + "0" * 32, fixed("t" * 32), "+351900000000", f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}",
        timeout_s=timeout_s,
    )  # fmt: skip
    try:
        yield sms, there
    finally:
        await sms.close()
        await ended(there.serving)
        server.close()
        await server.wait_closed()


async def test_a_post_whose_answer_drips_is_in_doubt_when_its_time_is_over() -> None:
    began = time.monotonic()
    async with carrier(drips, TIMEOUT_S) as (sms, _):
        assert await sms.send([TEXT]) == [Doubt("NotWholeInTime")]
        assert time.monotonic() - began < MUCH_LATER_S


async def test_a_question_whose_answer_drips_is_not_answered_when_its_time_is_over() -> None:
    began = time.monotonic()
    async with carrier(drips, TIMEOUT_S) as (sms, _):
        with pytest.raises(Unreached, match="NotWholeInTime"):
            await sms.find(TEXT.to, AT)
        with pytest.raises(Unreached, match="NotWholeInTime"):
            await sms.inbox(AT, None)
        assert time.monotonic() - began < MUCH_LATER_S


async def test_a_post_with_an_answer_too_large_is_in_doubt_and_its_connection_is_cut() -> None:
    async with carrier(pours(ANSWER_BYTES_MAX), 30.0) as (sms, there):
        assert await sms.send([TEXT]) == [Doubt("AnswerTooLarge")]
        async with asyncio.timeout(MUCH_LATER_S):
            await there.cut.wait()


async def test_a_question_with_an_answer_too_large_is_not_answered() -> None:
    async with carrier(pours(LIST_BYTES_MAX), 30.0) as (sms, there):
        with pytest.raises(Unreached, match="AnswerTooLarge"):
            await sms.report("SM" + "b" * 32)
        async with asyncio.timeout(MUCH_LATER_S):
            await there.cut.wait()
