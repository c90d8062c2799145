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

from .shop import Memory, Shop, claimed, shop
from .test_outages import many, statuses
from .world import CASE, NOW

SID = f"SM{1:032x}"


async def posted(place: Shop) -> None:
    await claimed(place)
    await post_texts(place.desk)
    await place.settle()


@pytest.mark.parametrize(
    ("report", "status"),
    [(Report("delivered"), "delivered"), (Report("undelivered", 30003), "undelivered"), (Report("failed"), "failed")],
)
async def test_after_an_hour_the_carrier_is_asked_and_its_word_counts(
    anywhere: str | Memory, report: Report, status: str
) -> None:
    async with shop(anywhere, MemorySms(at=NOW, reports={SID: report})) as place:
        await posted(place)
        place.later(minutes=59)
        assert await ask_receipts(place.desk) == 0
        assert place.sms.asked == []
        place.later(minutes=1)
        assert await ask_receipts(place.desk) == 1
        await place.settle()
        row = await place.text()
        assert (row["status"], row["carrier_code"]) == (status, report.code)
        place.later(days=9)
        assert await ask_receipts(place.desk) == 0
        assert place.sms.asked == ["report"]


@pytest.mark.parametrize("report", [Report("sent"), Report("accepted"), Report(None), None])
async def test_a_text_without_a_receipt_is_asked_for_three_times_and_is_unconfirmed_then(
    report: Report | None,
) -> None:
    reports = {SID: report} if report is not None else {}
    async with shop(Memory(), MemorySms(at=NOW, reports=reports)) as place:
        await posted(place)
        for hours, asked in ((0.9, 0), (0.1, 1), (23.9, 1), (0.1, 2), (47.9, 2), (0.1, 3), (240, 3)):
            place.later(hours=hours)
            await ask_receipts(place.desk)
            assert len(place.sms.asked) == asked
        await place.settle()
        assert "unconfirmed" in [row["status"] for row in await place.table("texts")]
        assert await place.published("failed") == await place.published("delivered") == 0


async def test_a_receipt_that_comes_after_all_still_counts(anywhere: str | Memory) -> None:
    async with shop(anywhere, MemorySms(at=NOW, reports={SID: Report("sent")})) as place:
        await posted(place)
        for _ in range(4):
            place.later(days=1, hours=1)
            await ask_receipts(place.desk)
            await place.settle()
        assert (await place.text())["status"] == "unconfirmed"
        late = StatusReported((await place.text())["intent"], SID, "delivered", None, place.clock.at)
        await place.store.take_in([IntakeRow(derive("late"), CASE, place.clock.at, INPUTS.dump_json(late))])
        await place.settle()
        assert (await place.text())["status"] == "delivered"


async def test_what_the_webhook_was_told_meanwhile_is_said_once(anywhere: str | Memory) -> None:
    async with shop(anywhere, MemorySms(at=NOW, reports={SID: Report("delivered")})) as place:
        await posted(place)
        place.later(hours=1)
        await ask_receipts(place.desk)
        told = StatusReported((await place.text())["intent"], SID, "delivered", None, place.clock.at)
        row = IntakeRow(derive("status", SID, "delivered"), CASE, place.clock.at, INPUTS.dump_json(told))
        await place.store.take_in([row])
        await place.settle()
        assert (await place.reasons()).count("text-delivered") == 1
        assert await place.published("delivered") == 1


async def test_a_carrier_that_can_not_be_asked_has_not_been_asked(anywhere: str | Memory) -> None:
    async with shop(anywhere, MemorySms(at=NOW, reports={SID: Report("delivered")}, reachable=False)) as place:
        await posted(place)
        for _ in range(10):
            place.later(days=1)
            assert await ask_receipts(place.desk) == 0
        place.sms.reachable = True
        assert await ask_receipts(place.desk) == 1


async def test_many_are_asked_for_in_one_listing() -> None:
    carrier = MemorySms(at=NOW)
    async with shop(Memory(), carrier) as place:
        await many(place, FEW + 5)
        for _ in range(4):
            await post_texts(place.desk)
        carrier.reports = {f"SM{number:032x}": Report("delivered") for number in range(1, FEW + 6)}
        await place.settle()
        place.later(hours=1)
        assert await ask_receipts(place.desk) == FEW + 5
        assert carrier.asked == ["listed"]
        assert await statuses(place) == {"delivered": FEW + 5}


async def test_what_a_listing_leaves_off_is_asked_for_one_by_one() -> None:
    @dataclass
    class LeavesOff(MemorySms):
        async def listed(self, since, until):  # type: ignore[no-untyped-def]
            listing = await super().listed(since, until)
            return type(listing)(listing.found[3:], whole=False)

    carrier = LeavesOff(at=NOW)
    async with shop(Memory(), carrier) as place:
        await many(place, FEW + 5)
        for _ in range(4):
            await post_texts(place.desk)
        carrier.reports = {f"SM{number:032x}": Report("delivered") for number in range(1, FEW + 6)}
        await place.settle()
        place.later(hours=1)
        assert await ask_receipts(place.desk) == FEW + 5
        assert carrier.asked == ["listed", "report", "report", "report"]
