"""Borrowers who owe for long, crews who are hired where they live, and the crews that were found for a visit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.sandbox.borrowers import Borrower
from services.sandbox.cities import PORTO
from services.sandbox.fleet import CERTIFICATES
from shared.contracts import fleet

from .running_stack import RunningStack

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


async def crews(outside: RunningStack, case: str) -> list[tuple[str, ...]]:
    """Of each crew that was found for its visit, in order."""
    rows = await outside.rows("SELECT changes FROM scheduler.history WHERE about = %s ORDER BY version", case)
    return [
        tuple(member["collector"] for member in change["members"])
        for row in rows
        for change in row["changes"]
        if change.get("kind") == "crew-found"
    ]
