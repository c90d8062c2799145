"""Texts in doubt, and texts whose time ran out: nothing is ever posted again on a guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from services.notifier.shell.posting import post_texts
from services.notifier.shell.reconcile import doubt_posts_of_the_dead, expire_texts, reconcile_texts
from services.notifier.shell.sms import Doubt, Listing, MemorySms

from .events import NOW
from .notifier_process import AnsweringCarrier, ManualClock, Memory, claimed, notifier_process


async def test_a_post_of_a_dead_process_is_in_doubt_and_found_at_the_carriers(anywhere: str | Memory) -> None:
    clock = ManualClock()
    carrier = MemorySms(at=NOW)
    async with notifier_process(anywhere, AnsweringCarrier(None), clock) as dying:
        await claimed(dying)

        async def killed(texts: Any) -> Any:
            await carrier.send(texts)
            raise KeyboardInterrupt

        dying.desk.sms = AnsweringCarrier(killed)
        with pytest.raises(KeyboardInterrupt):
            await post_texts(dying.desk)
    async with notifier_process(anywhere, carrier, clock) as other:
        assert (await other.text())["status"] == "posting"
        assert await post_texts(other.desk) == 0
        await doubt_posts_of_the_dead(other.desk, "notifier")
        await other.settle()
        assert (await other.text())["status"] == "uncertain"
        assert await other.published("uncertain") == 1
        assert await reconcile_texts(other.desk) == 1
        await other.settle()
        assert (await other.text())["status"] == "accepted"
        assert await other.published("sent") == 1
        assert len(carrier.posts) == 1


async def test_a_post_of_a_living_process_is_left_alone(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as one, notifier_process(anywhere) as two:
        await claimed(one)

        async def looked_at_meanwhile(texts: Any) -> Any:
            await doubt_posts_of_the_dead(two.desk, "notifier")
            await two.settle()
            assert (await one.text())["status"] == "posting"
            return [Doubt("later")]

        one.desk.sms = AnsweringCarrier(looked_at_meanwhile)
        await post_texts(one.desk)


async def test_what_the_carrier_has_no_trace_of_hours_later_was_never_taken(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere, MemorySms(answers=[Doubt("lost")])) as notifier:
        await claimed(notifier)
        await post_texts(notifier.desk)
        await notifier.settle()
        for minutes in (1, 5, 10, 30, 60):
            assert await reconcile_texts(notifier.desk) == 0, "too early to tell"
            notifier.later(minutes=minutes)
        notifier.later(minutes=30)
        assert await reconcile_texts(notifier.desk) == 1
        await notifier.settle()
        assert (await notifier.text())["status"] == "failed"
        assert "failed; no code" in (await notifier.whys())[-1]
        assert (await notifier.text())["sid"] is None, "a true report still finds its text, and wins"
        assert await post_texts(notifier.desk) == 0, "it is not posted again"
        assert len(notifier.sms.posts) == 1


async def test_what_can_not_be_told_apart_is_looked_for_less_and_less_and_left_to_a_person(
    anywhere: str | Memory,
) -> None:
    carrier = MemorySms(answers=[Doubt("lost")], at=NOW)
    async with notifier_process(anywhere, carrier) as notifier:
        await claimed(notifier)
        await post_texts(notifier.desk)
        await notifier.settle()
        carrier.box = [(text, replace(found, body="")) for text, found in carrier.box]  # bodies are not kept there
        for _ in range(20):
            assert await reconcile_texts(notifier.desk) == 0
            notifier.later(hours=7)
        assert (await notifier.text())["looks"] == 12
        assert (await notifier.text())["status"] == "uncertain"


async def test_looks_that_could_not_be_made_are_none(anywhere: str | Memory) -> None:
    carrier = MemorySms(answers=[Doubt("lost")], at=NOW, reachable=False)
    async with notifier_process(anywhere, carrier) as notifier:
        await claimed(notifier)
        await post_texts(notifier.desk)
        await notifier.settle()
        for _ in range(20):
            await reconcile_texts(notifier.desk)
            notifier.later(hours=7)
        assert (await notifier.text())["looks"] == 0
        carrier.reachable = True
        assert await reconcile_texts(notifier.desk) == 1


async def test_what_became_uncertain_together_is_found_together_in_one_listing(anywhere: str | Memory) -> None:
    carrier = MemorySms(answers=[Doubt("lost")] * 8, at=NOW)
    async with notifier_process(anywhere, carrier) as notifier:
        for number in range(8):
            await notifier.hear(await notifier.known(case=f"case-{number}", borrower=f"b{number}", number=number))
        await notifier.settle()
        await post_texts(notifier.desk)
        await notifier.settle()
        assert await reconcile_texts(notifier.desk) == 8
        await notifier.settle()
        assert {row["status"] for row in await notifier.table("texts")} == {"accepted"}
        assert carrier.asked == ["listed"]


async def test_a_carrier_out_of_reach_is_asked_again(anywhere: str | Memory) -> None:
    carrier = MemorySms(answers=[Doubt("lost")], at=NOW)
    async with notifier_process(anywhere, carrier) as notifier:
        await claimed(notifier)
        await post_texts(notifier.desk)
        await notifier.settle()
        carrier.reachable = False
        assert await reconcile_texts(notifier.desk) == 0
        carrier.reachable = True
        notifier.later(minutes=1)
        assert await reconcile_texts(notifier.desk) == 1


@pytest.mark.parametrize("kept", [True, False], ids=["its body is kept there", "its body is not kept there"])
async def test_what_another_process_finds_meanwhile_is_not_called_never_taken(
    anywhere: str | Memory, kept: bool
) -> None:
    class Overtaken(MemorySms):
        overtaken = False

        async def find(self, to: str, since: datetime) -> Listing:
            if not self.overtaken:
                self.overtaken = True
                assert await reconcile_texts(notifier.desk) == 1
                await notifier.settle()
                if not kept:
                    self.box = [(text, replace(found, body="")) for text, found in self.box]
            return await super().find(to, since)

    async with notifier_process(anywhere, Overtaken(answers=[Doubt("lost")], at=NOW)) as notifier:
        await claimed(notifier)
        await post_texts(notifier.desk)
        await notifier.settle()
        notifier.later(hours=3)
        await reconcile_texts(notifier.desk)
        await notifier.settle()
        assert (await notifier.text())["status"] == "accepted"


async def test_two_texts_that_fit_are_left_to_a_person(anywhere: str | Memory) -> None:
    carrier = MemorySms(answers=[Doubt("lost")], at=NOW)
    async with notifier_process(anywhere, carrier) as notifier:
        await claimed(notifier)
        await post_texts(notifier.desk)
        await notifier.settle()
        await carrier.send([carrier.posts[0]])
        assert await reconcile_texts(notifier.desk) == 0


async def test_of_two_alike_to_one_number_one_message_is_one_of_them(anywhere: str | Memory) -> None:
    carrier = MemorySms(answers=[Doubt("lost")] * 2, at=NOW)
    async with notifier_process(anywhere, carrier) as notifier:
        for number in range(2):
            await notifier.hear(await notifier.known(case=f"case-{number}", borrower=f"b{number}", number=1))
        await notifier.settle()
        assert await post_texts(notifier.desk) == 2
        await notifier.settle()
        (first, found), _ = carrier.box
        carrier.box = [(first, found)]
        assert await reconcile_texts(notifier.desk) == 1
        await notifier.settle()
        notifier.later(hours=3)
        assert await reconcile_texts(notifier.desk) == 1
        await notifier.settle()
        assert {row["status"] for row in await notifier.table("texts")} == {"accepted", "failed"}


async def test_a_claim_that_nobody_posted_in_time_is_weighed_again(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        notifier.later(hours=8)
        assert await post_texts(notifier.desk) == 0
        await expire_texts(notifier.desk)
        await expire_texts(notifier.desk)
        await notifier.settle()
        assert (await notifier.text())["status"] == "withdrawn"
        notifier.later(hours=14)
        await notifier.settle()
        assert await post_texts(notifier.desk) == 1
        await notifier.settle()
        assert (await notifier.text())["status"] == "accepted"
        assert await notifier.line() == "reserved"
