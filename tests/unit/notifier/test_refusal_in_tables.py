"""A refusal of visits in notifier's tables, in memory and in PostgreSQL: found for another loan, ended, forgotten."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, Literal

import pytest

from services.notifier.core.ledger import Ledger
from services.notifier.core.lookup import Lookup
from services.notifier.core.state import STATES
from services.notifier.core.table_writes import VISITS, Suppress
from services.notifier.shell.look_up import LoanLookUp
from services.notifier.shell.posting import post_texts
from shared.contracts.loans import Details, DetailsCorrected
from shared.contracts.operations import HoldReleased, PersonForgotten
from shared.decision.clocks import APART_MAX
from shared.runtime.ports import Writes
from tests.memory.runtime.store import MemoryStore

from .events import CASE, NOW, PACK
from .notifier_process import PHONE, Memory, NotifierProcess, claimed, notifier_process, operator_asks
from .test_whose_number import writes

NEVER, OTHER = "do not come to my house", "case-2"
LITTLE = timedelta(seconds=1)


@pytest.fixture
async def notifier(anywhere: str | Memory) -> AsyncIterator[NotifierProcess]:
    async with notifier_process(anywhere) as opened:
        yield opened


async def ledger(notifier: NotifierProcess, case: str = OTHER) -> Ledger:
    """As a decision about the case reads it."""
    look_up = LoanLookUp(notifier.ring, notifier.clock, PACK)
    if isinstance(notifier.store, MemoryStore):
        doc = notifier.store.database.states[case].doc
    else:
        (row,) = await notifier.rows("SELECT doc FROM states WHERE aggregate = %(case)s", case=case)
        doc = bytes(row["doc"])
    async with notifier.store.unit() as unit:
        found: Lookup = await look_up.look(unit, case, STATES.validate_json(doc))
    return found.ledgers[case]


async def refuses(notifier: NotifierProcess, sid: str = "1") -> None:
    await writes(notifier, NEVER, sid=f"SM{sid:0>32}")


async def of_visits(notifier: NotifierProcess) -> list[tuple[str, bool]]:
    rows = await notifier.table("suppressions")
    return [(row["cause"], row["active"]) for row in rows if row["phone_hash"] == VISITS]


async def another_loan(notifier: NotifierProcess, **more: Any) -> None:
    notifier.later(days=30)
    await notifier.hear(await notifier.known(case=OTHER, **more))
    await notifier.settle()


async def ends(notifier: NotifierProcess) -> None:
    notifier.later(days=1)
    assert await operator_asks(notifier, HoldReleased, case=CASE, cause="visits-refused") == ""
    await notifier.settle()


async def test_another_loan_of_the_person_finds_it_also_under_another_number(notifier: NotifierProcess) -> None:
    await claimed(notifier)
    await refuses(notifier)
    await another_loan(notifier, number=2)
    found = await ledger(notifier)
    assert (found.visits_refused, found.suppressed, found.dropped_phones) == (True, False, frozenset())


async def test_somebody_else_is_not_refused_for_it(notifier: NotifierProcess) -> None:
    await claimed(notifier)
    await refuses(notifier)
    await another_loan(notifier, borrower="b2", number=2)
    assert not (await ledger(notifier)).visits_refused


async def test_another_loan_is_texted_all_the_same(notifier: NotifierProcess) -> None:
    await claimed(notifier)
    await refuses(notifier)
    before = len(notifier.sms.posts)
    await another_loan(notifier)
    await post_texts(notifier.desk)
    assert len(notifier.sms.posts) == before + 1


async def test_its_end_is_kept_and_the_same_message_that_comes_again_changes_nothing(notifier: NotifierProcess) -> None:
    await claimed(notifier)
    await refuses(notifier)
    await ends(notifier)
    await refuses(notifier)
    assert await of_visits(notifier) == [("visits-allowed", False)]
    await another_loan(notifier)
    assert not (await ledger(notifier)).visits_refused
    await refuses(notifier, "2")
    assert await of_visits(notifier) == [("visits-refused", True)]


async def test_a_process_that_dies_has_lost_nothing_of_it(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as first:
        await claimed(first)
        await refuses(first)
    async with notifier_process(anywhere) as second:
        second.offsets = first.offsets
        await another_loan(second)
        assert (await ledger(second)).visits_refused


async def test_before_a_loan_is_overdue_it_is_kept_too(notifier: NotifierProcess) -> None:
    named = await notifier.known()
    await notifier.hear(
        DetailsCorrected(
            id="details", source="bank", subject=CASE, time=named.time, data=Details(person=named.data.person)
        )
    )
    await refuses(notifier)
    assert await of_visits(notifier) == [("visits-refused", True)]
    assert [row["why"] for row in await notifier.table("replies_to_read")] == ["visits-refused"]
    await another_loan(notifier)
    assert (await ledger(notifier)).visits_refused


async def test_it_is_forgotten_with_the_person(notifier: NotifierProcess) -> None:
    await claimed(notifier)
    await refuses(notifier)
    assert await operator_asks(notifier, PersonForgotten, borrower="b1") == ""
    await notifier.settle()
    assert await of_visits(notifier) == []
    assert PHONE not in str(await notifier.table("suppressions"))


def word(cause: Literal["visits-refused", "visits-allowed"], after: timedelta) -> Suppress:
    return Suppress("b1", VISITS, cause, cause == "visits-refused", NOW + after)


ZERO = timedelta(0)


@pytest.mark.parametrize(
    ("rows", "active"),
    [
        ([word("visits-refused", ZERO), word("visits-allowed", LITTLE)], False),
        ([word("visits-refused", ZERO), word("visits-allowed", -LITTLE)], True),
        ([word("visits-allowed", ZERO), word("visits-refused", LITTLE)], True),
        ([word("visits-allowed", ZERO), word("visits-refused", -APART_MAX * 9)], True),
    ],
    ids=["ended", "ended-before-it-was-said", "said-again", "said-before-the-end-and-heard-after-it"],
)
async def test_a_refusal_that_nobody_had_read_is_not_ended_by_the_end_of_another(
    notifier: NotifierProcess, rows: list[Suppress], active: bool
) -> None:
    for row in rows:
        await written(notifier, row)
    assert [found for _, found in await of_visits(notifier)] == [active]


async def test_an_end_after_a_late_refusal_has_to_be_newer_than_the_end_before(notifier: NotifierProcess) -> None:
    for row in (word("visits-allowed", ZERO), word("visits-refused", -LITTLE), word("visits-allowed", LITTLE)):
        await written(notifier, row)
    assert await of_visits(notifier) == [("visits-allowed", False)]


async def test_of_two_in_one_transaction_the_refusal_stands(notifier: NotifierProcess) -> None:
    await written(notifier, word("visits-allowed", LITTLE), word("visits-refused", ZERO))
    assert await of_visits(notifier) == [("visits-refused", True)]


async def test_it_is_no_opt_out_and_no_opt_out_is_it(notifier: NotifierProcess) -> None:
    await claimed(notifier)
    await written(notifier, word("visits-refused", ZERO), Suppress("b1", "", "opted-out", True, NOW))
    found = await ledger(notifier, CASE)
    assert (found.visits_refused, found.suppressed) == (True, True)
    await written(notifier, Suppress("b1", "", "opted-in", False, NOW + LITTLE))
    found = await ledger(notifier, CASE)
    assert (found.visits_refused, found.suppressed) == (True, False)


async def written(notifier: NotifierProcess, *rows: Suppress) -> None:
    async with notifier.store.unit() as unit:
        await unit.commit(Writes(rows=[*rows]))
