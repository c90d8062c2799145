"""The bank corrects itself, overpays, writes off and takes back, and now and then sends what nobody can read."""

from __future__ import annotations

import json

import pytest

from shared.contracts.codec import encode
from shared.contracts.loans import Cause, LoanClosed, Payment, PaymentReceived
from shared.contracts.values import Amount, Balance

from .running_stack import RunningStack

pytestmark = pytest.mark.asyncio(loop_scope="package")


def paid(outside: RunningStack, case: str, left: int) -> PaymentReceived:
    data = Payment(amount=Amount(minor=515_750, currency="EUR"), outstanding=Balance(minor=left, currency="EUR"))
    return PaymentReceived(id=outside.id(case, "paid"), source="bank", subject=case, time=outside.now(), data=data)


async def test_who_has_overpaid_owes_nothing(outside: RunningStack) -> None:
    """b10"""
    who = outside.somebody()
    case = await outside.overdue(who, dpd=14)
    await outside.later(hours=1)
    await outside.say(paid(outside, case, -15_750))
    await outside.later(days=20)
    assert (await outside.state(case))["kind"] == "closed"
    assert await outside.reminders(case) == 1


async def test_a_loan_that_was_written_off_by_mistake_is_texted_again(outside: RunningStack) -> None:
    """b16"""
    who = outside.somebody()
    case = await outside.overdue(who, dpd=13)
    await outside.later(hours=1)
    before = await outside.reminders(case)
    closed = LoanClosed(
        id=outside.id(case, "closed"), source="bank", subject=case, time=outside.now(), data=Cause(cause="written-off")
    )
    await outside.say(closed)
    await outside.later(days=1)
    assert (await outside.state(case))["kind"] == "closed"
    await outside.overdue(who, dpd=14)
    await outside.later(days=2)
    assert (await outside.state(case))["kind"] == "texting"
    assert await outside.reminders(case) > before


async def test_a_record_that_nobody_can_read_holds_the_case_it_names_until_it_is_mended(outside: RunningStack) -> None:
    """b10"""
    who = outside.somebody()
    case = await outside.overdue(who, dpd=14)
    await outside.later(hours=1)
    before = await outside.reminders(case)
    spoilt = json.loads(encode(paid(outside, case, 0)))
    spoilt["data"]["outstanding"]["minor"] = "nothing"
    await outside.put("loans", case.encode(), json.dumps(spoilt).encode())
    await outside.later(days=4)
    assert await outside.brakes(case) == {"unread-record"}
    assert await outside.reminders(case) == before
    ((letter,),) = [brake["letters"] for brake in (await outside.state(case))["brakes"]]
    shown = json.loads(await outside.command("dlq", "show", letter["id"], "--json"))
    assert case in json.dumps(shown)
    await outside.command(
        "dlq", "mend", letter["id"], "--set", "data.outstanding.minor=0", "--reason", "meant nothing", "--by", "ops-1"
    )
    await outside.later(hours=1)
    assert (await outside.state(case))["kind"] == "closed"
    assert await outside.reminders(case) == before
