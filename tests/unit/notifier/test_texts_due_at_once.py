"""A text that is due as soon as it is asked for is weighed in the transaction that hears of it."""

from __future__ import annotations

from dataclasses import replace

from tests.unit.notifier.notifier_process import Memory, notifier_process


async def test_an_overdue_loan_and_its_text_are_decided_on_in_one_transaction(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await notifier.hear(await notifier.known())
        assert await notifier.reasons() == ["overdue", "text-allowed"]
        assert [row["status"] for row in await notifier.table("texts")] == ["claimed"]
        assert await notifier.store.next_due() is None, "it fired"


async def test_of_two_cases_of_one_person_the_first_has_the_pen(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await notifier.hear(await notifier.known(case="case-1"), await notifier.known(case="case-2"))
        assert await notifier.reasons("case-1") == ["overdue", "text-allowed"]
        assert await notifier.reasons("case-2") == ["overdue", "ledger-busy"]
        notifier.later(seconds=2)
        await notifier.settle()
        assert (await notifier.reasons("case-2"))[2:] == ["too-soon"]


async def test_at_night_a_text_waits_for_its_timer(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        notifier.later(hours=12)
        await notifier.hear(await notifier.known())
        assert await notifier.reasons() == ["overdue"]
        assert await notifier.store.next_due() > notifier.clock.at


async def test_by_a_wrong_clock_no_text_is_weighed(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        notifier.deciding = replace(notifier.deciding, clock_wrong=lambda: True)
        await notifier.hear(await notifier.known())
        assert await notifier.reasons() == ["overdue"]
        assert await notifier.store.next_due() <= notifier.clock.at
