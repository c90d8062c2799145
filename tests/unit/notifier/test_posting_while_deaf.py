"""What waits at the moment of posting because what the bank said may lie unread, in memory and on PostgreSQL alike."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from services.notifier.shell.posting import post_texts
from shared.runtime.ports import Parking, Writes

from .events import CASE, NOW
from .notifier_process import Memory, claimed, notifier_process


async def test_while_deaf_what_is_claimed_already_waits(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        ledger = notifier.ledger()
        await ledger.ask({"loans"}, timedelta(0))
        assert await post_texts(notifier.desk) == 0
        await ledger.ask({"loans"}, timedelta(days=1))
        assert await post_texts(notifier.desk) == 1


async def test_going_deaf_between_finding_a_text_and_posting_it_still_counts(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        unseal = notifier.desk.ring.open_all

        async def deaf_meanwhile(boxes: Any, field: str) -> Any:
            await notifier.ledger().ask({"loans"}, timedelta(0))
            return await unseal(boxes, field)

        notifier.desk.ring.open_all = deaf_meanwhile  # type: ignore[method-assign]
        await post_texts(notifier.desk)
        assert notifier.sms.posts == []
        assert (await notifier.text())["status"] == "claimed"


async def test_a_case_that_was_set_aside_is_not_reminded_of_what_may_be_paid(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        async with notifier.store.unit() as unit:
            await unit.commit(Writes(parked=[Parking(CASE, NOW, "decision-failed", "a drill")]))
        assert await post_texts(notifier.desk) == 0
        async with notifier.store.unit() as unit:
            await unit.commit(Writes(unparked=[CASE]))
        assert await post_texts(notifier.desk) == 1
