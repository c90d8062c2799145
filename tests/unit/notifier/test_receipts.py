"""Receipts that never came are asked for; what the carrier does not know either is known to be unknown."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from services.notifier.core.inputs import INPUTS, StatusReported
from services.notifier.shell.posting import post_texts
from services.notifier.shell.receipts import FEW, ask_receipts
from services.notifier.shell.sms import MemorySms, Report
from shared.ids import derive
from shared.runtime.ports import IntakeRow

from .events import CASE, NOW
from .notifier_process import Memory, NotifierProcess, claimed, many, notifier_process
from .test_outages import statuses

SID = f"SM{1:032x}"


async def posted(notifier: NotifierProcess) -> None:
    await claimed(notifier)
    await post_texts(notifier.desk)
    await notifier.settle()


@pytest.mark.parametrize(
    ("report", "status"),
    [(Report("delivered"), "delivered"), (Report("undelivered", 30003), "undelivered"), (Report("failed"), "failed")],
)
async def test_after_an_hour_the_carrier_is_asked_and_its_word_counts(
    anywhere: str | Memory, report: Report, status: str
) -> None:
    async with notifier_process(anywhere, MemorySms(at=NOW, reports={SID: report})) as notifier:
        await posted(notifier)
        notifier.later(minutes=59)
        assert await ask_receipts(notifier.desk) == 0
        assert notifier.sms.asked == []
        notifier.later(minutes=1)
        assert await ask_receipts(notifier.desk) == 1
        await notifier.settle()
        row = await notifier.text()
        assert (row["status"], row["carrier_code"]) == (status, report.code)
        notifier.later(days=9)
        assert await ask_receipts(notifier.desk) == 0
        assert notifier.sms.asked == ["report"]


@pytest.mark.parametrize("report", [Report("sent"), Report("accepted"), Report(None), None])
async def test_a_text_without_a_receipt_is_asked_for_three_times_and_is_unconfirmed_then(
    report: Report | None,
) -> None:
    reports = {SID: report} if report is not None else {}
    async with notifier_process(Memory(), MemorySms(at=NOW, reports=reports)) as notifier:
        await posted(notifier)
        for hours, asked in ((0.9, 0), (0.1, 1), (23.9, 1), (0.1, 2), (47.9, 2), (0.1, 3), (240, 3)):
            notifier.later(hours=hours)
            await ask_receipts(notifier.desk)
            assert len(notifier.sms.asked) == asked
        await notifier.settle()
        assert "unconfirmed" in [row["status"] for row in await notifier.table("texts")]
        assert await notifier.published("failed") == await notifier.published("delivered") == 0


async def test_a_receipt_that_comes_after_all_still_counts(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere, MemorySms(at=NOW, reports={SID: Report("sent")})) as notifier:
        await posted(notifier)
        for _ in range(4):
            notifier.later(days=1, hours=1)
            await ask_receipts(notifier.desk)
            await notifier.settle()
        assert (await notifier.text())["status"] == "unconfirmed"
        late = StatusReported((await notifier.text())["intent"], SID, "delivered", None, notifier.clock.at)
        await notifier.store.take_in([IntakeRow(derive("late"), CASE, notifier.clock.at, INPUTS.dump_json(late))])
        await notifier.settle()
        assert (await notifier.text())["status"] == "delivered"


async def test_what_the_webhook_was_told_meanwhile_is_said_once(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere, MemorySms(at=NOW, reports={SID: Report("delivered")})) as notifier:
        await posted(notifier)
        notifier.later(hours=1)
        await ask_receipts(notifier.desk)
        told = StatusReported((await notifier.text())["intent"], SID, "delivered", None, notifier.clock.at)
        row = IntakeRow(derive("status", SID, "delivered"), CASE, notifier.clock.at, INPUTS.dump_json(told))
        await notifier.store.take_in([row])
        await notifier.settle()
        assert (await notifier.reasons()).count("text-delivered") == 1
        assert await notifier.published("delivered") == 1


async def test_a_carrier_that_can_not_be_asked_has_not_been_asked(anywhere: str | Memory) -> None:
    async with notifier_process(
        anywhere, MemorySms(at=NOW, reports={SID: Report("delivered")}, reachable=False)
    ) as notifier:
        await posted(notifier)
        for _ in range(10):
            notifier.later(days=1)
            assert await ask_receipts(notifier.desk) == 0
        notifier.sms.reachable = True
        assert await ask_receipts(notifier.desk) == 1


async def test_many_are_asked_for_in_one_listing() -> None:
    carrier = MemorySms(at=NOW)
    async with notifier_process(Memory(), carrier) as notifier:
        await many(notifier, FEW + 5)
        for _ in range(4):
            await post_texts(notifier.desk)
        carrier.reports = {f"SM{number:032x}": Report("delivered") for number in range(1, FEW + 6)}
        await notifier.settle()
        notifier.later(hours=1)
        assert await ask_receipts(notifier.desk) == FEW + 5
        assert carrier.asked == ["listed"]
        assert await statuses(notifier) == {"delivered": FEW + 5}


async def test_what_a_listing_leaves_off_is_asked_for_one_by_one() -> None:
    @dataclass
    class LeavesOff(MemorySms):
        async def listed(self, since, until):  # type: ignore[no-untyped-def]
            listing = await super().listed(since, until)
            return type(listing)(listing.found[3:], whole=False)

    carrier = LeavesOff(at=NOW)
    async with notifier_process(Memory(), carrier) as notifier:
        await many(notifier, FEW + 5)
        for _ in range(4):
            await post_texts(notifier.desk)
        carrier.reports = {f"SM{number:032x}": Report("delivered") for number in range(1, FEW + 6)}
        await notifier.settle()
        notifier.later(hours=1)
        assert await ask_receipts(notifier.desk) == FEW + 5
        assert carrier.asked == ["listed", "report", "report", "report"]
