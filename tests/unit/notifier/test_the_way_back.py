"""Posting has stopped: one text at a time finds the way back, whoever tries, and however few texts there are."""

from __future__ import annotations

import asyncio

from services.notifier.core.outage import Outage, wait
from services.notifier.shell.outages import may_probe, nothing_waited, outage_now, went
from services.notifier.shell.posting import post_texts
from services.notifier.shell.sms import Doubt, MemorySms, Rejected

from .events import closes
from .notifier_process import ManualClock, Memory, many, notifier_process


async def test_only_one_process_tries_at_a_time(anywhere: str | Memory) -> None:
    clock = ManualClock()
    carrier = MemorySms(answers=[Doubt("x")] * 4)
    async with notifier_process(anywhere, carrier, clock) as one, notifier_process(anywhere, carrier, clock) as two:
        await many(one, 8)
        await post_texts(one.desk, texts_max=3)
        one.later(seconds=15)
        await asyncio.gather(*(post_texts(notifier.desk) for notifier in (one, two) for _ in range(2)))
        assert len(one.sms.posts) == 4


async def test_probes_that_fail_come_less_and_less_often() -> None:
    assert [wait(probes).total_seconds() for probes in range(7)] == [15, 30, 60, 120, 240, 300, 300]
    async with notifier_process(Memory(), MemorySms(always=Doubt("x"))) as notifier:
        await many(notifier, 12)
        await post_texts(notifier.desk, texts_max=3)
        gaps = []
        for _ in range(4):
            before = notifier.clock.at
            while await post_texts(notifier.desk) == 0:
                notifier.later(seconds=1)
            gaps.append((notifier.clock.at - before).total_seconds())
        assert gaps == [15, 30, 60, 120]


async def test_when_nothing_waits_the_carriers_list_is_proof_enough() -> None:
    async with notifier_process(Memory(), MemorySms(answers=[Doubt("x")] * 3)) as notifier:
        await many(notifier, 3)
        await post_texts(notifier.desk)
        assert await notifier.table("outages")
        notifier.later(seconds=15)
        for _ in range(3):
            await post_texts(notifier.desk)
        assert not await notifier.table("outages")


async def test_texts_that_come_one_at_a_time_find_the_way_back_as_well() -> None:
    """Between them nothing waits to try it with, which says neither good nor bad of a carrier that refused us."""
    async with notifier_process(Memory(), MemorySms(answers=[Rejected(21606)] * 3)) as notifier:
        await many(notifier, 3)
        await post_texts(notifier.desk)
        for number in range(3):
            await notifier.hear(closes().model_copy(update={"subject": f"case-{number}"}))
        await notifier.settle()
        for number in range(3):
            assert await notifier.table("outages")
            await notifier.hear(
                await notifier.known(case=f"late-{number}", borrower=f"late{number}", number=90 + number)
            )
            await notifier.settle()
            for _ in range(40):
                await post_texts(notifier.desk)
                notifier.later(seconds=30)
        assert not await notifier.table("outages")


async def test_while_nothing_waits_the_next_text_does_not_wait_longer_and_longer() -> None:
    async with notifier_process(Memory(), MemorySms(answers=[Rejected(21606)] * 3)) as notifier:
        await many(notifier, 3)
        await post_texts(notifier.desk)
        notifier.later(hours=8)
        for _ in range(500):
            await post_texts(notifier.desk)
            notifier.later(seconds=5)
        (outage,) = await notifier.table("outages")
        assert outage["probes"] == 0
        assert outage["probe_at"] - notifier.clock.at <= wait(0)


async def test_of_several_who_try_at_once_every_good_one_counts(anywhere: str | Memory) -> None:
    """A turn lasts a minute; who is slower than that comes back when others have had theirs."""
    async with notifier_process(anywhere, MemorySms(answers=[Rejected(21606)] * 3)) as notifier:
        await many(notifier, 3)
        await post_texts(notifier.desk)
        desk, stopped = notifier.desk, await outage_now(notifier.desk.store)
        assert stopped is not None
        turns: list[Outage] = []
        for _ in range(4):
            notifier.later(minutes=10)
            turn = await may_probe(desk.store, desk.clock, desk.sms, stopped)
            assert turn is not None
            turns.append(turn)
        await went(desk.store, desk.clock, turns[3], good=True)
        await nothing_waited(desk.store, desk.clock, turns[0])
        await went(desk.store, desk.clock, turns[2], good=True)
        (row,) = await notifier.table("outages")
        assert row["good"] == 2
        await went(desk.store, desk.clock, turns[1], good=True)
        assert not await notifier.table("outages")
