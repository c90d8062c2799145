"""Many texts that fail with one code are one alarm and no borrower's fault, whatever the code says."""

from __future__ import annotations

import pytest

from services.notifier.core.alarms import LEAST, Lately, alarming, refusal, stops
from services.notifier.core.inputs import INPUTS, StatusReported
from services.notifier.shell.alarms import watch_codes
from services.notifier.shell.posting import post_texts
from services.notifier.shell.sms import MemorySms
from shared.ids import derive
from shared.runtime.ports import IntakeRow

from .notifier_process import Memory, NotifierProcess, many, notifier_process


def lately(failed: dict[int, int], delivered: int = 0, late: dict[int, int] | None = None) -> Lately:
    return Lately(failed, failed if late is None else late, delivered)


@pytest.mark.parametrize("code", [30005, 30007, 30008, 21606, 99999])
def test_half_of_what_ended_is_an_alarm_whatever_the_code(code: int) -> None:
    assert alarming(lately({code: LEAST}, LEAST), ()) == ({code}, set())
    assert alarming(lately({code: LEAST}, LEAST + 1), ()) == (set(), set())
    assert alarming(lately({code: LEAST - 1}), ()) == (set(), set())


def test_opt_outs_are_never_an_alarm() -> None:
    assert alarming(lately({21610: 500}), ()) == (set(), set())


def test_an_alarm_goes_on_while_failures_keep_up_and_is_over_when_texts_arrive() -> None:
    assert alarming(lately({30005: 1}, 1), {30005}) == ({30005}, set())
    assert alarming(lately({30005: 1}, 2), {30005}) == (set(), {30005})
    assert alarming(lately({}, 0), {30005}) == (set(), set()), "nothing was heard: it goes on until its time is over"


def test_posting_stops_where_texts_fail_after_they_were_taken() -> None:
    assert stops(lately({30034: 12}), {30034}) == 30034
    assert stops(lately({21211: 12}, late={}), {21211}) is None, "posting itself sees what is refused at once"
    assert stops(lately({30034: 12}), ()) is None


def test_a_refusal_of_ours_is_said_however_few_there_are_if_nothing_goes_well() -> None:
    assert refusal(lately({21606: 1})) is not None
    assert refusal(lately({21606: 1}, 1)) is None
    assert refusal(lately({30005: 9})) is None


async def failing(notifier: NotifierProcess, code: int, number: int, status: str = "undelivered") -> None:
    rows = [row for row in await notifier.table("texts") if row["status"] == "accepted"][:number]
    said = [
        IntakeRow(
            derive("said", row["intent"], status), row["case_id"], notifier.clock.at,
            INPUTS.dump_json(StatusReported(row["intent"], row["sid"], status, code or None, notifier.clock.at)),  # type: ignore[arg-type]
        )
        for row in rows
    ]  # fmt: skip
    await notifier.store.take_in(said)
    await notifier.settle()


async def test_most_texts_failing_with_one_code_is_one_alarm_that_stops_posting_and_counts_for_nobody(
    anywhere: str | Memory,
) -> None:
    said: list[str | None] = []
    async with notifier_process(anywhere, MemorySms()) as notifier:
        await many(notifier, 24)
        for _ in range(2):
            await post_texts(notifier.desk, texts_max=8)
        await notifier.settle()

        async def look() -> None:
            await watch_codes(notifier.store, notifier.clock, said.append)

        await failing(notifier, 30005, 9)
        await look()
        assert said == [None]
        await failing(notifier, 30005, 2)
        await look()
        assert (
            said[-1]
            == "11 of the last 11 texts failed with 30005: nobody has the number (recipient); they count for nobody"
        )
        assert await post_texts(notifier.desk) == 0, "posting has stopped"
        await failing(notifier, 30005, 1)
        told = [row for row in await notifier.table("texts") if row["status"] == "undelivered"]
        whys = [why for row in told for why in await notifier.whys(row["case_id"])]
        assert sum("counts for nobody" in why for why in whys) == 1
        notifier.later(minutes=6)
        assert await post_texts(notifier.desk) == 1, "one text tries the way"
        assert await post_texts(notifier.desk) == 0, "that it is taken proves nothing"
        await notifier.settle()
        notifier.later(minutes=6)
        await failing(notifier, 0, 4, "delivered")
        await look()
        assert said[-1] is None
        assert await post_texts(notifier.desk) == 7


async def test_an_alarm_of_which_nothing_more_is_heard_ends_by_itself(anywhere: str | Memory) -> None:
    said: list[str | None] = []
    async with notifier_process(anywhere, MemorySms()) as notifier:
        await many(notifier, 16)
        for _ in range(2):
            await post_texts(notifier.desk)
        await notifier.settle()
        await failing(notifier, 30007, 16)
        await watch_codes(notifier.store, notifier.clock, said.append)
        assert await notifier.table("outages")
        notifier.later(minutes=31)
        await watch_codes(notifier.store, notifier.clock, said.append)
        assert said[-1] is None
        assert not await notifier.table("outages")
