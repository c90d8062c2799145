"""What operators ask of notifier, from the event to what the case decides: in memory and on a real PostgreSQL alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.notifier.shell.posting import post_texts
from services.notifier.shell.rows import AddReveal
from services.notifier.shell.sms import Doubt
from shared.contracts.operations import (
    HoldReleased,
    LetterDiscarded,
    LetterReturned,
    Operation,
    ReplyJudged,
    ReplyRevealed,
    ReplyTaught,
    TextDoubtSettled,
)
from shared.runtime.hearing import HeardUpTo
from shared.runtime.machine import CarryOut, OperationResult
from shared.runtime.ports import Unit
from shared.runtime.steps.operations import carry_out
from tests.memory.runtime.store import MemoryStore

from .events import CASE
from .notifier_process import Memory, NotifierProcess, claimed, notifier_process, operator_asks
from .test_replies_kept import says
from .test_unread_records import reads


async def held_for_a_letter(notifier: NotifierProcess) -> Any:
    await claimed(notifier)
    letter = await reads(notifier, b"{")
    await notifier.settle()
    return letter


async def test_a_letter_that_is_given_up_lets_its_case_go_and_one_given_back_waits_for_the_record(
    anywhere: str | Memory,
) -> None:
    async with notifier_process(anywhere) as notifier:
        letter = await held_for_a_letter(notifier)
        assert await operator_asks(notifier, LetterReturned, letter=letter) == ""
        await notifier.settle()
        assert (await notifier.reasons())[-1] == "letter-settled"
        assert (await notifier.text())["status"] == "withdrawn", "held until it was read"
        assert await operator_asks(notifier, LetterDiscarded, letter=letter) == "no such letter is open"


async def hears(notifier: NotifierProcess, *topics: str) -> None:
    """Everything that was published on the topics until now is decided on."""
    ledger = notifier.ledger()
    at = await ledger.clock()
    await ledger.hear([HeardUpTo(topic, 0, at, False) for topic in topics], dict.fromkeys(topics, 1), at)


async def test_a_record_that_was_given_back_lets_its_case_go_within_seconds_of_when_it_was_read(
    anywhere: str | Memory,
) -> None:
    async with notifier_process(anywhere) as notifier:
        await hears(notifier, "loans")
        letter = await held_for_a_letter(notifier)
        assert await operator_asks(notifier, LetterReturned, letter=letter) == ""
        await hears(notifier, "switches")
        await notifier.settle()
        notifier.later(seconds=4)
        await notifier.settle()
        assert (await notifier.reasons())[-1] == "still-held", "it may lie unread in its topic"
        await hears(notifier, "loans")
        notifier.later(seconds=4)
        await notifier.settle()
        assert (await notifier.reasons())[-2:] == ["brake-over", "text-allowed"]


async def test_a_record_of_a_topic_of_which_nobody_keeps_account_is_waited_for_as_long_as_ever(
    anywhere: str | Memory,
) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        letter = await reads(notifier, b"{", topic="outcomes")
        await notifier.settle()
        assert await operator_asks(notifier, LetterReturned, letter=letter) == ""
        await hears(notifier, "loans")
        await notifier.settle()
        notifier.later(minutes=9)
        await notifier.settle()
        assert (await notifier.reasons())[-1] == "still-held"
        notifier.later(minutes=1)
        await notifier.settle()
        assert (await notifier.reasons())[-2:] == ["brake-over", "text-allowed"]


async def test_what_a_text_became_is_said_once(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        notifier.sms.answers.append(Doubt("ReadTimeout"))
        await post_texts(notifier.desk)
        await notifier.settle()
        intent = (await notifier.text())["intent"]
        assert await operator_asks(notifier, TextDoubtSettled, case=CASE, intent=intent, sent=True) == ""
        assert (
            await operator_asks(notifier, TextDoubtSettled, case=CASE, intent=intent, sent=True) == "it was said before"
        )
        await notifier.settle()
        assert (await notifier.text())["status"] == "accepted"
        assert (
            await operator_asks(notifier, TextDoubtSettled, case=CASE, intent=intent, sent=True) == "it was said before"
        )


async def test_a_reply_is_judged_once_and_the_case_acts_on_it(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        await post_texts(notifier.desk)
        await notifier.settle()
        await says(notifier, "SM1", "the dog bites")
        (row,) = await notifier.table("replies_to_read")
        assert await operator_asks(notifier, ReplyRevealed, reply=row["id"], case=CASE) == ""
        (reveal,) = await notifier.table("reveals")
        assert (reveal["operator"], reveal["why"], reveal["reply"]) == ("ops-7", "a drill", row["id"])
        assert await operator_asks(notifier, ReplyJudged, reply=row["id"], meaning="paid") == ""
        await notifier.settle()
        assert (await notifier.reasons())[-1] == "paid-claimed"
        again = await operator_asks(notifier, ReplyJudged, reply=row["id"], meaning="nothing")
        assert again == "it was settled before: paid, by ops-7"
        assert await operator_asks(notifier, ReplyJudged, reply=uuid4(), meaning="nothing") == "there is no such reply"
        assert await operator_asks(notifier, ReplyTaught, reply=row["id"], labels=("paid", "call_me")) == ""
        assert await operator_asks(notifier, ReplyTaught, reply=uuid4(), labels=("paid",)) == "there is no such reply"


async def test_the_decision_on_a_hold_names_the_operation_as_its_cause() -> None:
    async with notifier_process(Memory()) as notifier:
        await held_for_a_letter(notifier)
        assert await operator_asks(notifier, HoldReleased, case=CASE, cause="unread-record") == ""
        await notifier.settle()
        store = notifier.store
        assert isinstance(store, MemoryStore)
        last = max(store.database.history[CASE].values(), key=lambda row: row.version)
        assert (last.said, last.cause) == ("direct:HoldEnded", str(next(reversed(store.database.operations))))


async def breaks(unit: Unit, id: UUID, operation: Operation, at: datetime) -> OperationResult:
    raise KeyError("a bug")


async def unwritable(unit: Unit, id: UUID, operation: Operation, at: datetime) -> OperationResult:
    return OperationResult(rows=(AddReveal(at, "ops-7", "a\0b", "", id),))


@pytest.mark.parametrize(("fault", "why"), [(breaks, "it broke: KeyError"), (unwritable, "it broke: BadWrite")])
async def test_an_operation_that_breaks_is_refused_and_the_next_one_is_done(
    notifier_url: str, fault: CarryOut, why: str
) -> None:
    async with notifier_process(notifier_url) as notifier:
        letter = await held_for_a_letter(notifier)
        sound = notifier.deciding
        notifier.deciding = replace(sound, machine=replace(sound.machine, carry_out=fault))
        assert await operator_asks(notifier, LetterDiscarded, letter=letter) == why
        (row,) = await notifier.table("dead_letters")
        assert row["discarded_at"] is None, "what it had done is undone"
        notifier.deciding = sound
        assert await operator_asks(notifier, LetterDiscarded, letter=letter) == ""
        assert await carry_out(notifier.deciding) == 0
