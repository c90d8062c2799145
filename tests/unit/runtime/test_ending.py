"""A service that was told to end: what it waits for, and what it leaves."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable

from deploy.local.program import Program
from services.notifier.shell.twilio_http import TIMEOUT_S
from shared.runtime.ending import FLUSH_S, IN_DOUBT_S, LEAVE_S, close_all, cut_off, finish, leave_alone
from shared.runtime.health import Health
from shared.runtime.loops import Step
from shared.runtime.ports import Unavailable
from shared.runtime.service import _patiently


async def hang() -> int:
    await asyncio.Event().wait()
    return 0


async def work() -> int:
    return 1


def loop_of(run: Callable[[], Awaitable[int]], *, in_doubt: bool = False) -> tuple[asyncio.Task[None], Step]:
    async def once() -> None:
        await run()

    return asyncio.create_task(once()), Step("loop", run, in_doubt=in_doubt)


async def test_what_would_be_in_doubt_is_waited_for_when_all_else_was_cut_off() -> None:
    other = loop_of(hang)

    async def post() -> int:
        await asyncio.wait({other[0]})  # it comes to its end after that was cut off
        return 1

    posting, done = loop_of(post, in_doubt=True), loop_of(work)
    await finish(dict([other, posting, done]), finish_s=0.01, in_doubt_s=60)
    assert other[0].cancelled()
    assert posting[0].done()
    assert not posting[0].cancelled()
    assert done[0].done()
    assert not done[0].cancelled()


async def test_what_hangs_is_not_waited_for_for_ever() -> None:
    loops = dict([loop_of(hang), loop_of(hang, in_doubt=True)])
    await finish(loops, finish_s=0.01, in_doubt_s=0.02)
    await cut_off(loops)
    assert all(task.cancelled() for task in loops)


async def test_one_close_that_hangs_or_fails_keeps_the_others_from_nothing() -> None:
    closed = []

    async def fail() -> None:
        raise OSError

    async def close() -> None:
        await asyncio.sleep(0)
        closed.append("the other")

    await close_all([hang, fail, close], leave_s=0.05)
    assert closed == ["the other"]


async def test_who_is_left_alone_is_cancelled_and_how_it_ends_is_told_to_nobody() -> None:
    told = list[object]()
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: told.append(context))

    async def fail_at_the_end() -> None:
        try:
            await hang()
        finally:
            raise OSError

    left = asyncio.create_task(fail_at_the_end())
    await asyncio.sleep(0)
    leave_alone(left)
    await asyncio.wait({left})
    del left
    gc.collect()
    assert told == []


def test_a_carrier_s_answer_is_waited_for_and_all_of_it_is_less_than_we_are_given() -> None:
    assert IN_DOUBT_S > TIMEOUT_S
    assert IN_DOUBT_S + FLUSH_S + 2 * LEAVE_S < Program("service", ()).stop_s <= 30


async def test_who_waits_for_a_server_that_hangs_ends_when_told_to() -> None:
    stopping, begun, let_go = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def attempt() -> int:
        begun.set()
        try:
            return await hang()
        finally:
            let_go.set()

    waiting = asyncio.ensure_future(_patiently(Health("toy"), "kafka", stopping, attempt))
    await begun.wait()
    stopping.set()
    assert await waiting is None
    assert let_go.is_set()


async def test_what_is_away_is_tried_again_until_it_is_there() -> None:
    health, tries = Health("toy"), 0

    async def attempt() -> str:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise Unavailable("silent")
        return "here"

    assert await _patiently(health, "kafka", asyncio.Event(), attempt) == "here"
    assert not health.problems
