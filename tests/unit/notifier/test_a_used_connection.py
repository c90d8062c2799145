"""A connection that was used for a text before: whatever happened to it meanwhile, the next text is posted once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from services.notifier.shell.sms import Accepted, Doubt
from services.notifier.shell.twilio_sms import TwilioSms

from .faulty_carrier import Line, answer, both_loops, faulty, sid, text


@both_loops
def test_one_that_is_closed_on_the_second_text_leaves_it_in_doubt_and_it_is_not_posted_again(
    run: Callable[..., Any],
) -> None:
    async def answers_once(line: Line) -> None:
        await line.read()
        await line.say(answer())
        await line.read()

    async def case() -> None:
        async with faulty(answers_once) as (sms, there):
            assert await sms.send([text(1)]) == [Accepted(sid(1))]
            (outcome,) = await sms.send([text(2)])
            assert isinstance(outcome, Doubt)
            assert there.got == {"text 1": 1, "text 2": 1}
            assert there.lines == 1

    run(case())


@both_loops
@pytest.mark.parametrize("end", ["close", "reset"])
def test_one_that_was_closed_meanwhile_is_not_used(run: Callable[..., Any], end: str) -> None:
    async def answers_once(line: Line) -> None:
        await line.read()
        await line.say(answer())
        if end == "reset":
            line.reset()

    async def case() -> None:
        async with faulty(answers_once) as (sms, there):
            for number in range(1, 4):
                assert await sms.send([text(number)]) == [Accepted(sid(1))]
                await _idle(sms)
            assert there.lines == 3

    run(case())


async def _idle(sms: TwilioSms) -> None:
    """Until the client has seen that its connections were closed, as it does within a moment."""
    async with asyncio.timeout(60):
        while any(kept.is_connected() for kept in _kept(sms)):
            await asyncio.sleep(0)


def _kept(sms: TwilioSms) -> list[Any]:
    """Connections in the pool."""
    pools: Any = sms._http._session
    return [kept for pool in pools.connector._conns.values() for kept, _ in pool]


@both_loops
@pytest.mark.parametrize("unasked", [answer(408), answer(201, 666), b"\r\n\r\n", b"what?"])
def test_what_was_said_unasked_is_no_answer_to_the_next_text(run: Callable[..., Any], unasked: bytes) -> None:
    """A server that closes an idle connection may say so first. The connection is in the pool, with that in it."""
    goes = asyncio.Event()

    async def speaks_unasked(line: Line) -> None:
        await line.read()
        await line.say(answer())
        await goes.wait()
        await line.say(unasked)
        await line.read()
        await line.say(answer(201, 2))

    async def case() -> None:
        async with faulty(speaks_unasked) as (sms, there):
            assert await sms.send([text(1)]) == [Accepted(sid(1))]
            (kept,) = _kept(sms)
            goes.set()
            async with asyncio.timeout(60):
                while kept.is_connected() and not kept.should_close and unasked.strip():
                    await asyncio.sleep(0)
            there._serve = answers_well
            assert await sms.send([text(2)]) == [Accepted(sid(2))]
            assert there.got == {"text 1": 1, "text 2": 1}

    async def answers_well(line: Line) -> None:
        number = int((await line.read()).removeprefix("text "))
        await line.say(answer(201, number))

    run(case())


@both_loops
def test_a_second_answer_to_one_text_is_no_answer_to_the_next(run: Callable[..., Any]) -> None:
    async def says_too_much(line: Line) -> None:
        while True:
            number = int((await line.read()).removeprefix("text "))
            await line.say(answer(201, number) + answer(201, 666))

    async def case() -> None:
        async with faulty(says_too_much) as (sms, _):
            for number in range(1, 5):
                assert await sms.send([text(number)]) == [Accepted(sid(number))]

    run(case())
