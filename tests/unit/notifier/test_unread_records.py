"""From bytes that are no event to the case that they may concern: in memory and on a real PostgreSQL alike."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

import pytest

from services.notifier.shell.posting import post_texts
from shared.contracts.codec import encode
from shared.contracts.operations import LetterDiscarded
from shared.runtime.ports import Parking, Record, Writes
from shared.runtime.steps.consume import sort_out
from shared.runtime.steps.timers_and_intake import fire_timers
from shared.runtime.steps.transact import transact
from tests.memory.runtime.store import MemoryStore

from .events import CASE, NOW, pays
from .notifier_process import Memory, NotifierProcess, claimed, notifier_process, operator_asks

PAID = json.loads(encode(pays(0)))
UNREAD = {
    "a payment with an amount as text": json.dumps(PAID | {"data": {"outstanding": "0"}}).encode(),
    "half a payment": encode(pays(0))[:-20],
    "a tombstone": None,
    "a type from tomorrow": json.dumps(PAID | {"type": "doorstep.loan.forgiven.v1"}).encode(),
    "a payment two days ahead": encode(pays(0, NOW + timedelta(days=2))),
    "more than a record may be": encode(pays(0)) + b" " * 300_000,
}


async def reads(
    notifier: NotifierProcess, value: bytes | None, key: bytes | None = CASE.encode(), topic: str = "loans"
) -> UUID:
    """What the consumer does with one record; the letter that there is of it then."""
    notifier.offsets += 1
    record = Record(topic, 0, notifier.offsets, key, value, notifier.clock.at)
    inputs, aside = sort_out(notifier.deciding, [record], notifier.clock.at)
    await transact(notifier.deciding, inputs, aside)
    return aside.dead[0].id


async def is_given_up(notifier: NotifierProcess, letter: UUID) -> None:
    """As an operator asks for it: the letter is settled, and whoever is held for it is told."""
    assert await operator_asks(notifier, LetterDiscarded, letter=letter) == ""


async def gives_up(notifier: NotifierProcess, id: UUID) -> None:
    if isinstance(notifier.store, MemoryStore):
        notifier.store.database.dead.pop(id)
    else:
        await notifier.rows("UPDATE dead_letters SET discarded_at = now() WHERE id = %(id)s RETURNING id", id=id)


async def states(notifier: NotifierProcess) -> int:
    if isinstance(notifier.store, MemoryStore):
        return len(notifier.store.database.states)
    return len(await notifier.rows("SELECT aggregate FROM states"))


@pytest.mark.parametrize("what", UNREAD)
async def test_what_can_t_be_read_holds_the_case_of_its_key(what: str) -> None:
    async with notifier_process(Memory()) as notifier:
        await claimed(notifier)
        await reads(notifier, UNREAD[what])
        await notifier.settle()
        assert (await notifier.reasons())[-1] == "unread-record"
        assert (await notifier.text())["status"] == "withdrawn"


async def test_it_holds_until_its_letter_is_given_up(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        letter = await reads(notifier, b"{")
        await notifier.settle()
        assert [row["case_id"] for row in await notifier.table("unread_records")] == [CASE]
        await is_given_up(notifier, letter)
        await notifier.settle()
        assert (await notifier.reasons())[-3:-1] == ["unread-record", "letter-settled"]
        assert sorted(row["status"] for row in await notifier.table("texts")) == ["claimed", "withdrawn"]


async def test_the_letter_of_one_is_settled_and_that_of_another_still_holds(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        first = await reads(notifier, b"{")
        second = await reads(notifier, b"[]")
        await notifier.settle()
        await is_given_up(notifier, first)
        await notifier.settle()
        assert (await notifier.reasons())[-3:] == ["unread-record", "unread-record", "letter-settled"]
        await is_given_up(notifier, second)
        await notifier.settle()
        assert "letter-settled" in (await notifier.reasons())[-2:]


async def test_the_same_record_read_again_is_told_once(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        for _ in range(2):
            await reads(notifier, b"{")
            await notifier.settle()
            notifier.offsets -= 1
        assert (await notifier.reasons()).count("unread-record") == 1


async def test_a_claimed_text_is_not_posted_before_the_case_has_heard_of_it(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        await reads(notifier, b"{")
        assert await post_texts(notifier.desk) == 0, "it waits, and does not ask again at once"
        assert not notifier.sms.posts


async def test_a_record_without_a_key_holds_the_case_of_its_subject() -> None:
    async with notifier_process(Memory()) as notifier:
        await claimed(notifier)
        await reads(notifier, encode(pays(0)), key=None)
        await notifier.settle()
        assert (await notifier.reasons())[-1] == "unread-record"


async def test_a_record_under_another_key_holds_both_cases() -> None:
    async with notifier_process(Memory()) as notifier:
        await notifier.hear(await notifier.known(), await notifier.known(case="case-2", kid="b-b2", borrower="b2"))
        await reads(notifier, encode(pays(0)), key=b"case-2")
        await notifier.settle()
        assert "unread-record" in await notifier.reasons()
        assert "unread-record" in await notifier.reasons("case-2")


async def test_what_the_field_says_holds_too_and_what_scheduler_says_does_not() -> None:
    async with notifier_process(Memory()) as notifier:
        await claimed(notifier)
        for topic in ("appointments", "text-requests"):
            await reads(notifier, b"{", topic=topic)
        await notifier.settle()
        assert "unread-record" not in await notifier.reasons()
        await reads(notifier, b"{", topic="outcomes")
        await notifier.settle()
        assert (await notifier.reasons())[-1] == "unread-record"


async def test_garbage_under_names_that_nobody_knows_makes_no_cases(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        for number in range(40):
            await reads(notifier, b"{", key=f"nobody-{number}".encode())
        await notifier.settle()
        assert await states(notifier) == 0
        assert not await notifier.table("unread_records")


async def test_a_case_that_becomes_known_is_held_for_what_lies_unread_about_it(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        letter = await reads(notifier, b"{")
        await notifier.hear(await notifier.known())
        await notifier.settle()
        assert await notifier.reasons() == ["overdue"]
        assert not await notifier.table("texts")
        assert [row["case_id"] for row in await notifier.table("unread_records")] == [CASE]
        await is_given_up(notifier, letter)
        await notifier.settle()
        assert len(await notifier.table("texts")) == 1


async def test_what_was_given_up_before_a_case_is_known_holds_nothing(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        letter = await reads(notifier, b"{")
        await gives_up(notifier, letter)
        await claimed(notifier)
        assert (await notifier.text())["status"] == "claimed"


async def test_a_case_held_for_a_letter_that_nobody_spoke_of_again_looks_for_itself(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        letter = await reads(notifier, b"{")
        await notifier.settle()
        await gives_up(notifier, letter)
        notifier.later(days=8)
        await fire_timers(notifier.deciding)
        assert (await notifier.reasons())[-1] == "brake-over"


async def test_a_parked_case_hears_of_it_when_it_is_taken_up_again(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        async with notifier.store.unit() as unit:
            await unit.commit(Writes(parked=[Parking(CASE, NOW, "decision-failed", "KeyError")]))
        await reads(notifier, b"{")
        await notifier.settle()
        await post_texts(notifier.desk)
        assert not notifier.sms.posts
        async with notifier.store.unit() as unit:
            await unit.commit(Writes(unparked=[CASE]))
        await notifier.settle()
        assert (await notifier.reasons())[-1] == "unread-record"


async def test_names_that_nobody_checked_are_not_kept_in_clear(notifier_url: str) -> None:
    async with notifier_process(notifier_url) as notifier:
        await reads(notifier, b'{"subject": "Zebulonix.17700900399"', key=b"17700900399")
        (row,) = await notifier.rows("SELECT string_agg(d::text, ' ') AS all FROM dead_letters d")
        assert "17700900399" not in row["all"]
        (row,) = await notifier.rows("SELECT cardinality(concerns) AS names FROM dead_letters")
        assert row["names"] == 2
