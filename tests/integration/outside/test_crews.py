"""From a case to its crew: facts of the fleet that are taken back, and two borrowers who want the same hour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.sandbox.borrowers import Borrower
from services.sandbox.cities import PORTO
from services.sandbox.fleet import CERTIFICATES
from shared.contracts import fleet

from .running_stack import RunningStack

pytestmark = pytest.mark.asyncio(loop_scope="package")
TEXTED_FOR = 20
"""Three reminders a week apart, and a day less than a week of silence: then a visit is asked for."""
SHIFTS = 16


async def hired(outside: RunningStack, region: str, collectors: Sequence[str], begins: time, ends: time) -> None:
    """They work in the region from now on, and have every certificate."""
    first, zone = outside.now().date(), ZoneInfo(PORTO.zone)
    for one in collectors:
        event_id = outside.id(one, "registered")
        data = fleet.Registration(
            collector=one, name=await outside.ring.seal("Rita Olmo", kid=f"c-{one}", of=event_id, field="name"),
            home=await outside.ring.seal(
                PORTO.streets()[region][1].plain, kid=f"c-{one}", of=event_id, field="home"
            ),
            languages=("en",), zone=PORTO.zone,
        )  # fmt: skip
        await outside.say(
            fleet.CollectorRegistered(id=event_id, source="staff", subject=region, time=outside.now(), data=data)
        )
        for certificate in CERTIFICATES:
            await certified(outside, region, one, certificate, first, first + timedelta(days=300))
        for day in (first + timedelta(days=n) for n in range(SHIFTS)):
            shift = fleet.Shift(
                collector=one, shift=f"day-{day}", start=datetime.combine(day, begins, zone),
                end=datetime.combine(day, ends, zone),
            )  # fmt: skip
            await outside.say(
                fleet.ShiftPlanned(
                    id=outside.id(one, day), source="staff", subject=region, time=outside.now(), data=shift
                )
            )


async def certified(outside: RunningStack, region: str, who: str, certificate: str, first: date, last: date) -> None:
    data = fleet.Training.model_validate(
        {"collector": who, "certificate": certificate, "valid_from": first, "valid_to": last}
    )
    event_id = outside.id(who, certificate, last)
    await outside.say(
        fleet.CollectorCertified(id=event_id, source="staff", subject=region, time=outside.now(), data=data)
    )


def lives(outside: RunningStack, region: str) -> Borrower:
    return outside.somebody(home=PORTO.streets()[region][1])


async def owe(outside: RunningStack, *people: Borrower) -> list[str]:
    """They have owed for long; their cases."""
    return [await outside.overdue(who, dpd=61) for who in people]


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


async def crews(outside: RunningStack, case: str) -> list[tuple[str, ...]]:
    """Of each crew that was found for its visit, in order."""
    rows = await outside.rows("SELECT changes FROM scheduler.history WHERE about = %s ORDER BY version", case)
    return [
        tuple(member["collector"] for member in change["members"])
        for row in rows
        for change in row["changes"]
        if change.get("kind") == "crew-found"
    ]
