"""From a case to its crew: facts of the fleet that are taken back, and two borrowers who want the same hour."""

from __future__ import annotations

from collections import Counter
from datetime import time

import pytest

from .crews_at_work import certified, crews, hired, lives, owe
from .running_stack import RunningStack

pytestmark = pytest.mark.asyncio(loop_scope="package")
TEXTED_FOR = 20
"""Three reminders a week apart, and a day less than a week of silence: then a visit is asked for."""


async def test_a_crew_whose_certificate_was_cut_short_is_replaced(outside: RunningStack) -> None:
    """b19"""
    region, who = "matosinhos", lives(outside, "matosinhos")
    (case,) = await owe(outside, who)
    await outside.later(days=TEXTED_FOR)
    begun = outside.now().date()
    await hired(outside, region, ("k1", "k2", "k3"), time(9), time(18))
    await outside.later(days=1, hours=3)
    assert "1" in outside.twin.phones.texts(who.phone)[-1]
    outside.writes(who, "1")
    await outside.later(hours=1)
    (before,) = await crews(outside, case)
    gone = before[0]
    await certified(outside, region, gone, "law", begun, outside.now().date())
    await outside.later(hours=1)
    after = (await crews(outside, case))[-1]
    assert gone not in after
    assert len(after) == 2
    await outside.later(days=14)


async def test_who_says_yes_to_a_slot_that_is_gone_is_offered_at_once_what_is_free(outside: RunningStack) -> None:
    """b21. A shift is as long as one visit, so an hour is one borrower's."""
    region = "porto-ocidental"
    people = [lives(outside, region) for _ in range(2)]
    cases = await owe(outside, *people)
    await outside.later(days=TEXTED_FOR)
    await hired(outside, region, ("p1", "p2"), time(9), time(9, 50))
    await outside.later(days=1, hours=3)
    before = [await texts(outside, case) for case in cases]
    for who in people:
        outside.writes(who, "1")
    await outside.later(hours=2)
    agreed = [bool(await crews(outside, case)) for case in cases]
    assert sorted(agreed) == [False, True]
    loser = agreed.index(False)
    after = await texts(outside, cases[loser])
    assert after["offer"] == before[loser]["offer"] + 1
    assert after["moved"] == 1  # an apology, since what was chosen may have been said back
    assert "slot-gone" in await outside.reasons(cases[loser], "scheduler")
    outside.writes(people[loser], "1")
    await outside.later(hours=2)
    assert await crews(outside, cases[loser])
    await outside.later(days=14)


async def texts(outside: RunningStack, case: str) -> Counter[str]:
    """How many of each kind the carrier took."""
    rows = await outside.rows("SELECT kind FROM notifier.texts WHERE case_id = %s AND sid IS NOT NULL", case)
    return Counter(row["kind"] for row in rows)
