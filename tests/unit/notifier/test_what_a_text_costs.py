"""How long a text is, and what it costs: ours is kept when it is posted, and the carrier's word wins when it comes."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from services.notifier.core.wording.segments import segments
from services.notifier.shell.charge import Charge
from services.notifier.shell.posting import post_texts
from services.notifier.shell.receipts import ask_receipts
from services.notifier.shell.reconcile import reconcile_texts
from services.notifier.shell.sms import Accepted, Doubt, MemorySms, Report, Unsent
from services.notifier.shell.tokens import fixed
from services.notifier.shell.twilio_sms import TwilioSms
from services.sandbox.twin.bill import SEGMENT_USD
from services.sandbox.twin.faults import Rates
from tests.unit.sandbox.twin_on_loopback import OURS, SID, TOKEN, twin_on_loopback

from .events import NOW
from .notifier_process import ManualClock, Memory, NotifierProcess, claimed, notifier_process

MESSAGE = f"SM{1:032x}"
BILLED = Charge(2, Decimal("0.015"), "USD")


async def posted(notifier: NotifierProcess, **more: Any) -> None:
    await claimed(notifier, **more)
    await post_texts(notifier.desk)
    await notifier.settle()


async def cost(notifier: NotifierProcess) -> tuple[int | None, Decimal | None, str | None]:
    """The carrier's segments where they are others than ours, and its price."""
    row = await notifier.text()
    return row.get("carrier_segments"), row.get("price"), row.get("price_unit")


async def test_a_text_is_counted_when_it_is_posted(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await posted(notifier)
        (sent,) = notifier.sms.posts
        row = await notifier.text()
        assert (row["segments"], row["encoding"]) == (segments(sent.body), "GSM-7")
        assert await cost(notifier) == (None, None, None)


async def test_a_text_that_goes_out_later_is_counted_as_it_goes_out(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere, MemorySms(answers=[Unsent("ConnectError")])) as notifier:
        await posted(notifier, language="hi")
        notifier.later(seconds=2)
        await post_texts(notifier.desk)
        row = await notifier.text()
        assert (row["segments"], row["encoding"]) == (segments(notifier.sms.posts[-1].body), "UCS-2")


@pytest.mark.parametrize(("said", "kept"), [(Charge(4), (4, None, None)), (Charge(), (None, None, None))])
async def test_where_the_carrier_counts_otherwise_its_number_is_kept_beside_ours(
    anywhere: str | Memory, said: Charge, kept: object
) -> None:
    async with notifier_process(anywhere, MemorySms(answers=[Accepted(MESSAGE, said)])) as notifier:
        await posted(notifier)
        assert await cost(notifier) == kept
        assert (await notifier.text())["segments"] != 4
        assert (await notifier.text())["status"] == "accepted"


async def test_a_carrier_that_counts_as_we_do_needs_no_write_of_its_own(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        notifier.sms.answers = [Accepted(MESSAGE, Charge(1)), Accepted(MESSAGE, Charge(2))]
        await post_texts(notifier.desk)
        assert notifier.desk.charged == []
        assert (await cost(notifier))[0] in (None, 1)


async def test_a_price_comes_with_the_answer_to_a_question_after_the_receipt(anywhere: str | Memory) -> None:
    carrier = MemorySms(at=NOW, reports={MESSAGE: Report("delivered", None, BILLED)})
    async with notifier_process(anywhere, carrier) as notifier:
        await posted(notifier)
        ours = (await notifier.text())["segments"]
        notifier.later(hours=1)
        await ask_receipts(notifier.desk)
        assert await cost(notifier) == (2 if ours != 2 else None, BILLED.price, "USD")


async def test_what_the_carrier_says_no_more_stays_known_and_what_it_corrects_is_corrected(
    anywhere: str | Memory,
) -> None:
    carrier = MemorySms(at=NOW, reports={MESSAGE: Report("sent", None, Charge(9, Decimal("0.07"), "EUR"))})
    async with notifier_process(anywhere, carrier) as notifier:
        await posted(notifier)
        ours = (await notifier.text())["segments"]
        for days, report, known in (
            (0, None, (9, Decimal("0.07"), "EUR")),
            (1, Report("sent"), (9, Decimal("0.07"), "EUR")),
            (2, Report("sent", None, Charge(ours, Decimal("0.08"), "EUR")), (None, Decimal("0.08"), "EUR")),
        ):
            carrier.reports = {MESSAGE: report} if report is not None else carrier.reports
            notifier.later(days=days, hours=1)
            await ask_receipts(notifier.desk)
            await notifier.settle()
            assert await cost(notifier) == known


async def test_a_text_in_doubt_that_is_found_has_the_price_that_stands_beside_it(anywhere: str | Memory) -> None:
    carrier = MemorySms(answers=[Doubt("lost")], at=NOW, reports={MESSAGE: Report("sent", None, BILLED)})
    async with notifier_process(anywhere, carrier) as notifier:
        await posted(notifier)
        assert await reconcile_texts(notifier.desk) == 1
        await notifier.settle()
        assert (await notifier.text())["status"] == "accepted"
        assert (await cost(notifier))[1:] == (BILLED.price, "USD")


async def test_the_sandboxs_carrier_counts_as_we_do_and_bills_what_was_sent(notifier_url: str, tmp_path: Path) -> None:
    async with (
        twin_on_loopback(tmp_path, Rates(callback_never=1.0)) as there,
        notifier_process(
            notifier_url, TwilioSms(SID, fixed(TOKEN), OURS, there.twin_url), ManualClock(there.clock.at)
        ) as notifier,
    ):
        notifier.desk.public_url = there.product_url
        notifier.later(hours=4)
        there.clock.at = notifier.clock.at
        await posted(notifier, time=notifier.clock.at)
        assert await cost(notifier) == (None, None, None)
        await there.later(timedelta(hours=1))
        notifier.later(hours=1)
        await ask_receipts(notifier.desk)
        await notifier.settle()
        row = await notifier.text()
        assert row["status"] == "delivered"
        assert await cost(notifier) == (None, row["segments"] * SEGMENT_USD, "USD")
        await notifier.sms.close()
