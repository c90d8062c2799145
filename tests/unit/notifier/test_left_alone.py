"""A carrier that wants to be left alone for a time is left alone, also by the probes of an outage."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.notifier.core.outage import PROBE_S, PROBE_S_MAX, WISH_S_MAX, wait
from services.notifier.shell.outages import outage_now
from services.notifier.shell.posting import post_texts
from services.notifier.shell.sms import Accepted, Busy, MemorySms, PostingOutcome, Unreached

from .notifier_process import Memory, NotifierProcess, claimed, many, notifier_process
from .test_answers_of_another_form import busy
from .test_twilio import carrier

WISH_S = 420.0


def second(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


async def left_for(notifier: NotifierProcess) -> float:
    """Seconds until the next probe may go."""
    outage = await outage_now(notifier.store)
    assert outage is not None
    return (outage.probe_at - notifier.clock.at).total_seconds()


async def test_an_outage_begins_with_the_wish_of_a_busy_carrier(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere, MemorySms(always=Busy(after_s=WISH_S))) as notifier:
        await many(notifier, 3)
        await post_texts(notifier.desk)
        assert await left_for(notifier) == WISH_S


async def test_a_text_that_was_put_back_waits_as_long_as_the_carrier_wishes(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere, MemorySms(answers=[Busy(after_s=WISH_S)])) as notifier:
        await claimed(notifier)
        await post_texts(notifier.desk)
        assert (await notifier.text())["try_after"] == notifier.clock.at + second(WISH_S)


async def test_of_several_wishes_the_longest_counts(anywhere: str | Memory) -> None:
    wishes = [Busy(after_s=WISH_S), Busy(after_s=7.0), Busy()]
    async with notifier_process(anywhere, MemorySms(answers=[*wishes])) as notifier:
        await many(notifier, 3)
        await post_texts(notifier.desk)
        assert await left_for(notifier) == WISH_S


async def test_a_wish_of_before_all_went_well_is_over(anywhere: str | Memory) -> None:
    answers: list[PostingOutcome] = [Busy(after_s=WISH_S), Accepted("SM1"), Busy(), Busy(), Busy()]
    async with notifier_process(anywhere, MemorySms(answers=answers)) as notifier:
        await many(notifier, 5)
        await post_texts(notifier.desk)
        assert await left_for(notifier) == PROBE_S


async def test_a_probe_that_meets_a_busy_carrier_waits_as_long_as_that_wishes(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere, MemorySms(always=Busy())) as notifier:
        await many(notifier, 4)
        await post_texts(notifier.desk)
        notifier.sms.always = Busy(after_s=WISH_S)
        notifier.later(seconds=PROBE_S)
        await post_texts(notifier.desk)
        assert await left_for(notifier) == WISH_S


async def test_a_list_that_is_refused_for_haste_is_asked_for_again_when_the_carrier_wishes(
    anywhere: str | Memory,
) -> None:
    async with notifier_process(anywhere, MemorySms(always=Busy())) as notifier:
        await many(notifier, 4)
        await post_texts(notifier.desk)
        notifier.sms.reachable, notifier.sms.wish_s = False, WISH_S
        notifier.later(seconds=PROBE_S)
        await post_texts(notifier.desk)
        asked = len(notifier.sms.asked)
        assert await left_for(notifier) == WISH_S
        notifier.later(seconds=WISH_S - 1)
        await post_texts(notifier.desk)
        assert len(notifier.sms.asked) == asked
        notifier.later(seconds=1)
        await post_texts(notifier.desk)
        assert len(notifier.sms.asked) > asked


@pytest.mark.parametrize("wish_s", [0.0, 1.0, PROBE_S])
def test_a_short_wish_shortens_no_wait(wish_s: float) -> None:
    assert wait(0, wish_s) == second(PROBE_S)
    assert wait(9, wish_s) == second(PROBE_S_MAX)


def test_a_wish_without_end_has_one() -> None:
    assert wait(0, 10.0**8) == second(WISH_S_MAX)


@pytest.mark.parametrize("status", [b"429", b"503"])
async def test_what_the_carrier_wishes_is_read_from_its_answer_to_a_question(status: bytes) -> None:
    async with carrier(busy("37").replace(b"429", status)) as (sms, _):
        with pytest.raises(Unreached) as caught:
            await sms.reach()
    assert caught.value.after_s == 37.0
