"""A carrier that refuses us, loses receipts, or is away: no borrower pays for it, and nobody settles it by hand."""

from __future__ import annotations

import pytest

from services.notifier.bootstrap import POSTING_LOOPS
from services.notifier.core.outage import AT_ONCE, IN_A_ROW
from services.sandbox.borrowers import Borrower
from services.sandbox.twin.account import PhoneLine
from shared.runtime.causes import NotReadyCause
from tests.apart import campaign

from .running_stack import RunningStack

pytestmark = pytest.mark.asyncio(loop_scope="package")
CARRIER: NotReadyCause = "carrier"
HANDFUL = IN_A_ROW - 1 + POSTING_LOOPS * AT_ONCE
"""In doubt at the most, in one process: too few to stop it, and then what it has on the way to the carrier."""


async def late(outside: RunningStack, number: int, dpd: int) -> dict[str, Borrower]:
    """So many borrowers by their cases."""
    people = [outside.somebody() for _ in range(number)]
    return {await outside.overdue(who, dpd=dpd): who for who in people}


async def statuses(outside: RunningStack, cases: dict[str, Borrower]) -> list[str]:
    rows = await outside.rows("SELECT status FROM notifier.texts WHERE case_id = ANY(%s)", list(cases))
    return [row["status"] for row in rows]


@campaign
async def test_a_sender_that_is_not_ours_is_nobody_s_fault_and_texts_go_out_afterwards(outside: RunningStack) -> None:
    """b07"""
    outside.twin.suffers("refused", outside.hours(30 * 24), 21606)
    cases = await late(outside, 4, 16)
    await outside.later(hours=2)
    assert CARRIER in await outside.problems()
    for _ in range(3):
        before = outside.twin.refused
        outside.jump(days=7)
        await outside.later(hours=1)
        assert outside.twin.refused > before
    assert not any(outside.twin.posted(who.phone) for who in cases.values())
    outside.twin.is_well()
    await outside.later(days=8)
    for case, who in cases.items():
        assert outside.twin.posted(who.phone) >= 1
        assert await outside.brakes(case) == set()
    await outside.until(lambda: _fine(outside))


async def _fine(outside: RunningStack) -> bool:
    return CARRIER not in await outside.problems()


async def test_a_handset_that_was_away_twice_and_then_is_there_is_not_unreachable(outside: RunningStack) -> None:
    """b06"""
    who = outside.somebody()
    lines = outside.twin.phones.lines
    lines[who.phone] = PhoneLine(code=30003)
    case = await outside.overdue(who, dpd=61)
    await outside.later(days=8)
    lines[who.phone] = PhoneLine()
    await outside.later(days=7)
    assert outside.twin.posted(who.phone) == 3
    assert len(outside.twin.phones.texts(who.phone)) == 1
    assert await outside.brakes(case) == set()
    assert "unreachable" not in await outside.reasons(case)


async def test_receipts_that_were_lost_are_asked_for_and_where_there_are_none_it_is_called_that(
    outside: RunningStack,
) -> None:
    """b08"""
    lost, never = outside.somebody(), outside.somebody()
    outside.twin.phones.lines[never.phone] = PhoneLine(receipts=False)
    outside.twin.suffers("no-receipts", outside.hours(48))
    case, without = await outside.overdue(lost, dpd=61), await outside.overdue(never, dpd=61)
    await outside.later(hours=2)
    await outside.until(lambda: _delivered(outside, case))
    outside.twin.is_well()
    await outside.later(days=30)
    assert "unreachable" not in await outside.reasons(without)
    assert "unconfirmed" in await outside.brakes(without)


async def _delivered(outside: RunningStack, case: str) -> bool:
    rows = await outside.rows("SELECT status FROM notifier.texts WHERE case_id = %s", case)
    return [row["status"] for row in rows] == ["delivered"]


async def test_of_an_outage_a_handful_are_in_doubt_and_all_are_settled_by_themselves(outside: RunningStack) -> None:
    """b09"""
    outside.twin.suffers("unavailable", outside.hours(1))
    cases = await late(outside, 40, 16)
    await outside.later(minutes=10)
    assert 1 <= (await statuses(outside, cases)).count("uncertain") <= HANDFUL
    outside.twin.is_well()
    await outside.later(days=2)
    found = await statuses(outside, cases)
    assert not {"uncertain", "posting", "claimed"} & set(found)
    assert found.count("delivered") >= len(cases) - HANDFUL
    assert all(outside.twin.posted(who.phone) <= 1 for who in cases.values())
