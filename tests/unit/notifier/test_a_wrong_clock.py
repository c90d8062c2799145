"""While its clock is wrong notifier does nothing by it that can't be taken back, in memory and on PostgreSQL alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import httpx
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.notifier.shell.posting import post_texts
from services.notifier.shell.reconcile import expire_texts
from services.notifier.shell.right_clock import by_a_right_clock
from shared.contracts.operations import ParkedAggregate, ReplayAsked
from shared.runtime.ports import Writes
from shared.runtime.routing import application
from shared.runtime.steps.operations import asked_of, carry_out
from shared.runtime.steps.replay import replay_parked
from shared.runtime.steps.timers_and_intake import fire_timers, take_intake

from .events import CASE
from .notifier_process import Memory, claimed, notifier_process

TWO_WEEKS = timedelta(days=14)


async def test_no_text_is_posted_or_expires(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        notifier.desk.clock_wrong = lambda: True
        assert (await post_texts(notifier.desk), notifier.sms.posts) == (0, [])
        notifier.clock.at += TWO_WEEKS
        await expire_texts(notifier.desk)
        assert await take_intake(notifier.deciding) == 0
        notifier.clock.at -= TWO_WEEKS
        notifier.desk.clock_wrong = lambda: False
        assert await post_texts(notifier.desk) == 1


async def test_the_webhook_takes_nothing_in() -> None:
    """It would be stamped with a time that never was."""
    wrong, taken = True, 0

    async def take(_: Request) -> Response:
        nonlocal taken
        taken += 1
        return Response("")

    routes = by_a_right_clock(lambda: wrong, [Route("/twilio/replies", take, methods=["POST"])])
    transport = httpx.ASGITransport(app=application(routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        answers = [(await client.post("/twilio/replies")).status_code]
        wrong = False
        answers.append((await client.post("/twilio/replies")).status_code)
    assert (answers, taken) == ([503, 200], 1)


async def test_nothing_that_came_is_decided_on(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        await post_texts(notifier.desk)
        wrong = replace(notifier.deciding, clock_wrong=lambda: True)
        assert (await take_intake(wrong), await replay_parked(wrong)) == (0, 0)
        assert await take_intake(notifier.deciding) > 0


async def test_no_timer_fires(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        await post_texts(notifier.desk)
        while await take_intake(notifier.deciding):
            pass
        notifier.clock.at += TWO_WEEKS
        assert await fire_timers(replace(notifier.deciding, clock_wrong=lambda: True)) == 0
        assert await fire_timers(notifier.deciding) > 0


async def test_nothing_that_operators_ask_is_refused_for_it(anywhere: str | Memory) -> None:
    """To a clock that is days behind a sound order is of the future."""
    async with notifier_process(anywhere) as notifier:
        now, ask = notifier.clock.at, ParkedAggregate(by="ops-7", aggregate=CASE)
        asked = ReplayAsked(id="one", source="console", subject="notifier", time=now, data=ask)
        async with notifier.store.unit() as unit:
            await unit.commit(Writes(asked=[asked_of(asked)]))
        notifier.clock.at -= TWO_WEEKS
        assert await carry_out(replace(notifier.deciding, clock_wrong=lambda: True)) == 0
        set_meanwhile = iter((False, True, True))
        assert await carry_out(replace(notifier.deciding, clock_wrong=lambda: next(set_meanwhile))) == 0
        notifier.clock.at += TWO_WEEKS
        assert await carry_out(notifier.deciding) == 1
