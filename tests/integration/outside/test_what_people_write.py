"""What phones send us, through the real webhook or the carrier's list, and what an operator can see of it."""

from __future__ import annotations

import json

import pytest

from services.sandbox.borrowers import Borrower
from services.sandbox.twin.account import PhoneLine
from shared.contracts.loans import Details, DetailsCorrected
from shared.runtime.causes import NotReadyCause

from .running_stack import SECOND_TOKEN, TOKEN, RunningStack

pytestmark = pytest.mark.asyncio(loop_scope="package")
SIGNATURES: NotReadyCause = "webhook-signatures"


async def corrected(outside: RunningStack, who: Borrower, case: str) -> Borrower:
    """The bank found another number of theirs."""
    there = outside.somebody(id=who.id)
    person = await outside.person(there, event_id := outside.id(case, "details"))
    data = Details(person=person)
    await outside.say(DetailsCorrected(id=event_id, source="bank", subject=case, time=outside.now(), data=data))
    await outside.later(minutes=5)
    return there


@pytest.mark.parametrize("from_the_new_one", [True, False])
async def test_a_stop_from_any_number_that_the_bank_ever_named_counts_for_all_of_them(
    outside: RunningStack, from_the_new_one: bool
) -> None:
    """b04"""
    who = outside.somebody()
    case = await outside.overdue(who, dpd=8)
    await outside.later(hours=1)
    assert outside.twin.posted(who.phone) == 1
    there = await corrected(outside, who, case)
    outside.writes(there if from_the_new_one else who, "STOP")
    await outside.later(days=10)
    assert "opted-out" in await outside.reasons(case)
    assert await outside.reminders(case) == 1
    assert outside.twin.posted(there.phone) + outside.twin.posted(who.phone) <= 2, "a reminder and a confirmation"


async def test_a_stop_from_a_stranger_in_another_form_of_the_number_is_kept_and_counts_for_cases_to_come(
    outside: RunningStack,
) -> None:
    """b04"""
    who = outside.somebody()
    outside.twin.phones.lines[who.phone] = PhoneLine(written=who.phone.replace("+", "00"))
    sid = outside.writes(who, "stop")
    await outside.later(minutes=5)
    kept = json.loads(await outside.command("replies", "strangers", "--json"))
    assert (sid, "stop") in [(row["sid"], row["said"]) for row in kept]
    case = await outside.overdue(who, dpd=16)
    await outside.later(days=16)
    assert outside.twin.posted(who.phone) == 0
    assert await outside.reasons(case)


async def test_machines_and_phones_that_quote_us_are_no_answers(outside: RunningStack) -> None:
    """b12, b23"""
    drives, likes = outside.somebody(), outside.somebody()
    cases = [await outside.overdue(who, dpd=15) for who in (drives, likes)]
    for _ in range(2):
        await outside.later(hours=2)
        outside.writes(drives, "I'm driving with Do Not Disturb While Driving turned on.")
        outside.writes(likes, f"„{outside.twin.phones.texts(likes.phone)[-1]}“")
        await outside.later(days=15)
    for who, case in zip((drives, likes), cases, strict=True):
        assert outside.twin.posted(who.phone) == 2, "nothing but reminders"
        assert await outside.brakes(case) == set()
        reasons = await outside.reasons(case)
        assert "answered-by-machine" in reasons or "answered-unknown" not in reasons
    assert not await outside.rows("SELECT 1 AS one FROM notifier.suppressions WHERE borrower = %s", likes.id)


async def test_a_picture_waits_for_a_person_who_can_list_read_and_settle_it(outside: RunningStack) -> None:
    """b26, b27"""
    who = outside.somebody()
    case = await outside.overdue(who, dpd=16)
    await outside.later(hours=1)
    outside.writes(who, "", pictures=["image/gif"])
    await outside.later(hours=1)
    (row,) = json.loads(await outside.command("replies", "unclear", "--case", case, "--json"))
    assert row["pictures"]
    shown = json.loads(
        await outside.command("replies", "show", row["id"], "--reason", "a picture", "--by", "ops-1", "--json")
    )
    assert [medium["type"] for medium in shown["media"]] == ["image/gif"]
    (seen,) = await outside.rows("SELECT operator, why FROM notifier.reveals WHERE case_id = %s", case)
    assert seen == {"operator": "ops-1", "why": "a picture"}
    await outside.command("replies", "settle", row["id"], "--as", "hardship", "--by", "ops-1")
    await outside.later(minutes=5)
    assert "hardship" in await outside.brakes(case)
    assert json.loads(await outside.command("replies", "unclear", "--case", case, "--json")) == []


async def test_what_was_written_while_no_webhook_came_is_read_from_the_carrier_s_list(outside: RunningStack) -> None:
    """b14"""
    who = outside.somebody()
    case = await outside.overdue(who, dpd=16)
    await outside.later(hours=1)
    outside.twin.suffers("no-replies", outside.hours(1))
    sid = outside.writes(who, "STOP")
    outside.jump(minutes=6)
    await outside.until(lambda: _opted_out(outside, case))
    outside.twin.is_well()
    await outside.later(days=20)
    assert await outside.reminders(case) == 1
    assert sid not in await outside.command("replies", "strangers", "--json")


async def _opted_out(outside: RunningStack, case: str) -> bool:
    return "opted-out" in await outside.reasons(case)


async def test_either_token_is_accepted_and_one_that_is_neither_is_an_alarm(outside: RunningStack) -> None:
    """b14"""
    who = outside.somebody()
    case = await outside.overdue(who, dpd=16)
    await outside.later(hours=1)
    courier = outside.twin.courier
    try:
        courier.token = "a token of somebody else"
        for _ in range(5):
            outside.writes(who, "5")
        await outside.later(minutes=2, seconds=1)
        outside.writes(who, "5")
        await outside.until(lambda: _alarm(outside))
        courier.token = SECOND_TOKEN
        outside.writes(who, "STOP")
        await outside.until(lambda: _opted_out(outside, case))
        assert SIGNATURES not in await outside.problems()
    finally:
        courier.token = TOKEN


async def _alarm(outside: RunningStack) -> bool:
    return SIGNATURES in await outside.problems()
