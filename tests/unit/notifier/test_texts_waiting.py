"""One look finds what waits for those who post texts and look after them, and wakes them alone."""

from __future__ import annotations

import asyncio
from dataclasses import fields
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from services.notifier.bootstrap import SERVICE
from services.notifier.shell.lost_texts import explain_lost_texts
from services.notifier.shell.posting import post_texts
from services.notifier.shell.reconcile import expire_texts
from services.notifier.shell.rows import GoOn, StopPosting
from services.notifier.shell.sms import Busy, Doubt, MemorySms
from services.notifier.shell.texts_waiting import TextBell
from shared.runtime.ports import Writes
from tests.polling import until

from .events import NOW
from .lost import lose, only_the_carrier_knows
from .notifier_process import KEYS, AnsweringCarrier, ManualClock, Memory, NotifierProcess, claimed, notifier_process
from .test_texts_that_wait import FEW, fill, read, waiting

__all__ = ["waiting"]
MINUTE = timedelta(minutes=1)


async def woken(notifier: NotifierProcess) -> set[str]:
    loop = asyncio.Event()
    bell = TextBell(notifier.desk, SERVICE, [loop])
    assert await bell.look() == 0
    wakes = {
        field.name: found for field in fields(bell) if isinstance(found := getattr(bell, field.name), asyncio.Event)
    }
    return {name for name, wake in {"posting": loop, **wakes}.items() if wake.is_set()}


async def test_where_nothing_waits_nobody_is_woken(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        assert await woken(notifier) == set()
        await claimed(notifier)
        assert await post_texts(notifier.desk) == 1
        assert await woken(notifier) == set()
        await notifier.settle()
        assert await woken(notifier) == set()


async def test_a_text_that_another_process_claimed_or_that_was_put_back_wakes_who_posts(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere, MemorySms(answers=[Busy()])) as notifier:
        await claimed(notifier)
        assert await woken(notifier) == {"posting"}
        await post_texts(notifier.desk)
        assert await woken(notifier) == set(), "it is not its time yet"
        notifier.later(minutes=1)
        assert await woken(notifier) == {"posting"}


async def test_a_text_whose_time_ran_out_is_given_back(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        notifier.clock.at = (await notifier.text())["post_before"]
        assert "expired" in await woken(notifier)
        await expire_texts(notifier.desk)
        await notifier.settle()
        assert "expired" not in await woken(notifier)


async def test_a_post_of_a_dead_process_is_looked_after_and_one_of_a_living_is_not(anywhere: str | Memory) -> None:
    clock = ManualClock()
    async with notifier_process(anywhere, None, clock) as other:
        async with notifier_process(anywhere, None, clock) as dying:
            await claimed(dying)

            async def killed(texts: Any) -> Any:
                assert await woken(other) == set()
                raise KeyboardInterrupt

            dying.desk.sms = AnsweringCarrier(killed)
            with pytest.raises(KeyboardInterrupt):
                await post_texts(dying.desk)

        async def is_dead() -> bool:
            return await woken(other) == {"of_the_dead"}

        await until(is_dead, seconds=30, every=0.02)  # its connections end a moment after it left them


async def test_a_text_in_doubt_is_looked_for_when_it_is_time(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere, MemorySms(answers=[Doubt("lost")])) as notifier:
        await claimed(notifier)
        await post_texts(notifier.desk)
        await notifier.settle()
        assert await woken(notifier) == {"in_doubt"}


async def test_while_posting_has_stopped_the_way_is_tried_and_its_end_is_heard_of(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        async with notifier.store.unit() as unit:
            await unit.commit(Writes(rows=[StopPosting("doubt", None, NOW, NOW + MINUTE)]))
        assert await woken(notifier) == {"posting"}
        await post_texts(notifier.desk)
        async with notifier.store.unit() as unit:
            await unit.commit(Writes(rows=[GoOn(NOW)]))
        assert await woken(notifier) == {"posting"}, "nobody told this process"
        await post_texts(notifier.desk)
        assert await woken(notifier) == set()


async def test_what_only_the_carrier_knows_and_a_lost_time_are_looked_after(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        await only_the_carrier_knows(notifier, "Something else")
        assert await woken(notifier) == {"posting", "lost_texts"}
        await lose(notifier, NOW - MINUTE, NOW)
        assert await woken(notifier) == {"posting", "lost_texts", "lost_time"}
        await explain_lost_texts(notifier.desk, KEYS)


def test_a_look_reads_no_text_that_waits(waiting: psycopg.Connection[Any]) -> None:
    params = {"now": NOW, "since": NOW - timedelta(days=6), "me": 1, "space": 7, "looks_max": 12}
    for try_after in (None, NOW + MINUTE):
        fill(waiting, try_after)
        assert read(waiting, "texts_waiting", **params) <= FEW + 50, "locks of the server, and the first of each index"
