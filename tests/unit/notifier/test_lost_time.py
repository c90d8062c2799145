"""The lost time is lived again before anything goes out: the bank is heard, then people, then texts leave."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from services.notifier.shell.inbound import Inbox
from services.notifier.shell.listening import Listening, read_inbound
from services.notifier.shell.lost_time import live_again
from services.notifier.shell.posting import post_texts
from services.notifier.shell.rows import AddLostStop
from services.notifier.shell.sms import Arrived
from shared.runtime.hearing import HeardUpTo
from shared.runtime.ports import Writes

from .lost import lose, only_the_carrier_knows
from .notifier_process import KEYS, PHONE, Memory, NotifierProcess, claimed, notifier_process

SINCE = timedelta(hours=2)


def wrote(words: str, at: datetime, sender: str = PHONE) -> Arrived:
    return Arrived(f"SM{uuid4().hex}", sender, words, at)


def listening(notifier: NotifierProcess) -> Listening:
    return Listening(Inbox(notifier.store, notifier.ring, KEYS, notifier.clock), notifier.sms)


async def lost(notifier: NotifierProcess) -> list[str | None]:
    """What the steps say, from a restore that lost two hours."""
    said: list[str | None] = []
    await lose(notifier, notifier.clock.at - SINCE, datetime.now(UTC))
    return said


async def bank_is_heard(notifier: NotifierProcess) -> None:
    ledger, at = notifier.ledger(), datetime.now(UTC) + timedelta(minutes=1)
    await ledger.hear([HeardUpTo("loans", 0, at, False)], {"loans": 1}, at)


async def test_nothing_is_posted_until_the_bank_and_then_people_were_heard(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        said = await lost(notifier)
        inbox = listening(notifier)
        assert await live_again(notifier.store, notifier.clock, said.append) == 0
        assert "what the bank said" in (said[-1] or "")
        await read_inbound(inbox)  # begun before the bank was heard, so it does not count
        assert await post_texts(notifier.desk) == 0

        await bank_is_heard(notifier)
        notifier.later(minutes=6)
        assert await live_again(notifier.store, notifier.clock, said.append) == 1
        assert await live_again(notifier.store, notifier.clock, said.append) == 0
        assert "what people wrote" in (said[-1] or "")
        assert await post_texts(notifier.desk) == 0

        await read_inbound(inbox)
        assert await live_again(notifier.store, notifier.clock, said.append) == 1
        assert said[-1] is None
        assert await post_texts(notifier.desk) == 1


async def test_while_the_list_can_not_be_read_texts_wait_and_it_is_said_at_once(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        said = await lost(notifier)
        await bank_is_heard(notifier)
        await live_again(notifier.store, notifier.clock, said.append)
        inbox = listening(notifier)
        inbox.say = said.append
        notifier.sms.reachable = False
        await read_inbound(inbox)
        assert "can't be read" in (said[-1] or "")
        assert await live_again(notifier.store, notifier.clock, lambda problem: None) == 0
        notifier.sms.reachable = True
        assert await post_texts(notifier.desk) == 0


async def test_a_stop_of_the_lost_time_is_heard_before_anything_goes_out(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        said = await lost(notifier)
        notifier.sms.arrived.append(wrote("STOP", notifier.clock.at - timedelta(hours=1)))
        await bank_is_heard(notifier)
        await live_again(notifier.store, notifier.clock, said.append)
        await read_inbound(listening(notifier))
        await live_again(notifier.store, notifier.clock, said.append)
        assert await post_texts(notifier.desk) == 0  # it lies unread in the intake
        await notifier.settle()
        assert "opted-out" in await notifier.reasons()


async def test_a_stop_that_only_our_own_topic_shows_is_heard_as_well(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        said = await lost(notifier)
        at = notifier.clock.at - timedelta(hours=1)
        words = await notifier.ring.seal("stop it please", kid="b-b1", of="SM1", field="words")
        async with notifier.store.unit() as unit:
            await unit.commit(Writes(rows=[AddLostStop(uuid4(), "case-1", at, words.model_dump_json())]))
        await bank_is_heard(notifier)
        await live_again(notifier.store, notifier.clock, said.append)
        await notifier.settle()
        assert "opted-out" in await notifier.reasons()
        assert [row["told"] for row in await notifier.table("lost_stops")] == [True]


async def test_who_wrote_from_a_number_that_is_known_only_by_reading_again_is_heard(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        said = await lost(notifier)
        reply = wrote("I can't pay, I lost my job", notifier.clock.at - timedelta(hours=1))
        notifier.sms.arrived.append(reply)
        inbox = listening(notifier)
        await read_inbound(inbox)
        assert [row["why"] for row in await notifier.table("unmatched_replies")] == ["unknown-phone"]
        await claimed(notifier)  # the bank's word on the case is read again only now
        await bank_is_heard(notifier)
        notifier.later(minutes=6)
        await live_again(notifier.store, notifier.clock, said.append)
        await read_inbound(inbox)
        await notifier.settle()
        assert "hardship" in await notifier.reasons()


async def test_what_nothing_here_explains_counts_against_the_caps(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        said = await lost(notifier)
        await only_the_carrier_knows(notifier, "what was it?", ago=timedelta(hours=1))
        await bank_is_heard(notifier)
        await live_again(notifier.store, notifier.clock, said.append)
        await read_inbound(listening(notifier))
        await live_again(notifier.store, notifier.clock, said.append)
        lines = [
            row for row in await notifier.table("contacts") if row["at"] < notifier.clock.at - timedelta(minutes=59)
        ]
        assert [(row["borrower"], row["counted"], row["state"]) for row in lines] == [("b1", True, "reserved")]


async def test_another_restore_meanwhile_begins_it_anew(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        said = await lost(notifier)
        await bank_is_heard(notifier)
        await live_again(notifier.store, notifier.clock, said.append)
        await lose(notifier, notifier.clock.at - timedelta(hours=1), datetime.now(UTC) + timedelta(hours=1))
        (row,) = await notifier.table("lost_time")
        assert (row["since"], row["heard_at"]) == (notifier.clock.at - SINCE, None)
        assert await live_again(notifier.store, notifier.clock, said.append) == 0
