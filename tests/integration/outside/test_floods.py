"""A topic full of garbage slows that topic. What the bank says may lie in one; then nothing unprompted goes out."""

from __future__ import annotations

import pytest

from services.sandbox.conductor.services import SERVICES
from tests.apart import campaign

from .running_stack import PARTITIONS, RunningStack

pytestmark = pytest.mark.asyncio(loop_scope="package")
NOTHING = b"\x00garbage"


async def flood(outside: RunningStack, topic: str, records: int) -> None:
    for partition in range(PARTITIONS):
        await outside.put(topic, None, *[NOTHING] * (records // PARTITIONS), partition=partition)


async def let_go(outside: RunningStack, topic: str) -> None:
    await outside.command("dlq", "set-aside", topic, "--up-to", "now", "--reason", "a producer went mad")


@campaign
async def test_eight_thousand_records_of_garbage_on_outcomes_stop_no_text_and_are_let_go(outside: RunningStack) -> None:
    """H4"""
    await flood(outside, "outcomes", 8_000)
    try:
        await outside.until(lambda: _breaker(outside, "outcomes"))
        who = outside.somebody()
        await outside.overdue(who, dpd=16)
        await outside.until(lambda: _texted(outside, who.phone))
    finally:
        await let_go(outside, "outcomes")
    await outside.until(lambda: _healthy(outside))
    await outside.later(minutes=1)


async def a_reminder_falls_due(outside: RunningStack) -> tuple[str, int]:
    """In two days; the case, and how many it had so far."""
    case = await outside.overdue(outside.somebody(), dpd=13)
    await outside.later(hours=1)
    return case, await outside.reminders(case)


@campaign
async def test_while_the_bank_s_words_lie_unread_nothing_goes_out_and_afterwards_it_does(outside: RunningStack) -> None:
    """H4"""
    case, before = await a_reminder_falls_due(outside)
    await flood(outside, "loans", 8_000)
    try:
        await outside.until(lambda: _breaker(outside, "loans"))
        await outside.until(lambda: _deaf(outside))
        outside.jump(days=2, hours=2)
        await outside.until(lambda: _waits(outside, case))
        assert await outside.reminders(case) == before
    finally:
        await let_go(outside, "loans")
    await outside.until(lambda: _healthy(outside))
    await outside.later(days=1)
    assert await outside.reminders(case) == before + 1


async def test_what_was_heard_longer_ago_than_may_be_is_as_good_as_unread(outside: RunningStack) -> None:
    """H4. By the database's clock, and with a bound that nothing keeps."""
    case, before = await a_reminder_falls_due(outside)
    (kept,) = await outside.rows("SELECT within_s FROM notifier.must_hear WHERE topic = 'loans'")
    await outside.rows("UPDATE notifier.must_hear SET within_s = 0 WHERE topic = 'loans'")
    try:
        await outside.until(lambda: _deaf(outside))
        outside.jump(days=2, hours=2)
        await outside.until(lambda: _waits(outside, case))
        assert await outside.reminders(case) == before
    finally:
        await outside.rows("UPDATE notifier.must_hear SET within_s = %s WHERE topic = 'loans'", kept["within_s"])
    await outside.until(lambda: _healthy(outside))
    await outside.later(days=1)
    assert await outside.reminders(case) == before + 1


async def _breaker(outside: RunningStack, topic: str) -> bool:
    return topic in str((await outside.problems()).get("breaker"))


async def _deaf(outside: RunningStack) -> bool:
    return "deaf" in await outside.problems()


async def _healthy(outside: RunningStack) -> bool:
    return not any([await outside.problems(service) for service in SERVICES])


async def _texted(outside: RunningStack, phone: str) -> bool:
    return outside.twin.posted(phone) == 1


async def _waits(outside: RunningStack, case: str) -> bool:
    return any("deaf" in reason for reason in await outside.reasons(case))
