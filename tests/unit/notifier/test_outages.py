"""A trouble of the carrier's is one incident: posting stops for all, one text at a time finds the way back."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from services.notifier.core.outage import ALIKE, IN_A_ROW, Outage, Run
from services.notifier.shell.posting import post_texts
from services.notifier.shell.sms import Busy, Doubt, MemorySms, Rejected, Unsent

from .events import NOW, intent
from .notifier_process import ManualClock, Memory, NotifierProcess, many, notifier_process


async def statuses(notifier: NotifierProcess) -> dict[str, int]:
    await notifier.settle()
    found: dict[str, int] = {}
    for row in await notifier.table("texts"):
        found[row["status"]] = found.get(row["status"], 0) + 1
    return found


async def an_hour_of(notifier: NotifierProcess, step_s: int = 5) -> None:
    """Both posting loops go round for an hour."""
    for _ in range(3600 // step_s):
        await asyncio.gather(post_texts(notifier.desk), post_texts(notifier.desk))
        notifier.later(seconds=step_s)


# b09: an outage of the carrier's


async def test_an_hour_in_which_nothing_comes_back_leaves_a_handful_in_doubt_and_the_rest_waiting() -> None:
    said: list[str | None] = []
    async with notifier_process(Memory(), MemorySms(always=Doubt("http-503"))) as notifier:
        notifier.desk.say = said.append
        await many(notifier, 60)
        await an_hour_of(notifier)
        found = await statuses(notifier)
        assert found["uncertain"] <= 16 + 3600 // 300 + 6, "a batch of each loop, and the probes"
        assert found["claimed"] == 60 - found["uncertain"]
        assert said[-1] is not None
        assert "posting has stopped since 2026-11-24 12:00 UTC" in said[-1]
        notifier.sms.always = None
        for _ in range(40):
            await post_texts(notifier.desk)
            notifier.later(seconds=10)
        assert (await statuses(notifier))["accepted"] == 60 - found["uncertain"]
        assert said[-1] is None


async def test_while_the_carrier_does_not_even_list_texts_no_text_is_put_at_risk() -> None:
    async with notifier_process(Memory(), MemorySms(always=Doubt("http-503"), reachable=False)) as notifier:
        await many(notifier, 40)
        await an_hour_of(notifier)
        assert (await statuses(notifier))["uncertain"] <= 16


@pytest.mark.parametrize(
    "answer", [Doubt("ReadTimeout"), Unsent("ConnectError"), Unsent("account-refused"), Busy(), Rejected(21606)]
)
async def test_three_in_a_row_stop_posting_for_every_process_until_three_go_well(
    anywhere: str | Memory, answer: Any
) -> None:
    clock = ManualClock()
    async with (
        notifier_process(anywhere, MemorySms(answers=[answer] * 3, at=NOW), clock) as one,
        notifier_process(anywhere, one.sms, clock) as two,
    ):
        await many(one, 7)
        assert await post_texts(one.desk, texts_max=3) == 3
        assert len(one.sms.posts) == 3
        assert await post_texts(one.desk) == await post_texts(two.desk) == 0
        one.later(seconds=15)
        assert await post_texts(two.desk) == 1, "one text tries the way"
        assert len(one.sms.posts) == 4
        assert [await post_texts(notifier.desk) for notifier in (one, two)] == [1, 1]
        assert not await one.table("outages")
        assert await post_texts(one.desk) > 0
        assert one.desk.run.stop is None


async def test_who_only_heard_of_the_trouble_says_that_it_is_over_too(anywhere: str | Memory) -> None:
    clock, said = ManualClock(), list[str | None]()
    async with (
        notifier_process(anywhere, MemorySms(answers=[Doubt("x")] * 3, at=NOW), clock) as one,
        notifier_process(anywhere, one.sms, clock) as two,
    ):
        two.desk.say = said.append
        await many(one, 6)
        await post_texts(one.desk, texts_max=3)
        assert await post_texts(two.desk) == 0
        assert said[-1] is not None
        one.later(seconds=15)
        for _ in range(3):
            assert await post_texts(one.desk) == 1
        assert await post_texts(two.desk) == 0, "nothing is left to post"
        assert said[-1] is None


async def test_nothing_is_posted_while_a_stop_is_on_its_way_to_the_others() -> None:
    async with notifier_process(Memory()) as notifier:
        await many(notifier, 3)
        notifier.desk.run.stop = ("doubt", None)
        assert await post_texts(notifier.desk) == 0
        (row,) = await notifier.table("outages")
        assert row["cause"] == "doubt"
        assert not notifier.sms.posts


async def test_an_account_that_is_refused_is_called_that() -> None:
    said: list[str | None] = []
    async with notifier_process(Memory(), MemorySms(answers=[Unsent("account-refused")] * 3)) as notifier:
        notifier.desk.say = said.append
        await many(notifier, 3)
        await post_texts(notifier.desk)
        assert said[0] == "the carrier refuses our account"
        assert said[-1] == "posting has stopped since 2026-11-24 12:00 UTC: it refuses our texts"


@pytest.mark.parametrize(
    ("cause", "code", "enough"),
    [("doubt", None, True), ("refused", None, True), ("refused", 21606, False), ("alike", None, False),
     ("receipts", 30034, False)],
)  # fmt: skip
def test_that_the_carrier_answers_proves_only_that_it_can_be_reached(
    cause: Any, code: int | None, enough: bool
) -> None:
    assert Outage(cause, code, NOW, 0, 0, NOW).is_the_way == enough


async def test_texts_that_wait_past_their_hour_are_not_posted() -> None:
    async with notifier_process(Memory(), MemorySms(answers=[Doubt("x")] * 3)) as notifier:
        await many(notifier, 5)
        await post_texts(notifier.desk, texts_max=3)
        notifier.later(hours=8)
        for _ in range(5):
            await post_texts(notifier.desk)
        assert len(notifier.sms.posts) == 3


# b07: refused because of us


@pytest.mark.parametrize("code", [21606, 21408, 21608, 21612, 20003, 30034])
async def test_weeks_of_refusal_because_of_us_are_booked_on_no_borrower(code: int) -> None:
    said: list[str | None] = []
    async with notifier_process(Memory(), MemorySms(always=Rejected(code))) as notifier:
        notifier.desk.say = said.append
        await many(notifier, 10)
        await an_hour_of(notifier, step_s=20)
        assert await statuses(notifier) == {"claimed": 10}
        assert said[-1] is not None
        assert str(code) in said[-1]
        notifier.sms.always = None
        for _ in range(100):
            await post_texts(notifier.desk)
            notifier.later(seconds=20)
        assert await statuses(notifier) == {"accepted": 10}


async def test_one_text_refused_because_of_us_is_tried_again_more_and_more_slowly(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere, MemorySms(answers=[Rejected(21408)] * 2)) as notifier:
        await many(notifier, 1)
        assert await post_texts(notifier.desk) == 1
        row = await notifier.text()
        assert (row["status"], row["carrier_code"]) == ("claimed", 21408)
        assert await post_texts(notifier.desk) == 0
        notifier.later(seconds=1)
        assert await post_texts(notifier.desk) == 1
        notifier.later(seconds=2)
        assert await post_texts(notifier.desk) == 1
        await notifier.settle()
        row = await notifier.text()
        assert (row["status"], row["carrier_code"], row["tries"]) == ("accepted", None, 2)


async def test_a_code_with_which_everybody_is_refused_is_no_borrowers() -> None:
    async with notifier_process(Memory(), MemorySms(always=Rejected(21211))) as notifier:
        await many(notifier, 30)
        await an_hour_of(notifier, step_s=20)
        found = await statuses(notifier)
        assert found["rejected"] < ALIKE + 3, "the first ones, before it was known"
        assert found["claimed"] == 30 - found["rejected"]


async def test_a_bad_number_among_good_ones_is_rejected_at_once() -> None:
    async with notifier_process(Memory(), MemorySms(answers=[Rejected(21211), Rejected(99999)])) as notifier:
        await many(notifier, 4)
        await post_texts(notifier.desk)
        assert await statuses(notifier) == {"rejected": 2, "accepted": 2}


async def test_opt_outs_are_believed_however_many_come() -> None:
    async with notifier_process(Memory(), MemorySms(always=Rejected(21610))) as notifier:
        await many(notifier, 12)
        for _ in range(3):
            await post_texts(notifier.desk)
        assert await statuses(notifier) == {"rejected": 12}
        assert not await notifier.table("outages")


# The run, alone


def test_troubles_count_in_a_row_and_something_good_ends_the_row() -> None:
    run = Run()
    for _ in range(IN_A_ROW - 1):
        run.trouble("doubt")
    run.good()
    run.trouble("doubt")
    assert run.stop is None
    run.trouble("busy")
    run.trouble("unreached")
    run.trouble("busy")
    assert run.stop == ("unreached", None)


def test_one_text_that_is_refused_again_and_again_is_not_everybody() -> None:
    run = Run()
    for _ in range(20):
        assert not run.refused(intent(1), 21606)
    assert run.stop is None
    assert [run.refused(intent(number), 21606) for number in (2, 3)] == [False, False]
    assert run.stop == ("refused", 21606)


def test_refusals_with_different_codes_are_no_row() -> None:
    run = Run()
    assert all(run.refused(intent(number), (21211, 21614)[number % 2]) for number in range(20))
    assert run.stop is None
    assert [run.refused(intent(number), None) for number in range(ALIKE)] == [True] * (ALIKE - 1) + [False]
    assert run.stop == ("alike", None)


def test_an_outage_says_since_when_and_why() -> None:
    outage = Outage("refused", 21606, NOW, 0, 0, NOW + timedelta(seconds=15))
    assert outage.sentence() == (
        "posting has stopped since 2026-11-24 12:00 UTC: it refuses our texts "
        "(21606: the sender is no number of this account that sends texts (sender))"
    )
